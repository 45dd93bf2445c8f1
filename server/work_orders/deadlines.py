"""When an order has to be acknowledged, started or done. Pure: the caller gives the instant of receipt.

Urgent: the clock starts at receipt; acknowledged within 15 minutes, started within the hour (settings). Minor: by the
end of the third weekday after the day of receipt; what comes after office hours or on a day off counts as received on
the next weekday.

The time for which the resident lets an order wait moves its deadline; waiting for a part does not
(docs/adr/0016-pauses-and-deadlines.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from server.local_time import at_local_time, local_day
from server.office_hours import OFFICE_HOURS, OfficeHours
from server.weekdays import is_weekday, weekdays_after

MINOR_WEEKDAYS = 3
RESIDENTS_REASONS = frozenset({"no_entry", "another_time"})
"""Pauses that are the resident's doing: nobody to open the door, or another time wished for."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Within what time of its receipt an urgent order is to be acknowledged and started."""

    acknowledge_within: timedelta = timedelta(minutes=15)
    start_within: timedelta = timedelta(minutes=60)


_in_use = {"limits": Limits()}


def use_limits(limits: Limits) -> None:
    """Set what is promised here. The factory does, from the settings."""
    _in_use["limits"] = limits


@dataclass(frozen=True, slots=True)
class Pause:
    """A span for which an order waits; `ends_at` is None while it runs, `until` the day that was agreed."""

    begins_at: datetime
    ends_at: datetime | None
    reason: str
    until: date | None = None


def due_on(received: datetime, hours: OfficeHours = OFFICE_HOURS) -> date:
    """The last day for a minor order received at this local time; always a weekday."""
    return weekdays_after(counted_day(received, hours), MINOR_WEEKDAYS, hours.has_eves_off)


def counted_day(received: datetime, hours: OfficeHours = OFFICE_HOURS) -> date:
    """The weekday on which something received at this local time counts as received.

    What comes before the office opens counts as that day's, too.
    """
    day = received.date()
    if is_weekday(day, hours.has_eves_off) and received.time() < hours.closes:
        return day
    return weekdays_after(day, 1, hours.has_eves_off)


def acknowledge_by(received: datetime) -> datetime:
    """The instant by which somebody has to take an urgent order on."""
    return received + _in_use["limits"].acknowledge_within


def start_by(received: datetime) -> datetime:
    """The instant by which an urgent order has to be started."""
    return received + _in_use["limits"].start_within


def moved_day(promised: date, pauses: Sequence[Pause], hours: OfficeHours = OFFICE_HOURS) -> date:
    """The due day after the resident let an order wait: as many weekdays are left when it goes on as when it stopped.

    A pause that began when the deadline was missed already changes nothing. One that runs without an agreed day moves
    nothing until it ends.
    """
    due, counted = promised, set[date]()
    for pause in _residents(pauses):
        begin = local_day(pause.begins_at)
        if begin <= due:
            stopped = _stopped_weekdays(pause, hours) - counted
            counted |= stopped
            due = weekdays_after(due, len(stopped), hours.has_eves_off)
    return due


def moved_instant(promised: datetime, pauses: Sequence[Pause], hours: OfficeHours = OFFICE_HOURS) -> datetime:
    """The same for an instant: as much time is left when the order goes on, on an agreed day when the office opens."""
    due, counted_until = promised, datetime.min.replace(tzinfo=promised.tzinfo)
    for pause in _residents(pauses):
        ends = [pause.ends_at] if pause.ends_at is not None else []
        if pause.until is not None:
            ends.append(at_local_time(pause.until, hours.opens))
        if ends and pause.begins_at <= due:
            begin, end = max(pause.begins_at, counted_until), min(ends)
            if end > begin:
                due += end - begin
                counted_until = end
    return due


def _residents(pauses: Sequence[Pause]) -> Iterable[Pause]:
    wished = (pause for pause in pauses if pause.reason in RESIDENTS_REASONS)
    return sorted(wished, key=lambda pause: pause.begins_at)


def _stopped_weekdays(pause: Pause, hours: OfficeHours) -> set[date]:
    """The weekdays after the one on which it began, up to and with the one on which the order goes on."""
    begin = local_day(pause.begins_at)
    ends = [local_day(pause.ends_at)] if pause.ends_at is not None else []
    if pause.until is not None:
        ends.append(pause.until)
    last = min(ends, default=begin)
    days = (begin + timedelta(days=n) for n in range(1, (last - begin).days + 1))
    return {day for day in days if is_weekday(day, hours.has_eves_off)}
