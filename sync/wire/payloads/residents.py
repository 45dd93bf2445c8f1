"""Payloads of operations at a resident's door."""

from sync import operations
from sync.codes import VISIT_NOTE_REASONS
from sync.wire.fields import code_field, text_field
from sync.wire.payloads.schema import OPTIONAL, TEXT, ReasonedSchema
from sync.wire.schema import WireSchema


class WorkOrderVisitNoteSchema(ReasonedSchema):
    """`work_order.visit_note`"""

    value_class = operations.WorkOrderVisitNote

    reason = code_field(VISIT_NOTE_REASONS, required=True)
    text = text_field(**TEXT, **OPTIONAL)


SCHEMAS: tuple[WireSchema, ...] = (WorkOrderVisitNoteSchema(),)
