"""Which way a bucket that differs goes, and where the position stands after it, as pure rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest

from sync.healing import after_checks, check_of, differing, is_check_due, mend_wanted
from sync.messages import DocumentLine, ResponseEnd, ResponseHeader, Scope
from sync.position import Healing, Position, Reading, Stage
from sync.reading import advanced, begun_afresh, floors_told, news, nothing_read, opened
from sync.sums import slot_of, slot_sums
from tests.sync.client.fakes import NOW

IN_SLOTS = {slot_of(f"x:{number}"): f"x:{number}" for number in range(4000)}
"""A document's id for each of the 256 slots."""
READ = Position(person="p", epoch="one", cursor={"b": 9}, generation=2)


def _after(healing: Healing | None, ours: Mapping[str, int], theirs: Mapping[str, int]) -> Position:
    """The position after an answer that bears the check and the sub-sums of bucket b, which were asked for."""
    position = Position(cursor={"b": 9}, generation=2, healings={"b": healing} if healing else {})
    end = ResponseEnd({"b": 9}, True, {"b": check_of(theirs)}, 60, {"b": slot_sums(theirs.items())})
    return after_checks(position, mend_wanted(position), end, {"b": ours}, NOW)


@pytest.mark.parametrize(
    ("slots", "stage"), [(1, "slots"), (2, "slots"), (64, "slots"), (65, "reread"), (256, "reread")]
)
def test_up_to_64_slots_are_mended_and_more_are_read_again(slots: int, stage: Stage):
    differing = sorted(IN_SLOTS)[:slots]
    theirs = {IN_SLOTS[slot]: 1 for slot in differing}
    position = _after(Healing("sums", NOW), {}, theirs)
    assert position.healings == {"b": Healing(stage, NOW, tuple(differing) if stage == "slots" else ())}
    assert position.cursor == {"b": 9 if stage == "slots" else 0}
    assert position.readings == ({} if stage == "slots" else {"b": Reading(0, 3)})
    assert mend_wanted(position) == ({"b": tuple(differing)} if stage == "slots" else {})


def test_slots_that_did_not_help_lead_to_another_reading_without_them():
    position = _after(Healing("slots", NOW, (7,)), {}, {"x:1": 1})
    assert position.healings == {"b": Healing("reread", NOW)}
    assert (position.cursor, position.generation) == ({"b": 0}, 3)


@pytest.mark.parametrize("stage", ["sums", "slots", "reread", "differs"])
def test_a_bucket_that_is_equal_again_is_left_alone(stage: Stage):
    healing = Healing(stage, NOW, (7,) if stage == "slots" else ())
    position = _after(healing, {"x:1": 1}, {"x:1": 1})
    assert position.healings == {"b": Healing("equal", NOW)}
    assert (position.cursor, position.readings, mend_wanted(position)) == ({"b": 9}, {}, {})


@pytest.mark.parametrize("stage", ["equal", "reread"])
def test_what_differs_again_on_the_same_day_is_reported_only(stage: Stage):
    assert _after(Healing(stage, NOW), {}, {"x:1": 1}).healings == {"b": Healing("differs", NOW)}


@pytest.mark.parametrize(
    ("began", "stage"), [(timedelta(hours=24), "sums"), (timedelta(hours=23, minutes=59), "differs")]
)
def test_the_way_begins_again_a_day_after_it_began(began: timedelta, stage: Stage):
    position = Position(cursor={"b": 9}, healings={"b": Healing("differs", NOW - began)})
    end = ResponseEnd({"b": 9}, True, {"b": check_of({"x:1": 1})}, 60, {})
    after = after_checks(position, {}, end, {"b": {}}, NOW)
    assert after.healings["b"].stage == stage
    assert after.healings["b"].began_at == (NOW if stage == "sums" else NOW - began)


def test_at_most_four_buckets_are_asked_for_at_once_the_first_by_name():
    healings = {name: Healing("sums", NOW) for name in "fedcba"}
    position = Position(cursor=dict.fromkeys("fedcba", 1), healings=healings)
    assert mend_wanted(position) == dict.fromkeys("abcd")
    assert list(mend_wanted(position)) == list("abcd")


def test_only_what_differs_after_all_that_and_is_still_in_scope_is_reported():
    stages = {"d": "differs", "c": "sums", "b": "equal", "a": "differs", "gone": "differs"}
    position = Position(
        cursor=dict.fromkeys("abcd", 1),
        healings={name: Healing(cast("Stage", stage), NOW) for name, stage in stages.items()},
    )
    assert differing(position) == ("a", "d")


