import pytest

from sync import wire
from sync.errors import BatchTooLarge, InvalidRequest, MalformedJson
from sync.limits import (
    BATCH_BYTES_MAX,
    BATCH_OPERATIONS_MAX,
    CURSOR_BUCKETS_MAX,
    FIELD_VALUES_MAX,
    OPERATION_BYTES_MAX,
)

REQUEST = {
    "protocol": 1,
    "build": "0.1.0",
    "person": "01930000-0000-7000-8000-000000000001",
    "stream": "01930000-0000-7000-8000-000000000060",
    "epoch": None,
    "sent_at": "2026-04-01T08:14:09.120+03:00",
    "cursor": {},
    "pending": {"count": 0, "oldest_recorded_at": None},
    "operations": [],
}


def operation_of(size):
    """Something that is `size` bytes long as canonical JSON."""
    return "x" * (size - len('""'))


def test_the_largest_batch_and_one_more():
    largest = [{"n": n} for n in range(BATCH_OPERATIONS_MAX)]

    assert wire.parse_request(REQUEST | {"operations": largest}).operations == tuple(largest)
    with pytest.raises(BatchTooLarge):
        wire.parse_request(REQUEST | {"operations": [*largest, {}]})


def test_the_longest_operation_and_one_byte_more():
    longest = operation_of(OPERATION_BYTES_MAX)

    assert wire.parse_request(REQUEST | {"operations": [longest]}).operations == (longest,)
    with pytest.raises(BatchTooLarge):
        wire.parse_request(REQUEST | {"operations": [longest + "x"]})


def test_an_operation_is_measured_in_bytes():
    with pytest.raises(BatchTooLarge):
        wire.parse_request(REQUEST | {"operations": ["ä" * (OPERATION_BYTES_MAX // 2)]})


def test_the_longest_body_and_one_byte_more():
    body = wire.canonical(REQUEST)
    longest = body + b" " * (BATCH_BYTES_MAX - len(body))

    assert wire.parse_body(longest) == wire.parse_request(REQUEST)
    with pytest.raises(BatchTooLarge):
        wire.parse_body(longest + b" ")


def test_the_most_buckets():
    cursor = {f"district:{n}:caretaking": n for n in range(CURSOR_BUCKETS_MAX)}

    assert wire.parse_request(REQUEST | {"cursor": cursor}).cursor == cursor


def test_a_field_of_thousands_of_wrong_values_is_named_and_not_looked_at():
    wrong = {f"district:{n}": "" for n in range(FIELD_VALUES_MAX + 1)}

    with pytest.raises(InvalidRequest) as refused:
        wire.parse_request(REQUEST | {"cursor": wrong, "differs": [[0] * FIELD_VALUES_MAX]})

    assert refused.value.errors.keys() == {"cursor", "differs"}
    assert all(len(texts) == 1 for texts in refused.value.errors.values())


def test_a_body_that_is_not_utf_8():
    with pytest.raises(MalformedJson):
        wire.parse_body(b'{"build": "\xe4"}')


def test_a_body_in_utf_16():
    with pytest.raises(MalformedJson):
        wire.parse_body(wire.canonical(REQUEST).decode().encode("utf-16"))
