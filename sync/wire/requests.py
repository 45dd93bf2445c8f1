"""The JSON of `POST /api/sync`, as it goes up."""

from collections.abc import Mapping
from typing import Any, ClassVar

from marshmallow import ValidationError, fields, validate

from sync.errors import BatchTooLarge, InvalidRequest, ProtocolTooNew, ProtocolTooOld
from sync.limits import (
    BATCH_BYTES_MAX,
    BATCH_OPERATIONS_MAX,
    CURSOR_BUCKETS_MAX,
    EPOCH_CHARACTERS_MAX,
    FIELD_VALUES_MAX,
    MEND_BUCKETS_MAX,
    MEND_SLOTS_MAX,
    OPERATION_BYTES_MAX,
    PROTOCOL_VERSION_MAX,
    PROTOCOL_VERSION_MIN,
)
from sync.messages import Pending, SyncRequest
from sync.sums import SLOTS
from sync.wire.fields import (
    Array,
    Flag,
    Instant,
    about,
    integer_field,
    name_field,
    text_field,
    uuid_field,
    versions_field,
)
from sync.wire.json_text import canonical, is_larger_than, parse_json
from sync.wire.operations import OperationSchema
from sync.wire.schema import WireSchema, load


class PendingSchema(WireSchema):
    """What still waits on the device after this batch."""

    value_class = Pending

    count = integer_field(0, required=True, metadata=about("Operations not sent yet."))
    oldest_recorded_at = Instant(
        is_local=True,
        load_default=None,
        allow_none=True,
        metadata=about("When the oldest of them was recorded, by the phone's clock."),
    )


class AsTheyCame(fields.List[Any]):
    """Described as a list of operations, read as a list of anything: each is judged on its own later."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> list[Any]:
        return list(value)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, list):
            raise self.make_error("invalid")
        return tuple(value)


def _refuse_repeated(slots: tuple[int, ...]) -> None:
    if len(set(slots)) < len(slots):
        raise ValidationError("Names a slot twice.")


class SyncRequestSchema(WireSchema):
    """One upload and the cursor to read on from."""

    value_class = SyncRequest
    left_out: ClassVar[Mapping[str, object]] = {
        "pull": True,
        "reading": {},
        "snapshots": False,
        "check": False,
        "mend": {},
        "differs": [],
    }

    protocol = integer_field(1, required=True, metadata=about("The protocol version that the client speaks."))
    build = name_field(required=True, metadata=about("The version of the client's software."))
    person = uuid_field(required=True, metadata=about("Whose outbox it is: must be the token's person."))
    stream = uuid_field(required=True, metadata=about("A UUID made together with this device's outbox."))
    epoch = text_field(
        EPOCH_CHARACTERS_MAX,
        load_default=None,
        allow_none=True,
        metadata=about("The epoch the device has last seen; null before the first sync."),
    )
    sent_at = Instant(is_local=True, required=True, metadata=about("The phone's time, with its offset."))
    cursor = versions_field(
        required=True,
        validate=validate.Length(max=CURSOR_BUCKETS_MAX),
        metadata=about("How far the device has read each bucket."),
    )
    pending = fields.Nested(PendingSchema, load_default=Pending, metadata=about("What still waits."))
    operations = AsTheyCame(
        fields.Nested(OperationSchema),
        required=True,
        metadata=about(f"At most {BATCH_OPERATIONS_MAX}, in sequence order."),
    )
    pull = Flag(load_default=True, metadata=about("False: only operations are taken, nothing is read."))
    reading = versions_field(
        load_default=dict,
        validate=validate.Length(max=CURSOR_BUCKETS_MAX),
        metadata=about("The floor that was told when a reading began that is not complete yet, by bucket."),
    )
    snapshots = Flag(load_default=False, metadata=about("This device can read snapshots."))
    check = Flag(load_default=False, metadata=about("The end is to bear the checks of all buckets."))
    mend = fields.Dict(
        keys=name_field(),
        values=Array(
            integer_field(0, SLOTS - 1),
            allow_none=True,
            validate=[validate.Length(min=1, max=MEND_SLOTS_MAX), _refuse_repeated],
        ),
        load_default=dict,
        validate=validate.Length(max=MEND_BUCKETS_MAX),
        metadata=about("By bucket: the slots whose documents to send whole, or null for its 256 sums."),
    )
    differs = Array(
        name_field(),
        load_default=(),
        validate=validate.Length(max=CURSOR_BUCKETS_MAX),
        metadata=about("Buckets that could not be mended; supervisors see it."),
    )


_REQUEST = SyncRequestSchema()


def parse_body(body: bytes) -> SyncRequest:
    """Read a decompressed body. Raises BatchTooLarge, MalformedJson and what `parse_request` does."""
    if len(body) > BATCH_BYTES_MAX:
        raise BatchTooLarge(f"More than {BATCH_BYTES_MAX} bytes.")
    return parse_request(parse_json(body))


def parse_request(raw: object) -> SyncRequest:
    """Read the request and leave its operations as they came.

    Raises ProtocolTooOld and ProtocolTooNew before anything else, since other versions may have another form; then
    BatchTooLarge and InvalidRequest. A request that only brings operations may be of any version (step 20).
    """
    if isinstance(raw, Mapping):
        if raw.get("pull") is not False:
            _check_protocol(raw.get("protocol"))
        _check_size(raw.get("operations"))
        _check_values(raw)
    request: SyncRequest = load(_REQUEST, raw, InvalidRequest)
    return request


def dump_request(request: SyncRequest) -> dict[str, object]:
    """The request as a JSON object."""
    raw: dict[str, object] = _REQUEST.dump(request)
    return raw


def _check_protocol(version: object) -> None:
    if not isinstance(version, int) or isinstance(version, bool):
        return  # The schema says what is wrong with it.
    if version < PROTOCOL_VERSION_MIN:
        raise ProtocolTooOld(f"Protocol {version} is served no longer; update the client.")
    if version > PROTOCOL_VERSION_MAX:
        raise ProtocolTooNew(f"Protocol {version} is not served yet.")


def _check_values(raw: Mapping[str, object]) -> None:
    """A text for each of many thousand wrong values would cost more than all else that a request does."""
    fields = [
        name
        for name in _REQUEST.fields
        if name != "operations" and is_larger_than(FIELD_VALUES_MAX, raw.get(name))
    ]
    if fields:
        errors = {name: [f"More than {FIELD_VALUES_MAX} values."] for name in fields}
        raise InvalidRequest("Too many values: " + ", ".join(fields) + ".", errors)


def _check_size(operations: object) -> None:
    if not isinstance(operations, list):
        return  # The schema says what is wrong with it.
    if len(operations) > BATCH_OPERATIONS_MAX:
        raise BatchTooLarge(f"More than {BATCH_OPERATIONS_MAX} operations.")
    if any(len(canonical(operation)) > OPERATION_BYTES_MAX for operation in operations):
        raise BatchTooLarge(f"An operation of more than {OPERATION_BYTES_MAX} bytes.")
