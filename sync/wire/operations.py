"""The JSON of operations: each is read on its own, so that a bad one never blocks the others."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from marshmallow import fields

from sync.errors import InvalidOperation
from sync.instants import Clock
from sync.operations import Operation, Payload
from sync.wire.fields import UUID_PATTERN, FullMatch, Instant, about, integer_field, uuid_field
from sync.wire.payloads import PAYLOAD_SCHEMAS
from sync.wire.schema import WireSchema, load
from sync.wire.upcasters import UPCASTERS, Upcasters, upcast


class ClockSchema(WireSchema):
    """The last server time the device knew, and the milliseconds since."""

    value_class = Clock

    server_time = Instant(required=True, metadata=about("The last server time that this device knew."))
    elapsed_ms = integer_field(0, required=True, metadata=about("Milliseconds measured since."))


@dataclass(frozen=True, slots=True)
class _Envelope:
    """An operation whose payload is still JSON."""

    id: str
    sequence: int
    kind: str
    kind_version: int
    target: str
    base_revision: int | None
    recorded_at: datetime
    clock: Clock | None
    payload: Mapping[str, object]
    seen: Mapping[str, object]


class OperationSchema(WireSchema):
    """What a worker did, as it was recorded on the device."""

    value_class = _Envelope

    id = uuid_field(required=True, metadata=about("A UUIDv7 made on the device."))
    sequence = integer_field(
        1, required=True, metadata=about("Counts from 1 within the stream: for order and to notice gaps.")
    )
    kind = fields.String(
        required=True,
        validate=FullMatch("^[a-z_]{1,32}\\.[a-z_]{1,32}$", error="Not the name of a kind."),
        metadata=about("What was done, for example round.tick."),
    )
    kind_version = integer_field(1, required=True, metadata=about("Of the payload's form."))
    target = fields.String(
        required=True,
        validate=FullMatch("^[a-z_]{1,32}:[0-9A-Za-z-]{1,64}$", error="Not the id of a document."),
        metadata=about("The id of the document it is about, for example round:0193…"),
    )
    base_revision = integer_field(
        0,
        load_default=None,
        allow_none=True,
        metadata=about("The revision the worker was looking at; null when the target is new."),
    )
    recorded_at = Instant(
        is_local=True, required=True, metadata=about("The phone's time, with the phone's offset.")
    )
    clock = fields.Nested(
        ClockSchema,
        load_default=None,
        allow_none=True,
        metadata=about("From which the server corrects recorded_at; null before the first sync."),
    )
    payload = fields.Dict(required=True, metadata=about("What the kind carries; see docs/operations.md."))
    seen = fields.Dict(
        load_default=dict, metadata=about("The few fields of the target that the worker was looking at.")
    )


_OPERATION = OperationSchema()
_ALL_BUT_PAYLOAD = OperationSchema(exclude=["payload"])


def parse_operation(
    raw: object, schemas: Mapping[str, WireSchema] = PAYLOAD_SCHEMAS, upcasters: Upcasters = UPCASTERS
) -> Operation:
    """Read one operation, bringing an old payload up to its kind's current version.

    Raises InvalidOperation with the reason `malformed_operation` (the envelope), `unknown_kind`,
    `unknown_kind_version` or `invalid_payload`, and the fields that are wrong. Unknown fields are passed over.
    """
    envelope: _Envelope = load(_OPERATION, raw, partial(InvalidOperation, "malformed_operation"))
    schema = schemas.get(envelope.kind)
    if schema is None:
        detail = f"The kind {envelope.kind} is not known here."
        raise InvalidOperation("unknown_kind", detail, {"kind": [detail]})
    made: type[Payload] = schema.value_class
    upcasted = upcast(envelope.kind, envelope.kind_version, made.version, envelope.payload, upcasters)
    _check_target(envelope.target, made.target_type)
    payload: Payload = load(schema, upcasted, partial(InvalidOperation, "invalid_payload"), "payload.")
    return Operation(
        id=envelope.id,
        sequence=envelope.sequence,
        kind=envelope.kind,
        kind_version=made.version,
        target=envelope.target,
        base_revision=envelope.base_revision,
        recorded_at=envelope.recorded_at,
        clock=envelope.clock,
        payload=payload,
        seen=envelope.seen,
    )


def dump_operation(operation: Operation) -> dict[str, object]:
    """The operation as a JSON object; what the payload leaves out is left out."""
    raw: dict[str, object] = _ALL_BUT_PAYLOAD.dump(operation)
    payload = PAYLOAD_SCHEMAS[operation.kind].dump(operation.payload)
    return raw | {"payload": {key: value for key, value in payload.items() if value is not None}}


def _check_target(target: str, document_type: str) -> None:
    if not re.fullmatch(f"{document_type}:{UUID_PATTERN}", target):
        detail = f"Not the id of a {document_type}."
        raise InvalidOperation("malformed_operation", detail, {"target": [detail]})
