"""The days on which a plan has rounds: its recurrence, within its season, by its rule for public holidays. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from server.rounds.recurrence import days_of_plan
from server.weekdays import is_holiday, weekdays_after

HOLIDAY_RULES = ("keep", "next_weekday", "drop")
"""What becomes of a round on a public holiday: it stays, it comes on the next weekday, or there is none."""
SHIFT_DAYS_MAX = 10
"""The next weekday after a holiday is nearer than this, in any year: Christmas and Easter take five days at most."""

_DAY_OF_YEAR = re.compile("(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")


@dataclass(frozen=True, slots=True)
class Season:
    """A span of the year, both ends included, as (month, day); it may go over New Year."""

    begins: tuple[int, int]
    ends: tuple[int, int]

    def holds_on(self, day: date) -> bool:
        """Whether the day lies in the season."""
        at = (day.month, day.day)
        if self.begins <= self.ends:
            return self.begins <= at <= self.ends
        return at >= self.begins or at <= self.ends

    @classmethod
    def parse(cls, begins: str | None, ends: str | None) -> Self | None:
        """The season between two days of the year, each written `11-01` (month, day); None when there is none.

        ValueError for what is no day of a year, and for one end without the other.
        """
        return None if begins is None and ends is None else cls(_day_of_year(begins), _day_of_year(ends))


@dataclass(frozen=True, slots=True)
class PlanCalendar:
    """All that a plan's days depend on. `holidays` is one of HOLIDAY_RULES."""

    rrule: str
    starts_on: date
    ends_on: date | None = None
    season: Season | None = None
    holidays: str = "keep"


def plan_days(plan: PlanCalendar, first: date, last: date) -> list[date]:
    """The plan's days from `first` to `last` in order, none twice: a round that shifts onto another is one with it.

    A day counts when it lies within the plan's ends and season, before and after it was shifted: when a season's
    last round falls on a holiday, the plan of the next season is the one that comes next.

    Raises:
        InvalidRule
    """
    since = first - timedelta(days=SHIFT_DAYS_MAX)
    recurring = days_of_plan(plan.rrule, plan.starts_on, plan.ends_on, since, last)
    days = {_shifted(plan.holidays, day) for day in recurring if _holds(plan, day)}
    return sorted(day for day in days if day is not None and first <= day <= last and _holds(plan, day))


def _holds(plan: PlanCalendar, day: date) -> bool:
    return (plan.ends_on is None or day <= plan.ends_on) and (
        plan.season is None or plan.season.holds_on(day)
    )


def _shifted(holidays: str, day: date) -> date | None:
    if holidays == "keep" or not is_holiday(day):
        return day
    return weekdays_after(day, 1) if holidays == "next_weekday" else None


def _day_of_year(text: str | None) -> tuple[int, int]:
    if text is None or not _DAY_OF_YEAR.fullmatch(text):
        raise ValueError(f"{text!r}: no day of a year")
    month, day = int(text[:2]), int(text[3:])
    date(2000, month, day)  # a leap year; ValueError for 31 June
    return month, day
