"""When an order has to be started or done. Pure: the caller gives the instant of receipt on the local clock.

Urgent: the clock starts at receipt, and work within the hour. Minor: by the end of the third weekday after the day of
receipt; what comes after office hours or on a day off counts as received on the next weekday. A weekday is Monday to
Friday and no Finnish public holiday. Midsummer Eve and Christmas Eve are days off by agreement, not by statute, and so
a setting of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

import holidays

MINOR_WEEKDAYS = 3
URGENT_START_MINUTES = 60


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """When the office closes on a weekday, by the local clock, and whether the two eves are days off.

    When it opens does not matter to a deadline: what comes earlier in the day counts as that day's.
    """

    closes: time = time(16)
    has_eves_off: bool = True


OFFICE_HOURS = OfficeHours()


def due_on(received: datetime, hours: OfficeHours = OFFICE_HOURS) -> date:
    """The last day for a minor order received at this local time; always a weekday."""
    return weekdays_after(counted_day(received, hours), MINOR_WEEKDAYS, hours.has_eves_off)


def start_by(received: datetime) -> datetime:
    """The instant by which an urgent order has to be started."""
    return received + timedelta(minutes=URGENT_START_MINUTES)


def counted_day(received: datetime, hours: OfficeHours = OFFICE_HOURS) -> date:
    """The weekday on which something received at this local time counts as received."""
    day = received.date()
    if is_weekday(day, hours.has_eves_off) and received.time() < hours.closes:
        return day
    return weekdays_after(day, 1, hours.has_eves_off)


def weekdays_after(day: date, count: int, has_eves_off: bool = True) -> date:
    """The weekday that is `count` (at least 1) weekdays after a day."""
    while count:
        day += timedelta(days=1)
        count -= is_weekday(day, has_eves_off)
    return day


def weekdays_until(today: date, due: date, has_eves_off: bool = True) -> int:
    """How many weekdays are left after today, up to and with the due day: 0 on that day, negative once it has ended."""
    if due < today:
        return -max(1, _weekdays_between(due, today, has_eves_off))
    return _weekdays_between(today, due, has_eves_off)


def is_weekday(day: date, has_eves_off: bool = True) -> bool:
    """Monday to Friday and no public holiday."""
    if day.weekday() >= 5:
        return False
    if _is_eve(day):
        return not has_eves_off
    return day not in _public_holidays(day.year)


def _weekdays_between(after: date, until: date, has_eves_off: bool) -> int:
    days = (after + timedelta(days=n) for n in range(1, (until - after).days + 1))
    return sum(is_weekday(day, has_eves_off) for day in days)


def _is_eve(day: date) -> bool:
    is_midsummer_eve = day.month == 6 and 19 <= day.day <= 25 and day.weekday() == 4
    return is_midsummer_eve or (day.month == 12 and day.day == 24)


@cache
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("FI", years=year))
