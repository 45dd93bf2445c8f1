"""Nobody is absent twice at once, and none of it depends on which days were asked for before."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from server.year.absences import away, began

BEGIN = date(2026, 1, 1)
YEAR = [BEGIN + timedelta(days=number) for number in range(365)]


@settings(max_examples=25)
@given(st.uuids().map(str))
def test_absences_lie_apart_and_are_all_of_the_time_away(person: str) -> None:
    land: Any = SimpleNamespace(seed="1", begins_on=BEGIN)
    lasting = {day: lasts for day in YEAR if (lasts := began(land, person, day)) is not None}
    spans = [(day, day + timedelta(days=lasts)) for day, lasts in lasting.items()]
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    expected = {day for day in YEAR if any(first <= day < end for first, end in spans)}
    assert {day for day in YEAR if away(land, person, day)} == expected


def test_somebody_is_absent_at_times() -> None:
    land: Any = SimpleNamespace(seed="1", begins_on=BEGIN)
    people = [f"person {number}" for number in range(40)]
    share = sum(away(land, person, day) for person in people for day in YEAR) / (len(people) * len(YEAR))
    assert 0.02 < share < 0.2
