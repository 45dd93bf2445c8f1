"""Deals work out to people: neighbouring places to the same person, and about the same load to each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def allot(places: Sequence[T], people_count: int, load_of: Callable[[T], float]) -> list[list[T]]:
    """Cut places (in walking order) into runs for so many people. Nobody goes without while there are places enough."""
    runs: list[list[T]] = []
    loads = [load_of(place) for place in places]
    begin = 0
    for remaining in range(people_count, 0, -1):
        share = sum(loads[begin:]) / remaining
        end = begin
        load = 0.0
        # Take the next place while that brings the load nearer to the share, and leave one for each who follows.
        while end < len(places) - (remaining - 1) and (end == begin or load + loads[end] / 2 <= share):
            load += loads[end]
            end += 1
        runs.append(list(places[begin:end]))
        begin = end
    return runs
