"""On a work order."""

from collections.abc import Mapping
from typing import Any

from sync.operations import (
    Author,
    Operation,
    WorkOrderComment,
    WorkOrderComplete,
    WorkOrderCreate,
    WorkOrderStart,
)
from sync.overlay.residents import closed_notes
from sync.overlay.values import Changes, Creations, Document, at, or_else

_OPEN_ORDER = ("new", "assigned", "started", "returned")
_STARTABLE_ORDER = ("new", "assigned", "returned")


def _start_order(
    order: Mapping[str, Any], _: WorkOrderStart, operation: Operation, author: Author
) -> Document:
    if order["state"] not in _STARTABLE_ORDER:
        return {}
    return {
        "state": "started",
        "started_at": at(operation),
        "assigned_to": or_else(order["assigned_to"], author.person),
    }


def _complete(
    order: Mapping[str, Any], complete: WorkOrderComplete, operation: Operation, author: Author
) -> Document:
    if order["state"] not in _OPEN_ORDER:
        return {}
    return {
        "state": "done",
        "started_at": or_else(order["started_at"], at(operation)),
        "assigned_to": or_else(order["assigned_to"], author.person),
        "completed_at": at(operation),
        "completed_by": author.person,
        "result": complete.result,
        "minutes": complete.minutes,
        "result_text": complete.text,
        **closed_notes(order),
    }


def _comment(
    order: Mapping[str, Any], comment: WorkOrderComment, operation: Operation, author: Author
) -> Document:
    if any(earlier["id"] == operation.id for earlier in order["comments"]):
        return {}
    added = {"id": operation.id, "by": author.person, "at": at(operation), "text": comment.text}
    return {"comments": [*order["comments"], added]}


def _create_order(created: WorkOrderCreate, operation: Operation, author: Author) -> Document:
    return {
        "type": "work_order",
        "number": None,
        "property": created.property,
        "building": created.building,
        "space": created.space,
        "place": or_else(created.place, ""),
        "category": created.category,
        "trade": None,
        "urgency": created.urgency,
        "description": created.description,
        "state": "new",
        "reported_at": at(operation),
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
        "visit_notes": [],
    }


CHANGES: Changes = {WorkOrderStart: _start_order, WorkOrderComplete: _complete, WorkOrderComment: _comment}
CREATIONS: Creations = {WorkOrderCreate: _create_order}
