"""The window of days that devices hold (docs/protocol.md, Buckets): 14 local days back and ahead.

What enters or leaves it changes no row. So each subject names the documents at its edges (`ids_at_edges`), and the
daily job touches them. Edges are looked at some days back as well, so that a job that did not run is made good.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from server.local_time import day_begin, local_day

DAYS = 14
CATCH_UP_DAYS = 3
"""How many days the daily job may have failed to run."""


def first_day(now: datetime, days: int = DAYS) -> date:
    """The oldest local day that devices hold; `days` is another span for what they hold longer."""
    return local_day(now) - timedelta(days=days)


def last_day(now: datetime) -> date:
    """The farthest local day ahead that devices hold."""
    return local_day(now) + timedelta(days=DAYS)


def begin(now: datetime, days: int = DAYS) -> datetime:
    """The instant at which the window begins: what was closed or used before it has left the devices."""
    return day_begin(first_day(now, days))


def days_left(now: datetime, days: int = DAYS) -> tuple[date, date]:
    """First and last of the local days that have left the window lately."""
    last = first_day(now, days) - timedelta(days=1)
    return last - timedelta(days=CATCH_UP_DAYS - 1), last


def days_entered(now: datetime) -> tuple[date, date]:
    """First and last of the local days that have entered the window lately."""
    last = last_day(now)
    return last - timedelta(days=CATCH_UP_DAYS - 1), last


def span_left(now: datetime, days: int = DAYS) -> tuple[datetime, datetime]:
    """The instants [from, until) that have left the window lately."""
    first, last = days_left(now, days)
    return day_begin(first), day_begin(last + timedelta(days=1))
