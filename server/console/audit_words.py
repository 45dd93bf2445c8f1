"""Rows of the audit log in words: what was changed by whom, column by column."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _

from server.audit.changes import HIDDEN
from server.audit.models import AuditRow
from server.console import times
from server.console.labels import Words, word

CHANGES: Words = {"made": _("Made"), "changed": _("Changed"), "removed": _("Removed")}
ACTORS: Words = {
    "person": _("Person"),
    "request": _("Somebody without an account"),
    "job": _("Kierros itself"),
    "command": _("Command on the server"),
}
FAULTS: Words = {
    "altered": _("Row %(n)s is not what was written, or does not follow the row before it."),
    "missing": _("Row %(n)s is missing."),
    "unknown_end": _(
        "Row %(n)s and what follows was not written by Kierros, or the end of the log was changed."
    ),
}
TABLES: Words = {
    "areas": _("Areas"),
    "brief_confirmations": _("Briefs read"),
    "brief_items": _("Items of briefs"),
    "buildings": _("Buildings"),
    "calendar_tokens": _("Calendar links"),
    "call_outs": _("Call-outs"),
    "courtyard_corrections": _("Corrections of courtyard records"),
    "courtyard_records": _("Courtyard records"),
    "covers": _("Covers"),
    "device_tokens": _("Keys of phones"),
    "devices": _("Phones"),
    "districts": _("Districts"),
    "duty_acknowledgements": _("Acknowledgements of alerts"),
    "duty_alerts": _("Alerts"),
    "duty_changes": _("Changes of the roster"),
    "duty_deliveries": _("Messages of alerts"),
    "duty_shifts": _("Shifts"),
    "duty_steps": _("Steps of alerts"),
    "erasures": _("Erasures"),
    "inbox_decisions": _("Decisions on records that could not be applied"),
    "inspected_spaces": _("Inspected spaces"),
    "inspection_grades": _("Grades of inspections"),
    "inspections": _("Inspections"),
    "join_codes": _("Joining codes"),
    "licence_warnings": _("Warnings of ending licences"),
    "licences": _("Licences"),
    "log_entries": _("Entries of the review"),
    "order_comments": _("Comments on orders"),
    "order_completions": _("Completions of orders"),
    "order_contacts": _("Contacts of orders"),
    "order_events": _("History of orders"),
    "order_numbers": _("Numbers of orders"),
    "order_pauses": _("Waits of orders"),
    "order_visit_notes": _("Visit notes"),
    "organisations": _("Organisations"),
    "person_districts": _("Districts of persons"),
    "persons": _("People"),
    "plan_visits": _("Spaces of plans"),
    "product_uses": _("Uses of products"),
    "products": _("Products"),
    "properties": _("Properties"),
    "push_subscriptions": _("Phones that can be woken"),
    "required_levels": _("Required levels"),
    "resident_reports": _("Residents' reports"),
    "round_plans": _("Plans of rounds"),
    "rounds": _("Rounds"),
    "sampling_steps": _("Lines of the sampling table"),
    "spaces": _("Spaces"),
    "stock_items": _("Products in stock"),
    "visit_records": _("Records of visits"),
    "visits": _("Visits"),
    "waiting_skips": _("Skipped spaces that wait"),
    "work_orders": _("Orders"),
}
"""Tables that the log has rows of; a newer one shows its name."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column's values as text; None where there was none: the row was made or removed, or the value is empty."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the log. `about`: the page of what it is about, as endpoint and key, where there is one."""

    row: AuditRow
    by: str
    subject: str
    columns: Sequence[Column]
    about: tuple[str, str] | None

    @property
    def has_key(self) -> bool:
        """Whether its record can be asked for: a secret's key is hidden."""
        return HIDDEN not in self.row.row_key


_PAGES: Mapping[str, str] = {
    "work_orders": "console.order.page",
    "persons": "console.person.page",
    "products": "console.product.page",
    "buildings": "console.building.page",
    "rounds": "console.round.page",
}


def line_of(row: AuditRow, names: Mapping[str, str]) -> Line:
    """A row in words; `names` of persons by id."""
    page = _PAGES.get(row.in_table) if row.what != "removed" else None
    return Line(
        row,
        _who(row, names),
        word(TABLES, row.in_table),
        _columns(row.before, row.after),
        (page, row.row_key) if page is not None else None,
    )


def _who(row: AuditRow, names: Mapping[str, str]) -> str:
    if row.by_kind == "person":
        return names.get(row.by, row.by)
    return word(ACTORS, row.by_kind)


def _columns(before: str | None, after: str | None) -> Sequence[Column]:
    old, new = _read(before), _read(after)
    columns = (Column(name, _text(old.get(name)), _text(new.get(name))) for name in sorted({*old, *new}))
    # What is empty in a row that was made says nothing.
    return [column for column in columns if column.before is not None or column.after is not None]


def _read(text: str | None) -> Mapping[str, Any]:
    return json.loads(text) if text is not None else {}


def _text(value: object) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return _instant(value)
    return json.dumps(value, ensure_ascii=False)


def _instant(text: str) -> str:
    """An instant as people write it, to the second as it was kept; any other text as it stands."""
    if len(text) < len("2026-01-01T00:00:00+00:00") or "T" not in text:
        return text
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return text
    return times.full(at) if at.tzinfo is not None else text
