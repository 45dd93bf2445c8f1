"""An entry of the synced log in words: what was done, to what, and what the worker said of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from server.console import labels
from server.console.courtyard_words import summary
from server.console.courtyard_words import word as courtyard_word
from server.console.labels import word
from server.console.times import amount
from server.places.models import Space
from server.review.models import LogEntry
from server.review.raw import RawOperation, read_raw
from server.work_orders.models import WorkOrder
from sync.courtyard.checking import check
from sync.courtyard.forms import find_form
from sync.limits import MINUTES_MAX

_MARK_CHARACTERS_MAX = 3


@dataclass(frozen=True, slots=True)
class Wording:
    """One entry in words. `icon` names a symbol of icons.svg; `subject` and `note` may be empty."""

    icon: str
    what: str
    subject: str
    note: str
    minutes: int | None


def wording_of(entry: LogEntry) -> Wording:
    """The words for an entry that `search.load` loaded."""
    sent = read_raw(entry.operation.raw)
    icon, describe = _KINDS.get(entry.kind or "", ("question", _nothing))
    subject, note = describe(entry, sent)
    if entry.status == "quarantined":
        note = word(labels.QUARANTINE_REASONS, entry.operation.reason)
    what = word(labels.KINDS, entry.kind) or _("Unreadable record")
    return Wording(icon, what, subject, note, _minutes(sent))


def space_name(space: Space) -> str:
    """A space by its name, as it stands on the door; a mere letter or number gets its kind: "Stairwell B"."""
    is_mere_mark = len(space.name) <= _MARK_CHARACTERS_MAX
    return f"{word(labels.SPACE_KINDS, space.kind)} {space.name}" if is_mere_mark else space.name


def order_name(order: WorkOrder) -> str:
    """An order by its number and category: "T-2041 Water leak"."""
    return f"T-{order.number} {word(labels.ORDER_CATEGORIES, order.category)}"


def _visit(entry: LogEntry, sent: RawOperation) -> tuple[str, str]:
    subject = space_name(entry.visit.space) if entry.visit is not None else ""
    reason = word(labels.SKIP_REASONS, _text(sent.payload, "reason"))
    return subject, _joined(reason, _text(sent.payload, "text"))


def _round(entry: LogEntry, sent: RawOperation) -> tuple[str, str]:
    subject = word(labels.WORKS, entry.round.work) if entry.round is not None else ""
    return subject, _text(sent.payload, "note") or _text(sent.payload, "text")  # Version 1 said `text`.


def _order(entry: LogEntry, sent: RawOperation) -> tuple[str, str]:
    subject = order_name(entry.order) if entry.order is not None else ""
    result = word(labels.ORDER_RESULTS, _text(sent.payload, "result"))
    return subject, _joined(result, _text(sent.payload, "text"))


def _visit_note(entry: LogEntry, sent: RawOperation) -> tuple[str, str]:
    subject = order_name(entry.order) if entry.order is not None else ""
    reason = word(labels.VISIT_NOTE_REASONS, _text(sent.payload, "reason"))
    return subject, _joined(reason, _text(sent.payload, "text"))


def _new_order(entry: LogEntry, sent: RawOperation) -> tuple[str, str]:
    category = word(labels.ORDER_CATEGORIES, _text(sent.payload, "category"))
    subject = order_name(entry.order) if entry.order is not None else category
    return subject, _text(sent.payload, "description")


def _product_use(entry: LogEntry, sent: RawOperation) -> tuple[str, str]:
    use = entry.product_use
    subject = f"{use.product.name}, {amount(use.amount, use.unit)}" if use is not None else ""
    reason = word(labels.ECO_REASONS, _text(sent.payload, "reason"))
    return subject, _joined(reason, _text(sent.payload, "text"))


def _courtyard(_entry: LogEntry, sent: RawOperation) -> tuple[str, str]:
    kind, version, fields = (sent.payload.get(name) for name in ("record_kind", "form_version", "fields"))
    if not isinstance(kind, str) or not isinstance(version, int) or not isinstance(fields, Mapping):
        return "", ""
    form = find_form(kind, version)
    kept = check(form, fields).values if form is not None else {}
    return courtyard_word(kind), _joined(summary(kind, version, kept), _text(sent.payload, "text"))


def _grade(_entry: LogEntry, sent: RawOperation) -> tuple[str, str]:
    level = sent.payload.get("level")
    subject = _("Level %(level)s", level=level) if isinstance(level, int) else ""
    return subject, _text(sent.payload, "text")


def _inspection_end(_entry: LogEntry, sent: RawOperation) -> tuple[str, str]:
    return "", _text(sent.payload, "note")


def _nothing(_entry: LogEntry, _sent: RawOperation) -> tuple[str, str]:
    return "", ""


_KINDS: Mapping[str, tuple[str, Callable[[LogEntry, RawOperation], tuple[str, str]]]] = {
    "round.start": ("play", _round),
    "round.tick": ("tick", _visit),
    "round.untick": ("undo", _visit),
    "round.skip": ("skip", _visit),
    "round.finish": ("flag-end", _round),
    "work_order.start": ("play", _order),
    "work_order.complete": ("tick", _order),
    "work_order.comment": ("comment", _order),
    "work_order.create": ("plus", _new_order),
    "work_order.visit_note": ("key", _visit_note),
    "product_use.record": ("drop", _product_use),
    "product_use.void": ("undo", _product_use),
    "duty.acknowledge": ("tick", _order),
    "courtyard.record": ("leaf", _courtyard),
    "courtyard.correct": ("undo", _courtyard),
    "inspection.grade": ("level", _grade),
    "inspection.finish": ("flag-end", _inspection_end),
}


def _text(payload: Mapping[str, object], name: str) -> str:
    value = payload.get(name)
    return value if isinstance(value, str) else ""


def _joined(*parts: str) -> str:
    return ": ".join(part for part in parts if part)


def _minutes(sent: RawOperation) -> int | None:
    value = sent.payload.get("minutes")
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if 0 <= value <= MINUTES_MAX else None
