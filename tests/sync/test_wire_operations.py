import re
from dataclasses import dataclass
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import fields

from sync import wire
from sync.errors import InvalidOperation
from sync.limits import PLACE_CHARACTERS_MAX, TEXT_CHARACTERS_MAX
from sync.operations import KINDS, Payload, RoundTick
from sync.wire.fields import uuid_field
from sync.wire.schema import WireSchema
from tests import strategies

VISIT = "01930000-0000-7000-8000-000000000021"


def raw_operation(kind, payload, kind_version=1):
    return {
        "id": "01930000-0000-7000-8000-000000000099",
        "sequence": 1,
        "kind": kind,
        "kind_version": kind_version,
        "target": f"{kind.split('.')[0]}:01930000-0000-7000-8000-000000000020",
        "recorded_at": "2026-04-01T08:14:02.511+03:00",
        "payload": payload,
    }


@given(strategies.recorded())
def test_what_is_written_reads_as_the_same(operation):
    assert wire.parse_operation(wire.dump_operation(operation)) == operation


@given(strategies.recorded())
def test_what_is_written_survives_being_sent(operation):
    sent = wire.canonical(wire.dump_operation(operation))

    assert wire.parse_operation(wire.parse_json(sent)) == operation


@given(strategies.recorded())
def test_the_recorded_time_keeps_the_phones_offset(operation):
    read = wire.parse_operation(wire.dump_operation(operation))

    assert read.recorded_at.utcoffset() == operation.recorded_at.utcoffset()


@given(strategies.json_values)
def test_any_other_json_is_refused_with_a_reason(value):
    with pytest.raises(InvalidOperation) as refused:
        wire.parse_operation(value)

    assert refused.value.reason == "malformed_operation"


@given(strategies.recorded(kinds=st.just("round.tick")), strategies.json_values)
def test_a_payload_of_any_json_is_never_worse_than_invalid(operation, value):
    is_text = value is None or (isinstance(value, str) and not re.search("[\0\ud800-\udfff]", value))
    raw = wire.dump_operation(operation) | {"payload": {"visit": VISIT, "text": value}}

    if is_text:
        assert wire.parse_operation(raw).payload == RoundTick(visit=VISIT, text=value)
    else:
        with pytest.raises(InvalidOperation) as refused:
            wire.parse_operation(raw)
        assert refused.value.reason == "invalid_payload"


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_can_be_read_and_written(kind):
    schema = wire.PAYLOAD_SCHEMAS[kind]

    assert schema.value_class is KINDS[kind]


def test_lengths_are_counted_in_characters():
    longest = "👷" * TEXT_CHARACTERS_MAX

    read = wire.parse_operation(raw_operation("work_order.comment", {"text": longest}))

    assert read.payload.text == longest
    with pytest.raises(InvalidOperation) as refused:
        wire.parse_operation(raw_operation("work_order.comment", {"text": longest + "!"}))
    assert list(refused.value.errors) == ["payload.text"]


@pytest.mark.parametrize(
    ("field", "length"), [("description", TEXT_CHARACTERS_MAX), ("place", PLACE_CHARACTERS_MAX)]
)
def test_the_longest_texts_of_a_new_order(field, length):
    least = {
        "property": "property:01930000-0000-7000-8000-000000000010",
        "category": "lock",
        "urgency": "minor",
        "description": "?",
    }

    read = wire.parse_operation(raw_operation("work_order.create", least | {field: "x" * length}))

    assert getattr(read.payload, field) == "x" * length
    with pytest.raises(InvalidOperation):
        wire.parse_operation(raw_operation("work_order.create", least | {field: "x" * (length + 1)}))


@dataclass(frozen=True, slots=True)
class TimedTick(Payload):
    """A third version of round.tick, as it might come one day."""

    kind: ClassVar[str] = "round.tick"
    version: ClassVar[int] = 3
    target_type: ClassVar[str] = "round"

    visit: str
    seconds: int


class TimedTickSchema(WireSchema):
    value_class = TimedTick

    visit = uuid_field(required=True)
    seconds = fields.Integer(required=True, strict=True)


SCHEMAS = {"round.tick": TimedTickSchema()}
UPCASTERS = {
    ("round.tick", 1): lambda payload: payload | {"minutes": payload.get("minutes") or 0},
    ("round.tick", 2): lambda payload: {"visit": payload["visit"], "seconds": payload["minutes"] * 60},
}


@pytest.mark.parametrize(
    ("version", "payload"),
    [
        (1, {"visit": VISIT, "minutes": 2}),
        (2, {"visit": VISIT, "minutes": 2}),
        (3, {"visit": VISIT, "seconds": 120}),
    ],
)
def test_an_old_payload_is_brought_up_one_version_at_a_time(version, payload):
    raw = raw_operation("round.tick", payload, version)

    read = wire.parse_operation(raw, SCHEMAS, UPCASTERS)

    assert read.payload == TimedTick(visit=VISIT, seconds=120)
    assert read.kind_version == 3
    assert raw["payload"] == payload


@pytest.mark.parametrize(
    ("version", "upcasters"),
    [(1, {}), (1, {("round.tick", 1): dict}), (2, {("round.tick", 1): dict}), (4, UPCASTERS)],
)
def test_a_version_from_which_no_way_leads_is_unknown(version, upcasters):
    with pytest.raises(InvalidOperation) as refused:
        wire.parse_operation(raw_operation("round.tick", {"visit": VISIT}, version), SCHEMAS, upcasters)

    assert refused.value.reason == "unknown_kind_version"


def test_an_upcasted_payload_is_checked():
    upcasters = {("round.tick", 2): lambda payload: {"visit": "nowhere", "seconds": 1}}

    with pytest.raises(InvalidOperation) as refused:
        wire.parse_operation(raw_operation("round.tick", {}, 2), SCHEMAS, upcasters)

    assert refused.value.reason == "invalid_payload"
    assert list(refused.value.errors) == ["payload.visit"]
