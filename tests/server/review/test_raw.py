"""Reading whatever a phone sent."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.review.raw import RawOperation, read_raw

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)
FIELDS = ("kind", "target", "base_revision", "recorded_at", "payload", "seen")


@given(st.binary(max_size=200))
def test_bytes_that_are_no_json_are_read_as_nothing(raw: bytes) -> None:
    sent = read_raw(raw)
    assert (sent.kind, sent.target, sent.recorded_at, sent.payload) == (None, None, None, {})


@given(st.dictionaries(st.sampled_from(FIELDS) | st.text(), ANYTHING, max_size=8) | ANYTHING)
def test_what_is_there_is_of_its_type(value: object) -> None:
    sent = read_raw(json.dumps(value).encode())
    for text in (sent.kind, sent.target, sent.recorded_at):
        assert text is None or (isinstance(text, str) and len(text) <= 100 and "\x00" not in text)
    assert sent.base_revision is None or type(sent.base_revision) is int
    assert isinstance(sent.payload, dict)
    assert isinstance(sent.seen, dict)


def test_a_good_operation_is_read_whole() -> None:
    value = {
        "kind": "round.tick",
        "target": "round:1",
        "base_revision": 4,
        "recorded_at": "2026-04-01T08:14:02+03:00",
        "payload": {"visit": "1"},
        "seen": {"state": "open"},
    }
    assert read_raw(json.dumps(value).encode()) == RawOperation(**value)


def test_half_of_a_surrogate_pair_becomes_a_question_mark() -> None:
    sent = read_raw(b'{"kind": "\\ud800", "payload": {"text": "a\\udfffb"}}')
    assert (sent.kind, sent.payload) == ("?", {"text": "a?b"})


@pytest.mark.parametrize("raw", [b"[" * 100_000, b"", b"\xff", b"null"])
def test_what_can_not_be_read_is_no_error(raw: bytes) -> None:
    assert read_raw(raw) == RawOperation()
