"""The clock of a simulated year, and what is to happen when."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from server.local_time import day_begin

Event = Callable[[datetime], None]
"""Gets the instant at which it happens, which is what the clock shows then."""


def chance_of(*names: object) -> Random:
    """A source of chance of its own for whatever these name: a seed, a day, a person."""
    return Random("/".join(str(name) for name in names))


@dataclass(slots=True)
class Agenda:
    """One local day. What is put off beyond its end happens in its last minute."""

    day: date
    now: datetime = field(init=False)
    _end: datetime = field(init=False)
    _events: list[tuple[datetime, int, Event]] = field(default_factory=list)
    _count: int = 0

    def __post_init__(self) -> None:
        self.now = day_begin(self.day)
        self._end = day_begin(self.day + timedelta(days=1))

    def at(self, hour: int, minute: int = 0) -> datetime:
        """An instant of this day by the hours of its clock; on the days of daylight saving, counted from midnight."""
        return day_begin(self.day) + timedelta(hours=hour, minutes=minute)

    def add(self, at: datetime, event: Event) -> None:
        """Let something happen, not before now. Of two at one instant the one that was added first comes first."""
        at = min(max(at, self.now), self._end - timedelta(seconds=1))
        self._count += 1
        heapq.heappush(self._events, (at, self._count, event))

    def run(self) -> None:
        """Let everything happen, also what is added meanwhile."""
        while self._events:
            self.now, _, event = heapq.heappop(self._events)
            event(self.now)
