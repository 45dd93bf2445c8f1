"""Weekdays: Monday to Friday and no Finnish public holiday. Pure.

Midsummer Eve and Christmas Eve are days off by agreement, not by statute, and so a setting of their own.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import holidays


def is_weekday(day: date, has_eves_off: bool = True) -> bool:
    """Monday to Friday and no public holiday."""
    if day.weekday() >= 5:
        return False
    if _is_eve(day):
        return not has_eves_off
    return day not in _public_holidays(day.year)


def is_holiday(day: date, has_eves_off: bool = True) -> bool:
    """A public holiday, on whatever day of the week, or one of the two eves where these are off."""
    return has_eves_off if _is_eve(day) else day in _public_holidays(day.year)


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


def _weekdays_between(after: date, until: date, has_eves_off: bool) -> int:
    days = (after + timedelta(days=n) for n in range(1, (until - after).days + 1))
    return sum(is_weekday(day, has_eves_off) for day in days)


def _is_eve(day: date) -> bool:
    is_midsummer_eve = day.month == 6 and 19 <= day.day <= 25 and day.weekday() == 4
    return is_midsummer_eve or (day.month == 12 and day.day == 24)


@cache
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("FI", years=year))
