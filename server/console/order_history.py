"""An order's history in words: events, comments and completions in one line of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from server.console import labels, times
from server.console.labels import word
from server.console.queries.orders import names_of
from server.work_orders.models import OrderEvent, OrderPause, OrderVisitNote, WorkOrder

_ICONS = {
    "created": "plus",
    "assigned": "person",
    "started": "play",
    "completed": "tick",
    "completion_kept": "flag",
    "approved": "tick-double",
    "returned": "undo",
    "cancelled": "cross",
    "commented": "comment",
    "alerted": "call",
    "escalated": "warning",
    "alert_acknowledged": "tick",
    "acknowledgement_kept": "flag",
    "alert_sent": "phone",
    "alert_failed": "warning",
    "duty_gap": "warning",
    "alert_unanswered": "warning",
    "visit_note": "key",
    "paused": "clock",
    "resumed": "play",
    "merged": "orders",
    "took_in": "orders",
}


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the history. `by` and `note` may be empty; `of` is the number of the duplicate it is of, if any."""

    icon: str
    what: str
    at: datetime
    by: str
    note: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class _Known:
    """What the events of an order refer to, by id."""

    names: dict[str, str]
    comments: dict[str, str]
    notes: dict[str, OrderVisitNote]
    pauses: dict[str, OrderPause]
    numbers: dict[str, str]


def history_of(session: Session, order: WorkOrder) -> Sequence[Happening]:
    """The newest first, with what happened to its duplicates."""
    orders = (order, *order.merged)
    mentioned = {event.details.get("person") for each in orders for event in each.events} - {None}
    numbered = filter(None, (*orders, order.merged_into))
    known = _Known(
        names=names_of(session, {str(key) for key in mentioned}),
        comments={comment.id: comment.text for each in orders for comment in each.comments},
        notes={note.id: note for each in orders for note in each.visit_notes},
        pauses={pause.id: pause for each in orders for pause in each.pauses},
        numbers={each.id: f"T-{each.number}" for each in numbered},
    )
    lines = [
        _happening(event, known, "" if each is order else known.numbers[each.id])
        for each in orders
        for event in each.events
    ]
    # What happened at one instant stands in the order in which it was written, the newest first too.
    return sorted(lines, key=lambda line: line.at)[::-1]


def _told(details: dict[str, Any], names: dict[str, str]) -> str:
    """Whom an alert asked, or which message went how: "Kalle Koski, on duty", "Kalle Koski, e-mail: refused"."""
    how = word(labels.DUTY_ROLES, details.get("role")) or word(labels.CHANNELS, details.get("channel"))
    error = word(labels.DELIVERY_ERRORS, details.get("error"))
    who = ", ".join(filter(None, (names.get(str(details.get("person")), "?"), how)))
    return ": ".join(filter(None, (who, error)))


def _happening(event: OrderEvent, known: _Known, of: str) -> Happening:
    details = event.details
    what, note = word(labels.ORDER_EVENTS, event.what), ""
    if event.what == "assigned":
        person = details.get("person")
        what = (
            _("Given to %(name)s", name=known.names.get(person, "?"))
            if person
            else _("Taken from its worker")
        )
    elif event.what in {"alerted", "alert_sent", "alert_failed"}:
        note = _told(details, known.names)
    elif event.what == "commented":
        note = known.comments.get(str(details.get("comment")), "")
    elif event.what == "visit_note":
        note = _visit_note(known.notes.get(str(details.get("note"))))
    elif event.what == "paused":
        note = _pause(known.pauses.get(str(details.get("pause"))))
    elif event.what in {"merged", "took_in"}:
        note = known.numbers.get(str(details.get("order")), "")
    elif event.what in {"completed", "completion_kept"}:
        note = word(labels.ORDER_RESULTS, details.get("result"))
    else:
        note = str(details.get("reason") or details.get("comment") or "")
    return Happening(
        _ICONS.get(event.what, "dot"), what, event.at, event.by.name if event.by else "", note, of
    )


def _pause(pause: OrderPause | None) -> str:
    if pause is None:
        return ""
    until = _("goes on %(day)s", day=times.day(pause.until)) if pause.until is not None else None
    why = ", ".join(filter(None, (word(labels.PAUSE_REASONS, pause.reason), until)))
    return ": ".join(filter(None, (why, pause.text)))


def _visit_note(note: OrderVisitNote | None) -> str:
    if note is None:
        return ""
    return ": ".join(filter(None, (word(labels.VISIT_NOTE_REASONS, note.reason), note.text)))
