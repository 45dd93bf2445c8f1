"""What follows from courtyard records: checks that are due, nest checks, dangers. Pure.

A playground is looked at every week, tried out every quarter and inspected every year; the thorough check counts as the
lighter ones too. How often a storm drain is checked is a setting. From 1 April to 31 July birds nest: such work asks
for a nest check of the same day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from sync.courtyard.forms import Form

Interval = Literal["weekly", "quarterly", "yearly"]

CHECKED_KINDS: tuple[str, ...] = ("playground", "storm_drain")
"""Kinds of record that are checks, each of a kind of space with the same name."""
CALLED_OUT_KINDS: tuple[str, ...] = ("gritting", "snow_clearing")

_PLAYGROUND: tuple[tuple[str, Interval], ...] = (
    ("visual", "weekly"),
    ("operational", "quarterly"),
    ("annual", "yearly"),
)
"""The lightest first."""
_MONTHS: Mapping[Interval, int] = {"quarterly": 3, "yearly": 12}


@dataclass(frozen=True, slots=True)
class Check:
    """A check of a space; `due_on` is None when it has never been made, so that it is due."""

    level: str
    interval: Interval
    last_on: date | None
    due_on: date | None

    def is_due(self, on: date) -> bool:
        """Whether it should have been made by the end of that day."""
        return self.due_on is None or self.due_on <= on


def level_of(record_kind: str, fields: Mapping[str, Any]) -> str | None:
    """The check that a record counts as, or None when it is none."""
    if record_kind == "storm_drain":
        return "inspection"
    return str(fields["level"]) if record_kind == "playground" else None


def decide_checks(record_kind: str, last_on: Mapping[str, date], drains: Interval) -> tuple[Check, ...]:
    """The checks of a space. `last_on`: the last day of each level that has been made."""
    levels = _PLAYGROUND if record_kind == "playground" else (("inspection", drains),)
    checks: list[Check] = []
    for number, (level, interval) in enumerate(levels):
        days = [last_on[name] for name, _ in levels[number:] if name in last_on]
        last = max(days, default=None)
        checks.append(Check(level, interval, last, None if last is None else next_due(last, interval)))
    return tuple(checks)


def next_due(last: date, interval: Interval) -> date:
    """The day on which a check is due again; 31 August and a quarter is the last of November."""
    if interval == "weekly":
        return last + timedelta(days=7)
    month = last.month - 1 + _MONTHS[interval]
    year, month = last.year + month // 12, month % 12 + 1
    after = date(year + month // 12, month % 12 + 1, 1)
    return min(date(year, month, 1) + timedelta(days=last.day - 1), after - timedelta(days=1))


def asks_nest_check(form: Form, fields: Mapping[str, Any], on: date) -> bool:
    """Whether such work on such a day asks for a nest check of that day."""
    asked = form.nest_check
    if asked is None or not asked.first <= f"{on:%m-%d}" <= asked.last:
        return False
    return asked.when is None or asked.when.holds(fields)


def dangers(record_kind: str, fields: Mapping[str, Any]) -> tuple[str, ...]:
    """What was found on a playground at high risk, in the finder's words."""
    if record_kind != "playground":
        return ()
    return tuple(str(found["what"]) for found in fields.get("findings", ()) if found["risk"] == "high")
