"""Payloads of operations on briefs."""

from marshmallow import validate

from sync import operations
from sync.limits import BRIEF_ITEMS_MAX
from sync.wire.fields import Array, document_id_field, uuid_field
from sync.wire.schema import WireSchema


class BriefConfirmSchema(WireSchema):
    """`brief.confirm`"""

    value_class = operations.BriefConfirm

    building = document_id_field("building", required=True)
    items = Array(uuid_field(), required=True, validate=validate.Length(max=BRIEF_ITEMS_MAX))


SCHEMAS: tuple[WireSchema, ...] = (BriefConfirmSchema(),)
