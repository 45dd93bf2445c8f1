"""How an order stands by its deadlines, as lists and its own page tell it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from server.local_time import local_day
from server.weekdays import weekdays_until
from server.work_orders.breaches import Deadline, deadlines_of
from server.work_orders.models import OrderPause, WorkOrder
from server.work_orders.standing import running_pause, times_of


@dataclass(frozen=True, slots=True)
class Standing:
    """`weekdays_left`: until the due day, 0 on it, negative after it; None without one. `pause`: the one that runs."""

    deadlines: tuple[Deadline, ...]
    pause: OrderPause | None
    weekdays_left: int | None

    @property
    def outcomes(self) -> frozenset[str]:
        """All that its deadlines have come to."""
        return frozenset(deadline.outcome for deadline in self.deadlines)


def standing_of(order: WorkOrder, now: datetime) -> Standing:
    """Of an order whose pauses are loaded."""
    return Standing(
        deadlines_of(times_of(order), now),
        running_pause(order),
        weekdays_until(local_day(now), order.due_on) if order.due_on is not None else None,
    )
