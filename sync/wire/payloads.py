"""The JSON of each kind's payload (docs/operations.md). Optional fields may be absent or null."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from marshmallow import ValidationError, validate, validates_schema

from sync import operations
from sync.codes import ECO_REASONS, ORDER_CATEGORIES, ORDER_RESULTS, SKIP_REASONS, UNITS, URGENCIES
from sync.limits import AMOUNT_MAX, MINUTES_MAX, PLACE_CHARACTERS_MAX, TEXT_CHARACTERS_MAX
from sync.wire.fields import Quantity, code_field, document_id_field, integer_field, text_field, uuid_field
from sync.wire.schema import WireSchema

_optional: dict[str, Any] = {"load_default": None, "allow_none": True}
_text = {"characters_max": TEXT_CHARACTERS_MAX}


class ReasonedSchema(WireSchema):
    """A payload whose reason `other` says nothing without a text."""

    @validates_schema
    def require_text(self, data: Mapping[str, Any], **_: Any) -> None:
        """`other` needs a text that is not blank."""
        if data.get("reason") == "other" and not (data.get("text") or "").strip():
            raise ValidationError("Required when the reason is other.", "text")


class RoundStartSchema(WireSchema):
    """`round.start`"""

    value_class = operations.RoundStart


class RoundTickSchema(WireSchema):
    """`round.tick`"""

    value_class = operations.RoundTick

    visit = uuid_field(required=True)
    minutes = integer_field(0, MINUTES_MAX, **_optional)
    text = text_field(**_text, **_optional)


class RoundUntickSchema(WireSchema):
    """`round.untick`"""

    value_class = operations.RoundUntick

    visit = uuid_field(required=True)


class RoundSkipSchema(ReasonedSchema):
    """`round.skip`"""

    value_class = operations.RoundSkip

    visit = uuid_field(required=True)
    reason = code_field(SKIP_REASONS, required=True)
    text = text_field(**_text, **_optional)


class RoundFinishSchema(WireSchema):
    """`round.finish`"""

    value_class = operations.RoundFinish

    note = text_field(**_text, **_optional)


class WorkOrderStartSchema(WireSchema):
    """`work_order.start`"""

    value_class = operations.WorkOrderStart


class WorkOrderCompleteSchema(WireSchema):
    """`work_order.complete`"""

    value_class = operations.WorkOrderComplete

    result = code_field(ORDER_RESULTS, required=True)
    minutes = integer_field(0, MINUTES_MAX, **_optional)
    text = text_field(**_text, **_optional)


class WorkOrderCommentSchema(WireSchema):
    """`work_order.comment`"""

    value_class = operations.WorkOrderComment

    text = text_field(**_text, characters_min=1, required=True)


class WorkOrderCreateSchema(WireSchema):
    """`work_order.create`"""

    value_class = operations.WorkOrderCreate

    property = document_id_field("property", required=True)
    building = document_id_field("building", **_optional)
    space = uuid_field(**_optional)
    place = text_field(PLACE_CHARACTERS_MAX, **_optional)
    category = code_field(ORDER_CATEGORIES, required=True)
    urgency = code_field(URGENCIES, required=True)
    description = text_field(**_text, characters_min=1, required=True)


class ProductUseRecordSchema(ReasonedSchema):
    """`product_use.record`"""

    value_class = operations.ProductUseRecord

    product = document_id_field("product", required=True)
    amount = Quantity(required=True, validate=validate.Range(min=0, max=AMOUNT_MAX, min_inclusive=False))
    unit = code_field(UNITS, required=True)
    property = document_id_field("property", required=True)
    building = document_id_field("building", **_optional)
    round = document_id_field("round", **_optional)
    order = document_id_field("work_order", **_optional)
    reason = code_field(ECO_REASONS, **_optional)
    text = text_field(**_text, **_optional)


class ProductUseVoidSchema(WireSchema):
    """`product_use.void`"""

    value_class = operations.ProductUseVoid

    text = text_field(**_text, **_optional)


PAYLOAD_SCHEMAS: Mapping[str, WireSchema] = MappingProxyType(
    {
        schema.value_class.kind: schema
        for schema in (
            RoundStartSchema(),
            RoundTickSchema(),
            RoundUntickSchema(),
            RoundSkipSchema(),
            RoundFinishSchema(),
            WorkOrderStartSchema(),
            WorkOrderCompleteSchema(),
            WorkOrderCommentSchema(),
            WorkOrderCreateSchema(),
            ProductUseRecordSchema(),
            ProductUseVoidSchema(),
        )
    }
)
"""How to read and write the current version of each kind's payload."""
