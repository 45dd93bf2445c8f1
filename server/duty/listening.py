"""What duty hears of orders: an urgent one raises an alert, and whoever deals with an order has acknowledged it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from server.duty.alerts import acknowledge, close, find_open, raise_alert
from server.work_orders.models import OrderEvent, WorkOrder
from server.work_orders.signals import order_event

_DEALT_WITH = frozenset({"started", "completed", "assigned"})
"""By a person: an order that duty itself gives to somebody is nobody's deed."""


def register() -> None:
    """Listen to the history of orders."""
    order_event.connect(_hear)


def _hear(order: WorkOrder, *, session: Session, event: OrderEvent, received_at: datetime) -> None:
    if event.what == "created" and order.urgency == "urgent":
        raise_alert(session, order, received_at)
        return
    if event.what in {"cancelled", "merged"}:
        close(session, order, event.at)
        return
    if event.what in _DEALT_WITH and event.by_id is not None:
        alert = find_open(session, order)
        if alert is not None:
            acknowledge(session, alert.id, event.by_id, event.at, received_at, takes_order=False)
