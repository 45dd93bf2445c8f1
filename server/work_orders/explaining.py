"""How a deadline comes about, step by step, in plain English. Pure: it walks the same way as deadlines.py does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from server.local_time import local
from server.office_hours import OfficeHours
from server.weekdays import holiday_name, is_weekday
from server.work_orders.deadlines import MINOR_WEEKDAYS, acknowledge_by, counted_day, due_on, start_by


def explain_minor(received: datetime, hours: OfficeHours, of_whom: str = "") -> list[str]:
    """The steps to the due day of a minor order received at this local time; the last line is the day."""
    lines = [
        f"Received on {_named(received.date())} at {received:%H:%M}, local time.",
        _office(hours, of_whom),
    ]
    counted = counted_day(received, hours)
    lines += _to_counted_day(received, counted, hours)
    count, day = 0, counted
    while count < MINOR_WEEKDAYS:
        day += timedelta(days=1)
        if is_weekday(day, hours.has_eves_off):
            count += 1
            lines.append(f"{_named(day)}: weekday {count} of {MINOR_WEEKDAYS}.")
        else:
            lines.append(f"{_named(day)}: {_why_off(day, hours)}, not counted.")
    due = due_on(received, hours)
    return [*lines, f"Due by the end of {_named(due)}, local time:", due.isoformat()]


def explain_urgent(received: datetime) -> list[str]:
    """The same for an urgent order, whose clock starts at receipt; the last line is the instant to start by."""
    # In UTC: a local clock that is moved within the hour would count wrongly.
    at = received.astimezone(UTC)
    acknowledged, started = local(acknowledge_by(at)), local(start_by(at))
    return [
        f"Received on {_named(received.date())} at {received:%H:%M}, local time.",
        "Urgent: the clock starts at receipt, whatever the hour and the day.",
        f"Acknowledge within {_minutes(acknowledge_by(at) - at)} minutes: {acknowledged.isoformat()}",
        f"Start within {_minutes(start_by(at) - at)} minutes:",
        started.isoformat(),
    ]


def _to_counted_day(received: datetime, counted: date, hours: OfficeHours) -> Iterator[str]:
    day = received.date()
    if counted == day:
        yield f"That is before the office closes on a weekday: it counts as received on {_named(day)}."
        return
    if is_weekday(day, hours.has_eves_off):
        yield "That is after office hours: it counts as received on the next weekday."
    else:
        yield f"That is a day off ({_why_off(day, hours)}): it counts as received on the next weekday."
    while (day := day + timedelta(days=1)) < counted:
        yield f"{_named(day)}: {_why_off(day, hours)}, no weekday."
    yield f"It counts as received on {_named(counted)}."


def _office(hours: OfficeHours, of_whom: str) -> str:
    return f"The office{of_whom} is open on weekdays from {hours.opens:%H:%M} to {hours.closes:%H:%M}."


def _why_off(day: date, hours: OfficeHours) -> str:
    return holiday_name(day, hours.has_eves_off) or f"{day:%A}"


def _named(day: date) -> str:
    return f"{day:%A} {day.isoformat()}"


def _minutes(span: timedelta) -> int:
    return round(span.total_seconds() / 60)
