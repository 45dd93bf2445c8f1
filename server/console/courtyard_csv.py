"""The courtyard log as CSV for spreadsheets: UTF-8 with BOM, `;` between cells. Columns follow the forms."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from flask_babel import gettext as _

from server.console.courtyard_words import summary, text_of, word
from server.courtyard.models import CourtyardRecord, standing_fields
from server.local_time import local
from sync.courtyard.forms import Field, find_form, newest_form

_BOM = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def to_csv(records: Sequence[CourtyardRecord], kind: str | None) -> str:
    """All records as one text. Of a single kind each field has a column; of all kinds the fields stand in one."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    fields = newest_form(kind).fields if kind else ()
    writer.writerow([*_common_names(), *_field_names(kind, fields), _("Text"), _("Corrections")])
    for record in records:
        cells = (*_common(record), *_fields(record, fields), record.text or "", _corrections(record))
        writer.writerow([_plain(cell) for cell in cells])
    return _BOM + out.getvalue()


def _common_names() -> list[str]:
    return [
        _("Property id"),
        _("Address"),
        _("Space"),
        _("Record"),
        _("Started"),
        _("Ended"),
        _("Who"),
        _("Organisation"),
    ]


def _common(record: CourtyardRecord) -> Iterator[str]:
    yield record.property.code
    yield record.property.address
    yield record.space.name if record.space is not None else ""
    yield word(record.record_kind)
    for at in (record.started_at, record.ended_at):
        yield local(at).strftime("%Y-%m-%d %H:%M")
    yield record.by.name
    yield record.organisation.name


def _field_names(kind: str | None, fields: Sequence[Field]) -> list[str]:
    if kind is None:
        return [_("Details")]
    return [
        f"{word(kind, field.name)} ({field.unit})" if field.unit else word(kind, field.name)
        for field in fields
    ]


def _fields(record: CourtyardRecord, fields: Sequence[Field]) -> Iterator[str]:
    values = standing_fields(record)
    if not fields:
        yield summary(record.record_kind, _version(record), values)
        return
    form = find_form(record.record_kind, _version(record))
    known = {field.name: field for field in form.fields} if form is not None else {}
    for field in fields:
        value = values.get(field.name) if field.name in known else None
        yield "" if value is None else text_of((record.record_kind, field.name), known[field.name], value)


def _version(record: CourtyardRecord) -> int:
    return record.corrections[-1].form_version if record.corrections else record.form_version


def _corrections(record: CourtyardRecord) -> str:
    """What was recorded first and why each correction was made: a log that is evidence keeps both."""
    if not record.corrections:
        return ""
    first = summary(record.record_kind, record.form_version, record.fields)
    steps = (f"{local(each.at):%Y-%m-%d %H:%M} {each.by.name}: {each.text}" for each in record.corrections)
    return " | ".join((_("Original: %(values)s", values=first), *steps))


def _plain(cell: str) -> str:
    """What a spreadsheet would take for a formula is told to be text."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
