"""Payloads of operations on rounds."""

from sync import operations
from sync.codes import SKIP_REASONS
from sync.limits import MINUTES_MAX
from sync.wire.fields import code_field, integer_field, text_field, uuid_field
from sync.wire.payloads.schema import OPTIONAL, TEXT, ReasonedSchema
from sync.wire.schema import WireSchema


class RoundStartSchema(WireSchema):
    """`round.start`"""

    value_class = operations.RoundStart


class RoundTickSchema(WireSchema):
    """`round.tick`"""

    value_class = operations.RoundTick

    visit = uuid_field(required=True)
    minutes = integer_field(0, MINUTES_MAX, **OPTIONAL)
    text = text_field(**TEXT, **OPTIONAL)


class RoundUntickSchema(WireSchema):
    """`round.untick`"""

    value_class = operations.RoundUntick

    visit = uuid_field(required=True)


class RoundSkipSchema(ReasonedSchema):
    """`round.skip`"""

    value_class = operations.RoundSkip

    visit = uuid_field(required=True)
    reason = code_field(SKIP_REASONS, required=True)
    text = text_field(**TEXT, **OPTIONAL)


class RoundFinishSchema(WireSchema):
    """`round.finish`"""

    value_class = operations.RoundFinish

    note = text_field(**TEXT, **OPTIONAL)


SCHEMAS: tuple[WireSchema, ...] = (
    RoundStartSchema(),
    RoundTickSchema(),
    RoundUntickSchema(),
    RoundSkipSchema(),
    RoundFinishSchema(),
)
