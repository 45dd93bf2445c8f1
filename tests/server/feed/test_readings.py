"""Which buckets are read on and which afresh, for clients that know floors and for those that do not."""

from __future__ import annotations

import pytest

from server.feed.readings import find_start
from tests.server.feed.reader import Reader


def _start(cursor: dict[str, int], floors: dict[str, int], **fields: object):
    return find_start(frozenset({"a", "b"}), Reader().request(cursor=cursor, **fields), floors)


@pytest.mark.parametrize(
    ("version", "reading", "is_reset"),
    [
        (0, {}, False),
        (6, {}, True),
        (7, {}, False),
        (8, {}, False),
        (6, {"a": 7}, False),
        (6, {"a": 5}, True),
        (6, {"b": 7}, True),
    ],
)
def test_a_cursor_below_the_floor_starts_again_unless_its_reading_began_after_the_purge(
    version: int, reading: dict[str, int], is_reset: bool
) -> None:
    start = _start({"a": version, "b": 1}, {"a": 7}, reading=reading)
    assert start.reset == (("a",) if is_reset else ())
    assert start.cursor == {"a": 0 if is_reset else version, "b": 1}
    assert start.floors == ({"a": 7} if start.cursor["a"] == 0 else {})
    assert (start.added, start.dropped, start.whole) == ((), (), frozenset())


def test_what_is_added_starts_from_0_and_is_told_its_floor() -> None:
    start = _start({"b": 1, "c": 4}, {"a": 7, "b": 0, "c": 9})
    assert (start.added, start.dropped, start.reset) == (("a",), ("c",), ())
    assert start.cursor == {"a": 0, "b": 1}
    assert start.floors == {"a": 7}


def test_protocol_1_is_told_to_forget_what_it_must_read_afresh() -> None:
    start = _start({"a": 6, "c": 4}, {"a": 7, "b": 3}, protocol=1)
    assert (start.added, start.dropped, start.reset) == (("a", "b"), ("a", "c"), ())
    assert start.floors == {}
    assert start.whole == {"a", "b"}, "it could not go on with their readings"
