"""At a resident's door: visit notes on a work order."""

from collections.abc import Mapping
from typing import Any

from sync.operations import Author, Operation, WorkOrderVisitNote
from sync.overlay.values import Changes, Document, at

_OPEN_ORDER = ("new", "assigned", "started", "returned")


def closed_notes(order: Mapping[str, Any]) -> Document:
    """A closed order's notes without their texts, which may say something of the resident; nothing without notes."""
    notes = order.get("visit_notes")
    return {"visit_notes": [{**note, "text": None} for note in notes]} if notes else {}


def _visit_note(
    order: Mapping[str, Any], left: WorkOrderVisitNote, operation: Operation, author: Author
) -> Document:
    notes = order.get("visit_notes") or []
    if any(earlier["id"] == operation.id for earlier in notes):
        return {}
    text = left.text if order["state"] in _OPEN_ORDER else None
    added = {
        "id": operation.id,
        "by": author.person,
        "at": at(operation),
        "reason": left.reason,
        "text": text,
    }
    return {"visit_notes": [*notes, added]}


CHANGES: Changes = {WorkOrderVisitNote: _visit_note}
