"""Weekdays: Monday to Friday and no Finnish public holiday. Pure, but for what the factory sets.

Midsummer Eve and Christmas Eve are days off by agreement, not by statute, and so a setting of their own: what is asked
without saying so goes by the setting (`use_eves_off`), with the eves off until the factory sets it.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import holidays

_in_use = {"eves_off": True}


def use_eves_off(are_off: bool) -> None:
    """Set whether the two eves are days off here."""
    _in_use["eves_off"] = are_off


def are_eves_off() -> bool:
    """Whether the two eves are days off here."""
    return _in_use["eves_off"]


def holiday_name(day: date, has_eves_off: bool | None = None) -> str:
    """What a day off is called in English; empty for a weekday, and for a plain Saturday or Sunday."""
    if _is_eve(day):
        eve = "Christmas Eve" if day.month == 12 else "Midsummer Eve"
        return eve if _are_off(has_eves_off) else ""
    return str(_holiday_names(day.year).get(day, ""))


def is_weekday(day: date, has_eves_off: bool | None = None) -> bool:
    """Monday to Friday and no public holiday."""
    if day.weekday() >= 5:
        return False
    if _is_eve(day):
        return not _are_off(has_eves_off)
    return day not in _public_holidays(day.year)


def is_holiday(day: date, has_eves_off: bool | None = None) -> bool:
    """A public holiday, on whatever day of the week, or one of the two eves where these are off."""
    return _are_off(has_eves_off) if _is_eve(day) else day in _public_holidays(day.year)


def weekdays_after(day: date, count: int, has_eves_off: bool | None = None) -> date:
    """The weekday that is `count` (at least 1) weekdays after a day."""
    while count:
        day += timedelta(days=1)
        count -= is_weekday(day, has_eves_off)
    return day


def weekdays_until(today: date, due: date, has_eves_off: bool | None = None) -> int:
    """How many weekdays are left after today, up to and with the due day: 0 on that day, negative once it has ended."""
    if due < today:
        return -max(1, _weekdays_between(due, today, has_eves_off))
    return _weekdays_between(today, due, has_eves_off)


def _weekdays_between(after: date, until: date, has_eves_off: bool | None) -> int:
    days = (after + timedelta(days=n) for n in range(1, (until - after).days + 1))
    return sum(is_weekday(day, has_eves_off) for day in days)


def _are_off(has_eves_off: bool | None) -> bool:
    return _in_use["eves_off"] if has_eves_off is None else has_eves_off


def _is_eve(day: date) -> bool:
    is_midsummer_eve = day.month == 6 and 19 <= day.day <= 25 and day.weekday() == 4
    return is_midsummer_eve or (day.month == 12 and day.day == 24)


@cache
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("FI", years=year))


@cache
def _holiday_names(year: int) -> dict[date, str]:
    return dict(holidays.country_holidays("FI", years=year, language="en_US"))
