"""Deadlines by another way: from a list of every day off, by counting hour by hour. Slow, and shares no code."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

HELSINKI = ZoneInfo("Europe/Helsinki")


def days_off(year):
    """Public holidays of Finland (acts 388/1937 and 1054/2018) and the two eves."""
    easter = _easter(year)
    fixed = [(1, 1), (1, 6), (5, 1), (12, 6), (12, 24), (12, 25), (12, 26)]
    midsummer = next(date(year, 6, day) for day in range(20, 27) if date(year, 6, day).weekday() == 5)
    return {date(year, month, day) for month, day in fixed} | {
        easter - timedelta(days=2),
        easter + timedelta(days=1),
        easter + timedelta(days=39),
        midsummer - timedelta(days=1),
    }


def slow_due_on(received: datetime, opens_at: int = 7, closes_at: int = 16) -> date:
    """The due day of a minor order received at an instant: walks from hour to hour into the third weekday."""
    instant = received.astimezone(UTC)
    # Until an office is open, or still going to open today, the order has not been received.
    while not _is_received(instant.astimezone(HELSINKI), closes_at):
        instant = (instant + timedelta(minutes=15)).replace(second=0, microsecond=0)
    day = instant.astimezone(HELSINKI).date()
    weekdays = 0
    while weekdays < 3:
        instant += timedelta(hours=1)
        if instant.astimezone(HELSINKI).date() != day:
            day = instant.astimezone(HELSINKI).date()
            weekdays += _is_working_day(day)
    return day


def _is_received(local: datetime, closes_at: int) -> bool:
    return _is_working_day(local.date()) and local.hour < closes_at


def _is_working_day(day: date) -> bool:
    return day.isoweekday() <= 5 and day not in days_off(day.year)


def _easter(year: int) -> date:
    """Gauss's reckoning, with the two exceptions."""
    century = year // 100
    m = (15 - (13 + 8 * century) // 25 + century - century // 4) % 30
    n = (4 + century - century // 4) % 7
    d = (19 * (year % 19) + m) % 30
    e = (2 * (year % 4) + 4 * (year % 7) + 6 * d + n) % 7
    if d == 29 and e == 6:
        d = 22
    if d == 28 and e == 6 and (11 * m + 11) % 30 < 19:
        d = 21
    return date(year, 3, 22) + timedelta(days=d + e)
