"""Who is on duty, where nobody is, who is asked next. Pure: all instants are given, aware.

Duty takes over while an area's office is closed (docs/glossary.md: office hours on weekdays). Several may be on duty at
a time: they are a chain, and the first is asked first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from server.local_time import at_local_time, local, local_day
from server.office_hours import OfficeHours

STEPS_MAX = 8
"""How often an alert asks before it is left to whoever looks at the console: two hours when each has 15 minutes."""
ATTEMPTS_MAX = 5
_FIRST_DELAY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Span:
    """From `begins_at` until just before `ends_at`."""

    begins_at: datetime
    ends_at: datetime

    def overlaps(self, other: Span) -> bool:
        """Whether they have an instant in common."""
        return self.begins_at < other.ends_at and other.begins_at < self.ends_at


@dataclass(frozen=True, slots=True)
class Shift:
    """One person's span on duty in an area. `place` in the chain: 1 is asked first."""

    id: str
    person_id: str
    span: Span
    place: int


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom a step asks: the next of the chain, if there is one, and supervisors."""

    on_duty: str | None
    supervisors: tuple[str, ...]


def is_duty_on(at: datetime, hours: OfficeHours) -> bool:
    """Whether the office is closed, so that duty has taken over."""
    return not hours.is_open(local(at))


def chain_at(shifts: Iterable[Shift], at: datetime) -> list[str]:
    """The persons on duty at an instant, in the order in which they are asked."""
    covering = (shift for shift in shifts if shift.span.begins_at <= at < shift.span.ends_at)
    ordered = sorted(covering, key=lambda shift: (shift.place, shift.span.begins_at, shift.id))
    return list(dict.fromkeys(shift.person_id for shift in ordered))


def closed_spans(span: Span, hours: OfficeHours) -> list[Span]:
    """The parts of a span in which the office is closed."""
    return list(_without(span, _open_spans(span, hours)))


def gaps(shifts: Iterable[Shift], span: Span, hours: OfficeHours) -> list[Span]:
    """The parts of a span in which duty is on and nobody has it."""
    covered = sorted((shift.span for shift in shifts), key=lambda covering: covering.begins_at)
    return [gap for closed in closed_spans(span, hours) for gap in _without(closed, covered)]


def clashes(shift: Shift, others: Iterable[Shift]) -> list[Shift]:
    """The shifts of the same area beside which this one can't stand: same place, or same person, at one time."""
    return [
        other
        for other in others
        if other.id != shift.id
        and other.span.overlaps(shift.span)
        and (other.place == shift.place or other.person_id == shift.person_id)
    ]


def whom_to_ask(
    chain: Sequence[str], supervisors: Sequence[str], asked: Collection[str], number: int
) -> Asked:
    """Whom step `number` (from 0) asks: the first of the chain who was not asked before, and supervisors.

    The first step leaves the supervisors in peace while somebody is on duty.
    """
    next_of_chain = next((person for person in chain if person not in asked), None)
    if number == 0 and next_of_chain is not None:
        return Asked(next_of_chain, ())
    return Asked(next_of_chain, tuple(person for person in supervisors if person != next_of_chain))


def retry_at(attempts: int, now: datetime) -> datetime | None:
    """When a delivery that failed for the `attempts`-th time is tried again: after 1, 2, 4, 8 minutes; then never."""
    if attempts >= ATTEMPTS_MAX:
        return None
    delay: timedelta = _FIRST_DELAY * 2 ** (attempts - 1)
    return now + delay


def _open_spans(span: Span, hours: OfficeHours) -> Iterator[Span]:
    day = local_day(span.begins_at)
    while day <= local_day(span.ends_at):
        opens, closes = at_local_time(day, hours.opens), at_local_time(day, hours.closes)
        if hours.is_open(local(opens)) and opens < closes:
            yield Span(opens, closes)
        day += timedelta(days=1)


def _without(span: Span, taken: Iterable[Span]) -> Iterator[Span]:
    """What is left of a span; `taken` in the order of their beginnings."""
    begin = span.begins_at
    for other in taken:
        if other.begins_at > begin:
            if other.begins_at >= span.ends_at:
                break
            yield Span(begin, other.begins_at)
        begin = max(begin, other.ends_at)
        if begin >= span.ends_at:
            return
    if begin < span.ends_at:
        yield Span(begin, span.ends_at)