@pytest.mark.parametrize(
    ("hours", "is_due"), [(23.9, False), (24, True), (25, True), (-23.9, False), (-24, True)]
)
def test_all_checks_are_due_a_day_after_the_last_by_a_clock_that_may_be_set_back(hours: float, is_due: bool):
    assert is_check_due(Position(checked_at=NOW), NOW + timedelta(hours=hours)) is is_due


def test_a_bucket_that_waits_to_be_read_again_is_not_begun_once_more():
    position = Position(
        cursor={"b": 5, "c": 9}, readings={"b": Reading(0, 3)}, healings={"b": Healing("reread", NOW)}
    )
    end = ResponseEnd({"b": 9}, True, {"c": check_of({})}, 60, {})
    assert after_checks(position, {}, end, {"c": {}}, NOW) is position
    end = replace(end, checks={"c": check_of({"x:1": 1})})
    after = after_checks(position, {}, end, {"c": {}}, NOW)
    assert after == replace(position, healings={**position.healings, "c": Healing("sums", NOW)})


# Where the position stands.


def test_a_header_opens_new_buckets_at_the_floor_it_tells_and_keeps_readings_under_way():
    position = Position(
        cursor={"old": 9, "begun": 4, "empty": 0, "dropped": 7, "reset": 5},
        generation=2,
        readings={"begun": Reading(6, 1), "empty": Reading(0, 1), "dropped": Reading(1, 1)},
        healings={"old": Healing("equal", NOW), "dropped": Healing("sums", NOW)},
    )
    header = ResponseHeader(
        epoch="one",
        server_time=NOW,
        scope=Scope(("new", "unpurged"), ("dropped",), ("reset",)),
        floors={"new": 3, "empty": 2, "reset": 8, "old": 1},
    )
    assert opened(position, header, NOW + timedelta(seconds=1)) == Position(
        epoch="one",
        cursor={"old": 9, "begun": 4, "empty": 0, "reset": 0, "new": 0, "unpurged": 0},
        generation=3,
        readings={
            "begun": Reading(6, 1),
            "empty": Reading(2, 1),
            "reset": Reading(8, 3),
            "new": Reading(3, 3),
            "unpurged": Reading(0, 3),
        },
        healings={"old": Healing("equal", NOW)},
        server_time=NOW,
        received_at=NOW + timedelta(seconds=1),
    )


def test_only_lines_above_the_cursor_are_news():
    lines = [DocumentLine("b", version, "x:1", 1) for version in (8, 9, 10)]
    first = DocumentLine("new", 1, "x:1", 1)
    assert news(READ, [*lines, first]) == [lines[2], first]


def test_lines_and_ends_move_the_cursor_forwards_only():
    lines = [DocumentLine("b", 8, "x:1", 1), DocumentLine("new", 1, "x:1", 1), DocumentLine("c", 0, "x:1", 1)]
    assert advanced({"b": 9, "d": 1}, lines, None) == {"b": 9, "d": 1, "new": 1, "c": 0}
    end = ResponseEnd({"b": 7, "d": 3, "e": 0, "f": 1}, True, {}, 60)
    assert advanced({"b": 9, "d": 1}, [], end) == {"b": 9, "d": 3, "e": 0, "f": 1}


def test_in_another_history_nothing_is_read_and_what_is_held_is_old():
    known = Position(
        person="p",
        writes=5,
        epoch="one",
        cursor={"b": 9, "c": 0},
        generation=2,
        readings={"c": Reading(4, 2)},
        healings={"b": Healing("differs", NOW)},
        server_time=NOW,
        received_at=NOW,
        checked_at=NOW,
        succeeded_at=NOW,
    )
    assert begun_afresh(known, "two", ["b", "gone", ""]) == Position(
        person="p",
        writes=5,
        epoch="two",
        cursor={},
        generation=3,
        readings={"b": Reading(0, 3), "gone": Reading(0, 3)},
        server_time=NOW,
        received_at=NOW,
        succeeded_at=NOW,
    )


def test_after_the_end_of_access_nothing_is_read_nor_put_right():
    known = Position(
        person="p",
        epoch="one",
        cursor={"b": 9},
        generation=2,
        readings={"b": Reading(4, 2)},
        healings={"b": Healing("sums", NOW)},
        checked_at=NOW,
        server_time=NOW,
    )
    assert nothing_read(known) == Position(person="p", epoch="one", generation=2, server_time=NOW)


def test_only_a_reading_that_has_begun_under_a_floor_is_named():
    position = Position(
        cursor={"begun": 1, "not begun": 0, "no floor": 5},
        readings={name: Reading(3, 1) for name in ("begun", "not begun", "out of scope")}
        | {"no floor": Reading(0, 1)},
    )
    assert floors_told(position) == {"begun": 3}
    one = Position(cursor={"b": 1}, readings={"b": Reading(1, 1)})
    assert floors_told(one) == {"b": 1}
