"""The days of a plan: recurrence rules of RFC 5545 that speak of days only. Pure; dateutil does the counting.

dateutil looks for a next day until the year 9999: with a rule that matches no day, such as 30 February, for seconds.
The calendar repeats every 400 years, weekdays included, so the counting is done 7,600 years ahead, near that end.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import ClassVar

from dateutil.rrule import rrule, rrulestr

_FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
_PARTS = frozenset({"FREQ", "INTERVAL", "COUNT", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"})
"""No times of day, and no UNTIL: a plan has an end of its own."""
_INTERVAL = re.compile("[1-9][0-9]{0,2}")
RULE_CHARACTERS_MAX = 200
_YEARS_AHEAD = 19 * 400
_YEAR_MAX = 9999 - _YEARS_AHEAD


class InvalidRule(ValueError):
    """A text that is no recurrence rule, or not one of days; `code` is stable."""

    code: ClassVar[str] = "rule_unreadable"


class RuleWithoutDays(InvalidRule):
    """A rule that is well formed and never comes to a day, such as 30 February."""

    code = "rule_without_days"


def days_of_plan(rule: str, starts_on: date, ends_on: date | None, first: date, last: date) -> list[date]:
    """The plan's days from `first` to `last` in order; both are included, and so are the plan's own ends.

    Raises:
        InvalidRule
    """
    parsed = _parse(rule, starts_on)
    begin = max(first, starts_on)
    end = last if ends_on is None else min(last, ends_on)
    if end.year > _YEAR_MAX:
        raise InvalidRule(f"{end}: days are counted until {_YEAR_MAX}")
    return [_back(day) for day in parsed.between(_ahead(begin), _ahead(end), inc=True)]


def check_rule(rule: str, starts_on: date = date(2000, 1, 1)) -> None:
    """Raise InvalidRule for a rule that a plan from this day on can't have, RuleWithoutDays if it never has a day."""
    parsed = _parse(rule, starts_on)
    if parsed.after(_ahead(starts_on), inc=True) is None:
        raise RuleWithoutDays(f"{rule!r}: no day from {starts_on} on")


def _parse(rule: str, starts_on: date) -> rrule:
    parts = dict(part.partition("=")[::2] for part in rule.split(";"))
    is_long = len(rule) > RULE_CHARACTERS_MAX
    if (
        is_long
        or rule.split() != [rule]
        or not parts.keys() <= _PARTS
        or parts.get("FREQ") not in _FREQUENCIES
    ):
        raise InvalidRule(f"{rule!r}: not a rule of days")
    if not _INTERVAL.fullmatch(parts.get("INTERVAL", "1")):
        # dateutil counts for ever with an interval of nothing, and backwards with a negative one
        raise InvalidRule(f"{rule!r}: an interval is a whole number from 1 to 999")
    if starts_on.year > _YEAR_MAX:
        raise InvalidRule(f"{starts_on}: days are counted until {_YEAR_MAX}")
    try:
        parsed = rrulestr(rule, dtstart=_ahead(starts_on))
    except (ValueError, TypeError) as error:
        raise InvalidRule(f"{rule!r}: {error}") from error
    assert isinstance(parsed, rrule), "one rule without dates of its own"
    return parsed


def _ahead(day: date) -> datetime:
    return datetime.combine(day.replace(year=day.year + _YEARS_AHEAD), time())


def _back(day: datetime) -> date:
    return day.date().replace(year=day.year - _YEARS_AHEAD)
