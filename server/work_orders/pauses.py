"""Orders that wait, and the deadlines that move with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.database import new_id
from server.local_time import local_day
from server.places.office_hours import office_hours_of
from server.work_orders.deadlines import Pause, moved_day, moved_instant
from server.work_orders.models import OrderPause, WorkOrder

UNTIL_DAYS_MAX = 366
"""An agreed day counts no further than this after the pause began: whatever a device sends, deadlines stay in reach."""


@dataclass(frozen=True, slots=True)
class NewPause:
    """Why an order has to wait, and until which day if one was agreed; `id` is the operation's."""

    reason: str
    until: date | None = None
    text: str | None = None
    id: str | None = None


def begin_pause(session: Session, order: WorkOrder, new: NewPause, by_id: str, at: datetime) -> OrderPause:
    """Let an order wait; what it waited for until now it does not wait for any more."""
    end_pause(session, order, at)
    pause = OrderPause(
        id=new.id or new_id(),
        order_id=order.id,
        by_id=by_id,
        at=at,
        reason=new.reason,
        until=new.until,
        text=new.text,
    )
    session.add(pause)
    settle_deadlines(session, order)
    return pause


def end_pause(session: Session, order: WorkOrder, at: datetime) -> bool:
    """The order goes on; returns whether it had waited."""
    running = [pause for pause in _pauses(session, order) if pause.ended_at is None]
    for pause in running:
        # A record that was made earlier and arrives later ends a pause before it began: then it was none.
        pause.ended_at = max(at, pause.at)
    if running:
        settle_deadlines(session, order)
    return bool(running)


def settle_deadlines(session: Session, order: WorkOrder) -> None:
    """Compute an order's deadlines anew from what was promised and from how long the resident let it wait."""
    hours = office_hours_of(session, order.property.district.area_code)
    waits = [Pause(row.at, row.ended_at, row.reason, _counted(row)) for row in _pauses(session, order)]
    if order.due_on is not None:
        promised = order.promised_on or order.due_on
        order.due_on = moved_day(promised, waits, hours)
        order.promised_on = promised if order.due_on != promised else None
    if order.start_by is not None:
        promised_at = order.promised_start_by or order.start_by
        order.start_by = moved_instant(promised_at, waits, hours)
        order.promised_start_by = promised_at if order.start_by != promised_at else None


def _counted(row: OrderPause) -> date | None:
    return None if row.until is None else min(row.until, local_day(row.at) + timedelta(days=UNTIL_DAYS_MAX))


def _pauses(session: Session, order: WorkOrder) -> Sequence[OrderPause]:
    session.flush()
    return session.scalars(
        select(OrderPause).where(OrderPause.order_id == order.id).order_by(OrderPause.at, OrderPause.id)
    ).all()
