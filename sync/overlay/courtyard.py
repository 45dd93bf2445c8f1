"""On a courtyard record."""

from collections.abc import Mapping
from typing import Any

from sync.instants import format_instant
from sync.operations import Author, CourtyardCorrect, CourtyardRecord, Operation
from sync.overlay.values import Changes, Creations, Document, at


def _record(made: CourtyardRecord, operation: Operation, author: Author) -> Document:
    return {
        "type": "courtyard_record",
        "record_kind": made.record_kind,
        "form_version": made.form_version,
        "property": made.property,
        "building": made.building,
        "space": made.space,
        "by": author.person,
        "at": at(operation),
        "started_at": format_instant(made.started_at),
        "ended_at": format_instant(made.ended_at),
        "fields": dict(made.fields),
        "text": made.text,
        "corrections": [],
    }


def _correct(
    record: Mapping[str, Any], correction: CourtyardCorrect, operation: Operation, author: Author
) -> Document:
    is_of_record = correction.record_kind == record["record_kind"]
    if not is_of_record or any(earlier["id"] == operation.id for earlier in record["corrections"]):
        return {}
    added = {
        "id": operation.id,
        "by": author.person,
        "at": at(operation),
        "form_version": correction.form_version,
        "fields": dict(correction.fields),
        "text": correction.text,
    }
    return {"corrections": [*record["corrections"], added]}


CHANGES: Changes = {CourtyardCorrect: _correct}
CREATIONS: Creations = {CourtyardRecord: _record}
