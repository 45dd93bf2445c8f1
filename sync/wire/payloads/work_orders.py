"""Payloads of operations on work orders."""

from sync import operations
from sync.codes import ORDER_CATEGORIES, ORDER_RESULTS, PAUSE_REASONS, URGENCIES
from sync.limits import MINUTES_MAX, PLACE_CHARACTERS_MAX
from sync.wire.fields import (
    code_field,
    date_field,
    document_id_field,
    integer_field,
    one_document_id_field,
    text_field,
    uuid_field,
)
from sync.wire.payloads.schema import OPTIONAL, TEXT
from sync.wire.schema import WireSchema


class WorkOrderStartSchema(WireSchema):
    """`work_order.start`"""

    value_class = operations.WorkOrderStart


class WorkOrderPauseSchema(WireSchema):
    """`work_order.pause`"""

    value_class = operations.WorkOrderPause

    reason = code_field(PAUSE_REASONS, required=True)
    until = date_field(**OPTIONAL)
    text = text_field(**TEXT, **OPTIONAL)


class WorkOrderResumeSchema(WireSchema):
    """`work_order.resume`"""

    value_class = operations.WorkOrderResume


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
    found_on = one_document_id_field(("round", "work_order"), **OPTIONAL)


SCHEMAS: tuple[WireSchema, ...] = (
    WorkOrderStartSchema(),
    WorkOrderPauseSchema(),
    WorkOrderResumeSchema(),
    WorkOrderCompleteSchema(),
    WorkOrderCommentSchema(),
    WorkOrderCreateSchema(),
)
