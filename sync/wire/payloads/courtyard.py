"""Payloads of courtyard records: their fields are checked by the form of their kind and version."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, post_load, validates_schema

from sync import operations
from sync.courtyard.checking import check
from sync.courtyard.forms import Form, find_form
from sync.errors import InvalidOperation
from sync.limits import NAME_CHARACTERS_MAX
from sync.wire.fields import Instant, document_id_field, integer_field, text_field, uuid_field
from sync.wire.payloads.schema import OPTIONAL, TEXT
from sync.wire.schema import WireSchema


class FormSchema(WireSchema):
    """A payload with the fields of a form."""

    record_kind = text_field(NAME_CHARACTERS_MAX, required=True)
    form_version = integer_field(1, required=True)
    fields_ = fields.Dict(required=True, data_key="fields", attribute="fields")

    @validates_schema
    def check_fields(self, data: Mapping[str, Any], **_: Any) -> None:
        """A code for each field that is wrong."""
        errors = check(_form_of(data), data["fields"]).errors
        if errors:
            raise ValidationError({"fields": {path: [code] for path, code in errors.items()}})

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Any:
        """Only what the form asks for is kept."""
        return self.value_class(**data | {"fields": check(_form_of(data), data["fields"]).values})


def _form_of(data: Mapping[str, Any]) -> Form:
    form = find_form(data["record_kind"], data["form_version"])
    if form is None:
        # Of a newer build: kept like any unknown version, and tried again after an upgrade.
        detail = f"Version {data['form_version']} of the form {data['record_kind']} is not known here."
        raise InvalidOperation("unknown_kind_version", detail, {"payload.form_version": [detail]})
    return form


class CourtyardRecordSchema(FormSchema):
    """`courtyard.record`"""

    value_class = operations.CourtyardRecord

    property = document_id_field("property", required=True)
    building = document_id_field("building", **OPTIONAL)
    space = uuid_field(**OPTIONAL)
    started_at = Instant(required=True, is_local=True)
    ended_at = Instant(required=True, is_local=True)
    text = text_field(**TEXT, **OPTIONAL)

    @validates_schema
    def check_order(self, data: Mapping[str, Any], **_: Any) -> None:
        """It ended when it began, or later."""
        if data["ended_at"] < data["started_at"]:
            raise ValidationError("before_start", "ended_at")


class CourtyardCorrectSchema(FormSchema):
    """`courtyard.correct`"""

    value_class = operations.CourtyardCorrect

    text = text_field(**TEXT, characters_min=1, required=True)


SCHEMAS: tuple[WireSchema, ...] = (CourtyardRecordSchema(), CourtyardCorrectSchema())
