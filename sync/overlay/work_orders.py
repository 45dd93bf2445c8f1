"""On a work order."""

from collections.abc import Mapping
from typing import Any

from sync.operations import (
    Author,
    Operation,
    WorkOrderComment,
    WorkOrderComplete,
    WorkOrderCreate,
    WorkOrderPause,
    WorkOrderResume,
    WorkOrderStart,
)
from sync.overlay.residents import closed_notes
from sync.overlay.values import Changes, Creations, Document, at, or_else

_OPEN_ORDER = ("new", "assigned", "started", "returned")
_STARTABLE_ORDER = ("new", "assigned", "returned")


def _start_order(
    order: Mapping[str, Any], _: WorkOrderStart, operation: Operation, author: Author
) -> Document:
    if order["state"] not in _OPEN_ORDER:
        return {}
    if order["state"] not in _STARTABLE_ORDER:
        return _going_on(order)
    return {
        "state": "started",
        "started_at": at(operation),
        "assigned_to": or_else(order["assigned_to"], author.person),
        **_going_on(order),
    }


def _pause(order: Mapping[str, Any], pause: WorkOrderPause, operation: Operation, author: Author) -> Document:
    running = order.get("paused")
    if order["state"] not in _OPEN_ORDER or (running and running["id"] == operation.id):
        return {}
    return {
        "paused": {
            "id": operation.id,
            "at": at(operation),
            "by": author.person,
            "reason": pause.reason,
            "until": pause.until,
            "text": pause.text,
        }
    }


def _resume(order: Mapping[str, Any], _: WorkOrderResume, operation: Operation, author: Author) -> Document:
    return _going_on(order)


def _going_on(order: Mapping[str, Any]) -> Document:
    """The order waits no more; nothing where it did not, as in a copy from before there were pauses."""
    return {"paused": None} if order.get("paused") else {}


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
        **_going_on(order),
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
        "paused": None,
        "found_on": created.found_on,
        "merged_into": None,
    }


CHANGES: Changes = {
    WorkOrderStart: _start_order,
    WorkOrderPause: _pause,
    WorkOrderResume: _resume,
    WorkOrderComplete: _complete,
    WorkOrderComment: _comment,
}
CREATIONS: Creations = {WorkOrderCreate: _create_order}
