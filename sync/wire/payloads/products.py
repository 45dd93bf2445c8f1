"""Payloads of operations on product uses."""

from marshmallow import validate

from sync import operations
from sync.codes import ECO_REASONS, UNITS
from sync.limits import AMOUNT_MAX
from sync.wire.fields import Quantity, code_field, document_id_field, text_field
from sync.wire.payloads.schema import OPTIONAL, TEXT, ReasonedSchema
from sync.wire.schema import WireSchema


class ProductUseRecordSchema(ReasonedSchema):
    """`product_use.record`"""

    value_class = operations.ProductUseRecord

    product = document_id_field("product", required=True)
    amount = Quantity(required=True, validate=validate.Range(min=0, max=AMOUNT_MAX, min_inclusive=False))
    unit = code_field(UNITS, required=True)
    property = document_id_field("property", required=True)
    building = document_id_field("building", **OPTIONAL)
    round = document_id_field("round", **OPTIONAL)
    order = document_id_field("work_order", **OPTIONAL)
    reason = code_field(ECO_REASONS, **OPTIONAL)
    text = text_field(**TEXT, **OPTIONAL)


class ProductUseVoidSchema(WireSchema):
    """`product_use.void`"""

    value_class = operations.ProductUseVoid

    text = text_field(**TEXT, **OPTIONAL)


SCHEMAS: tuple[WireSchema, ...] = (ProductUseRecordSchema(), ProductUseVoidSchema())
