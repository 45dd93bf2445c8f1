"""Whether an order's deadlines were kept: computed from what was recorded, by the corrected times, and never typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from server.local_time import local_day
from server.work_orders.deadlines import RESIDENTS_REASONS, Pause

Outcome = Literal["kept", "missed", "running", "waiting"]
"""`waiting`: the resident lets it wait, so the clock stands still."""

_DONE_STATES = frozenset({"done", "approved"})
_CALLED_OFF = frozenset({"cancelled", "merged"})


@dataclass(frozen=True, slots=True)
class OrderTimes:
    """What the rules need to know of an order. All instants are corrected times; `pause` is the one that is running."""

    state: str
    due_on: date | None = None
    acknowledge_by: datetime | None = None
    start_by: datetime | None = None
    acknowledged_at: datetime | None = None
    started_at: datetime | None = None
    """The earliest start of anybody."""
    completed_at: datetime | None = None
    pause: Pause | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """One deadline of an order: `what` is `acknowledge`, `start` or `due`; `by` an instant, or a whole day."""

    what: str
    by: datetime | date
    outcome: Outcome


def deadlines_of(order: OrderTimes, now: datetime) -> tuple[Deadline, ...]:
    """An order's deadlines and how each stands. One that was called off has none: nothing was promised any more."""
    if order.state in _CALLED_OFF:
        return ()
    found = []
    if order.acknowledge_by is not None:
        taken_on = _earliest(order.acknowledged_at, order.started_at, order.completed_at)
        found.append(
            Deadline(
                "acknowledge", order.acknowledge_by, _of_instant(order.acknowledge_by, taken_on, now, order)
            )
        )
    if order.start_by is not None:
        started_at = _earliest(order.started_at, order.completed_at)
        found.append(Deadline("start", order.start_by, _of_instant(order.start_by, started_at, now, order)))
    if order.due_on is not None:
        found.append(Deadline("due", order.due_on, _of_day(order.due_on, now, order)))
    return tuple(found)


def is_breached(order: OrderTimes, now: datetime) -> bool:
    """Whether any of its deadlines was missed."""
    return any(deadline.outcome == "missed" for deadline in deadlines_of(order, now))


def is_waiting(pause: Pause | None, today: date) -> bool:
    """Whether the resident lets an order wait today: until the day that was agreed, if one was."""
    if pause is None or pause.reason not in RESIDENTS_REASONS:
        return False
    return pause.until is None or today < pause.until


def _of_day(due: date, now: datetime, order: OrderTimes) -> Outcome:
    # An order that was sent back is open again, whatever was done before.
    if order.state in _DONE_STATES and order.completed_at is not None:
        return "kept" if local_day(order.completed_at) <= due else "missed"
    if order.pause is not None and is_waiting(order.pause, local_day(now)):
        return "waiting" if local_day(order.pause.begins_at) <= due else "missed"
    return "missed" if local_day(now) > due else "running"


def _of_instant(due: datetime, done_at: datetime | None, now: datetime, order: OrderTimes) -> Outcome:
    if done_at is not None:
        return "kept" if done_at <= due else "missed"
    if order.pause is not None and is_waiting(order.pause, local_day(now)):
        return "waiting" if order.pause.begins_at <= due else "missed"
    return "missed" if now > due else "running"


def _earliest(*instants: datetime | None) -> datetime | None:
    return min((instant for instant in instants if instant is not None), default=None)
