"""How the overview counts. Pure: time is an argument."""

from __future__ import annotations

from datetime import date, time

from server.rounds.standing import standing

OFFICE_CLOSES = time(16)

ROUND_PROGRESS = ("done", "running", "late", "open")
WEEKDAYS_LEFT = ("late", "0", "1", "2", "3")


def round_progress(state: str, on: date, today: date, now: time) -> str:
    """Where a round stands for the overview: `done`, `running`, `late` or `open`.

    Late is what was not finished on an earlier day, and what nobody has begun when the office closes at 16.
    """
    stood = standing(state, on, today, now, OFFICE_CLOSES)
    return "late" if stood == "missed" else stood


def weekdays_left_group(weekdays: int) -> str:
    """The group of a minor order with so many weekdays left: `late`, `0` (today), `1`, `2`, or `3` and more."""
    return "late" if weekdays < 0 else str(min(weekdays, 3))
