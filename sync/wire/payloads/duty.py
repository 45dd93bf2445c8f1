"""Payloads of operations on alerts."""

from sync import operations
from sync.wire.schema import WireSchema


class DutyAcknowledgeSchema(WireSchema):
    """`duty.acknowledge`"""

    value_class = operations.DutyAcknowledge


SCHEMAS: tuple[WireSchema, ...] = (DutyAcknowledgeSchema(),)
