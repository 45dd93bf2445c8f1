"""What an operation does to a document, for display until the server's own effect arrives (docs/operations.md).

Rules:
- Pure: nothing that is passed in changes; a document that comes out may share its unchanged parts.
- An operation on a state it does not fit, or that is already in the document, leaves the document as it is, since the
  server's document may come before the operation is dropped from the overlay.
- Fields that are not known here stay as they came.
- Where nothing clashes, the result equals the server's document but for what only the server knows.

The same rules in TypeScript: fieldapp/src/protocol/overlay.ts. tests/vectors/overlay.json holds the two together.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sync.instants import format_instant
from sync.operations import (
    Author,
    Operation,
    Payload,
    ProductUseRecord,
    ProductUseVoid,
    RoundFinish,
    RoundSkip,
    RoundStart,
    RoundTick,
    RoundUntick,
    WorkOrderComment,
    WorkOrderComplete,
    WorkOrderCreate,
    WorkOrderStart,
)

Document = dict[str, Any]

_OPEN_ORDER = ("new", "assigned", "started", "returned")
_STARTABLE_ORDER = ("new", "assigned", "returned")


def replay(
    documents: Mapping[str, Mapping[str, Any]], operations: Iterable[Operation], author: Author
) -> dict[str, Document]:
    """All documents by id as they look after the operations, taken in the given order."""
    replayed = {document_id: dict(document) for document_id, document in documents.items()}
    for operation in operations:
        document = overlay(replayed.get(operation.target), operation, author)
        if document is not None:
            replayed[operation.target] = document
    return replayed


def overlay(document: Mapping[str, Any] | None, operation: Operation, author: Author) -> Document | None:
    """The target's document after the operation; None when it is unknown and the operation does not create it."""
    kind = type(operation.payload)
    if document is None:
        create = _CREATE.get(kind)
        return create(operation.payload, operation, author) if create else None
    change = _CHANGE.get(kind)
    return dict(document) | (change(document, operation.payload, operation, author) if change else {})


# Each of these gives the fields that change.


def _start_round(round_: Mapping[str, Any], _: RoundStart, operation: Operation, author: Author) -> Document:
    return _started(round_, operation, author)


def _tick(round_: Mapping[str, Any], tick: RoundTick, operation: Operation, author: Author) -> Document:
    visit = _visit(round_, tick.visit)
    if visit is None or visit["state"] == "done":
        return {}
    done = {
        "state": "done",
        "at": _at(operation),
        "by": author.person,
        "minutes": tick.minutes,
        "text": tick.text,
        "reason": None,
        "is_returned": False,
    }
    return _started(round_, operation, author) | {"visits": _visits_with(round_, tick.visit, done)}


def _untick(round_: Mapping[str, Any], untick: RoundUntick, _: Operation, author: Author) -> Document:
    visit = _visit(round_, untick.visit)
    is_own = visit is not None and visit["state"] in ("done", "skipped") and visit["by"] == author.person
    if not is_own or round_["state"] == "finished":
        return {}
    reopened = {"state": "open", "at": None, "by": None, "minutes": None, "reason": None, "text": None}
    return {"visits": _visits_with(round_, untick.visit, reopened)}


def _skip(round_: Mapping[str, Any], skip: RoundSkip, operation: Operation, author: Author) -> Document:
    visit = _visit(round_, skip.visit)
    if visit is None or visit["state"] != "open":
        return {}
    skipped = {
        "state": "skipped",
        "at": _at(operation),
        "by": author.person,
        "reason": skip.reason,
        "text": skip.text,
    }
    return _started(round_, operation, author) | {"visits": _visits_with(round_, skip.visit, skipped)}


def _finish(round_: Mapping[str, Any], finish: RoundFinish, operation: Operation, author: Author) -> Document:
    if round_["state"] == "finished":
        return {}
    return {
        "state": "finished",
        "started_at": _or_else(round_["started_at"], _at(operation)),
        "finished_at": _at(operation),
        "person": _or_else(round_["person"], author.person),
        "note": finish.note,
    }


