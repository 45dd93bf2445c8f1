"""The days of a plan: recurrence rules of RFC 5545 that speak of days only. Pure; dateutil does the counting."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from dateutil.rrule import rrule, rrulestr

_FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
_PARTS = frozenset({"FREQ", "INTERVAL", "COUNT", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"})
"""No times of day, and no UNTIL: a plan has an end of its own."""
_INTERVAL = re.compile("[1-9][0-9]{0,2}")


class InvalidRule(ValueError):
    """A text that is no recurrence rule, or not one of days."""


def days_of_plan(rule: str, starts_on: date, ends_on: date | None, first: date, last: date) -> list[date]:
    """The plan's days from `first` to `last` in order; both are included, and so are the plan's own ends.

    Raises:
        InvalidRule
    """
    parsed = _parse(rule, starts_on)
    begin = max(first, starts_on)
    end = last if ends_on is None else min(last, ends_on)
    return [day.date() for day in parsed.between(_midnight(begin), _midnight(end), inc=True)]


def check_rule(rule: str) -> None:
    """Raise InvalidRule for a rule that a plan can't have."""
    _parse(rule, date(2000, 1, 1))


def _parse(rule: str, starts_on: date) -> rrule:
    parts = dict(part.partition("=")[::2] for part in rule.split(";"))
    if rule.split() != [rule] or not parts.keys() <= _PARTS or parts.get("FREQ") not in _FREQUENCIES:
        raise InvalidRule(f"{rule!r}: not a rule of days")
    if not _INTERVAL.fullmatch(parts.get("INTERVAL", "1")):
        # dateutil counts for ever with an interval of nothing, and backwards with a negative one
        raise InvalidRule(f"{rule!r}: an interval is a whole number from 1 to 999")
    try:
        parsed = rrulestr(rule, dtstart=_midnight(starts_on))
    except (ValueError, TypeError) as error:
        raise InvalidRule(f"{rule!r}: {error}") from error
    assert isinstance(parsed, rrule), "one rule without dates of its own"
    return parsed


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
