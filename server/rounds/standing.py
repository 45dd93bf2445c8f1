"""Where a round stands, and what it took. Computed from what was recorded, never typed. Pure: times are arguments."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time

STANDINGS = ("done", "running", "late", "missed", "open")


def standing(state: str, on: date, today: date, now: time, closes: time) -> str:
    """Where a round stands: one of STANDINGS. `now` is the local time of day, `closes` when the office closes.

    Late is what was begun on an earlier day and not finished, and what nobody has begun today when the office closes;
    missed is what nobody had begun when its day ended.
    """
    if state == "finished":
        return "done"
    if on < today:
        return "late" if state == "running" else "missed"
    if state == "running":
        return "running"
    return "late" if on == today and now >= closes else "open"


def actual_minutes(
    done: Iterable[int | None], started_at: datetime | None, finished_at: datetime | None
) -> int | None:
    """How many minutes a round took: those recorded with its visits when each that was done has some, else from its
    start to its end. None while that is not known.
    """
    recorded = list(done)
    known = [minutes for minutes in recorded if minutes is not None]
    if known and len(known) == len(recorded):
        return sum(known)
    if started_at is None or finished_at is None:
        return None
    return max(0, round((finished_at - started_at).total_seconds() / 60))