def _start_order(
    order: Mapping[str, Any], _: WorkOrderStart, operation: Operation, author: Author
) -> Document:
    if order["state"] not in _STARTABLE_ORDER:
        return {}
    return {
        "state": "started",
        "started_at": _at(operation),
        "assigned_to": _or_else(order["assigned_to"], author.person),
    }


def _complete(
    order: Mapping[str, Any], complete: WorkOrderComplete, operation: Operation, author: Author
) -> Document:
    if order["state"] not in _OPEN_ORDER:
        return {}
    return {
        "state": "done",
        "started_at": _or_else(order["started_at"], _at(operation)),
        "assigned_to": _or_else(order["assigned_to"], author.person),
        "completed_at": _at(operation),
        "completed_by": author.person,
        "result": complete.result,
        "minutes": complete.minutes,
        "result_text": complete.text,
    }


def _comment(
    order: Mapping[str, Any], comment: WorkOrderComment, operation: Operation, author: Author
) -> Document:
    if any(earlier["id"] == operation.id for earlier in order["comments"]):
        return {}
    added = {"id": operation.id, "by": author.person, "at": _at(operation), "text": comment.text}
    return {"comments": [*order["comments"], added]}


def _void(use: Mapping[str, Any], _: ProductUseVoid, operation: Operation, __: Author) -> Document:
    return {"voided_at": _or_else(use["voided_at"], _at(operation))}


# Each of these gives a whole document.


def _create_order(created: WorkOrderCreate, operation: Operation, author: Author) -> Document:
    return {
        "type": "work_order",
        "number": None,
        "property": created.property,
        "building": created.building,
        "space": created.space,
        "place": _or_else(created.place, ""),
        "category": created.category,
        "trade": None,
        "urgency": created.urgency,
        "description": created.description,
        "state": "new",
        "reported_at": _at(operation),
        "reported_by": author.person,
        "reporter": "worker",
        "due_on": None,
        "start_by": None,
        "assigned_to": None,
        "organisation": None,
        "entry": "not_needed",
        "started_at": None,
        "completed_at": None,
        "completed_by": None,
        "result": None,
        "minutes": None,
        "result_text": None,
        "comments": [],
    }


def _record_use(use: ProductUseRecord, operation: Operation, author: Author) -> Document:
    return {
        "type": "product_use",
        "product": use.product,
        "amount": use.amount,
        "unit": use.unit,
        "property": use.property,
        "building": use.building,
        "round": use.round,
        "order": use.order,
        "by": author.person,
        "at": _at(operation),
        "is_eco_labelled": operation.seen.get("is_eco_labelled") is True,
        "reason": use.reason,
        "text": use.text,
        "voided_at": None,
    }


_CHANGE: Mapping[type[Payload], Callable[[Mapping[str, Any], Any, Operation, Author], Document]] = {
    RoundStart: _start_round,
    RoundTick: _tick,
    RoundUntick: _untick,
    RoundSkip: _skip,
    RoundFinish: _finish,
    WorkOrderStart: _start_order,
    WorkOrderComplete: _complete,
    WorkOrderComment: _comment,
    ProductUseVoid: _void,
}

_CREATE: Mapping[type[Payload], Callable[[Any, Operation, Author], Document]] = {
    WorkOrderCreate: _create_order,
    ProductUseRecord: _record_use,
}


def _started(round_: Mapping[str, Any], operation: Operation, author: Author) -> Document:
    """What the first operation of a planned round changes."""
    if round_["state"] != "planned":
        return {}
    return {
        "state": "running",
        "started_at": _at(operation),
        "person": _or_else(round_["person"], author.person),
    }


def _visit(round_: Mapping[str, Any], visit_id: str) -> Mapping[str, Any] | None:
    return next((visit for visit in round_["visits"] if visit["id"] == visit_id), None)


def _visits_with(round_: Mapping[str, Any], visit_id: str, changed: Document) -> list[Mapping[str, Any]]:
    return [visit | changed if visit["id"] == visit_id else visit for visit in round_["visits"]]


def _at(operation: Operation) -> str:
    return format_instant(operation.recorded_at)


def _or_else(value: Any, otherwise: Any) -> Any:
    """The value, or something else when there is none (an empty text is a value)."""
    return otherwise if value is None else value
