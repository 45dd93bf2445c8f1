"""An order's row as the rules on breaches want it."""

from __future__ import annotations

from server.work_orders.breaches import OrderTimes
from server.work_orders.deadlines import Pause
from server.work_orders.models import OrderPause, WorkOrder


def times_of(order: WorkOrder) -> OrderTimes:
    """What an order's deadlines are judged by; its pauses must be loaded."""
    running = running_pause(order)
    return OrderTimes(
        state=order.state,
        due_on=order.due_on,
        acknowledge_by=order.acknowledge_by,
        start_by=order.start_by,
        acknowledged_at=order.acknowledged_at,
        # Of orders from before the earliest start was kept, the last one.
        started_at=order.first_started_at or order.started_at,
        completed_at=order.completed_at,
        pause=Pause(running.at, None, running.reason, running.until) if running is not None else None,
    )


def running_pause(order: WorkOrder) -> OrderPause | None:
    """What an order waits for now."""
    return next((pause for pause in order.pauses if pause.ended_at is None), None)
