"""What a person reads of rounds and orders, also of places that the device does not know."""

from __future__ import annotations

import pytest

from sync.task_lines import order_line, round_lines

BUILDING = {"name": "Talo A", "spaces": [{"id": "space:1", "name": "Porras A"}]}
PROPERTY = {"name": "Kontulankaari 1"}
ROUND = {
    "on": "2026-11-24",
    "work": "basic_wash",
    "state": "open",
    "property": "property:1",
    "building": "building:1",
    "visits": [
        {"id": "visit:1", "state": "done", "space": "space:1"},
        {"id": "visit:2", "state": "skipped", "space": "space:2"},
    ],
}
ORDER = {
    "number": "K-1042",
    "urgency": "urgent",
    "state": "new",
    "start_by": "2026-11-24T16:00:00Z",
    "due_on": "2026-11-27",
    "property": "property:1",
    "building": None,
    "description": "Ovi ei lukitu.",
}


def test_a_round_has_a_line_and_one_for_each_visit():
    assert round_lines({"building:1": BUILDING, "property:1": PROPERTY}, "round:1", ROUND) == [
        "round:1  2026-11-24  basic_wash  open  Talo A",
        "  visit:1  done     Porras A",
        "  visit:2  skipped  space:2",
    ]


@pytest.mark.parametrize(
    ("documents", "place"),
    [
        ({"building:1": BUILDING, "property:1": PROPERTY}, "Talo A"),
        ({"property:1": PROPERTY}, "Kontulankaari 1"),
        ({"property:1": {"name": ""}}, "property:1"),
        ({"": BUILDING}, "property:1"),
        ({}, "property:1"),
    ],
    ids=["building", "property", "a property without a name", "an id of nothing", "unknown"],
)
def test_the_place_is_named_as_well_as_it_is_known(documents, place):
    assert round_lines(documents, "round:1", ROUND)[0].rpartition("  ")[2] == place
    order = {**ORDER, "building": "building:1"}
    assert order_line(documents, "work_order:1", order).split("  ")[5] == place


def test_what_is_of_no_building_is_of_its_property():
    documents = {"building:1": BUILDING, "property:1": PROPERTY}
    assert round_lines(documents, "round:1", {**ROUND, "building": None})[:2] == [
        "round:1  2026-11-24  basic_wash  open  Kontulankaari 1",
        "  visit:1  done     space:1",
    ]


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({}, "K-1042  urgent  new  2026-11-24T16:00:00Z"),
        ({"start_by": None, "urgency": "minor"}, "K-1042  minor  new  2026-11-27"),
        ({"start_by": None, "due_on": None, "number": None}, "  urgent  new  "),
    ],
    ids=["urgent", "minor", "made offline"],
)
def test_an_order_says_how_urgent_it_is_and_by_when(change, line):
    written = order_line({"property:1": PROPERTY}, "work_order:1", {**ORDER, **change})
    assert written == f"work_order:1  {line}  Kontulankaari 1  Ovi ei lukitu."
