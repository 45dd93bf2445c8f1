"""Payloads of operations on work orders."""

from sync import operations
from sync.codes import ORDER_CATEGORIES, ORDER_RESULTS, URGENCIES
from sync.limits import MINUTES_MAX, PLACE_CHARACTERS_MAX
from sync.wire.fields import code_field, document_id_field, integer_field, text_field, uuid_field
from sync.wire.payloads.schema import OPTIONAL, TEXT
from sync.wire.schema import WireSchema


class WorkOrderStartSchema(WireSchema):
    """`work_order.start`"""

    value_class = operations.WorkOrderStart


class WorkOrderCompleteSchema(WireSchema):
    """`work_order.complete`"""

    value_class = operations.WorkOrderComplete

    result = code_field(ORDER_RESULTS, required=True)
    minutes = integer_field(0, MINUTES_MAX, **OPTIONAL)
    text = text_field(**TEXT, **OPTIONAL)


class WorkOrderCommentSchema(WireSchema):
    """`work_order.comment`"""

    value_class = operations.WorkOrderComment

    text = text_field(**TEXT, characters_min=1, required=True)


class WorkOrderCreateSchema(WireSchema):
    """`work_order.create`"""

    value_class = operations.WorkOrderCreate

    property = document_id_field("property", required=True)
    building = document_id_field("building", **OPTIONAL)
    space = uuid_field(**OPTIONAL)
    place = text_field(PLACE_CHARACTERS_MAX, **OPTIONAL)
    category = code_field(ORDER_CATEGORIES, required=True)
    urgency = code_field(URGENCIES, required=True)
    description = text_field(**TEXT, characters_min=1, required=True)


SCHEMAS: tuple[WireSchema, ...] = (
    WorkOrderStartSchema(),
    WorkOrderCompleteSchema(),
    WorkOrderCommentSchema(),
    WorkOrderCreateSchema(),
)
