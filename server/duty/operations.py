"""Applies what devices recorded on alerts (docs/operations.md)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from server.duty.alerts import acknowledge as acknowledge_alert
from server.duty.models import DutyAlert
from server.inbox.registry import Outcome, Quarantine, Received
from server.work_orders.models import WorkOrder


def acknowledge(session: Session, received: Received) -> Outcome:
    """`duty.acknowledge`"""
    if session.get(DutyAlert, received.target_key) is None:
        raise Quarantine("unknown_target", f"no {received.operation.target}")
    alert = acknowledge_alert(
        session,
        received.target_key,
        received.author.person_id,
        received.at,
        received.received_at,
        received.operation.id,
    )
    order = session.get_one(WorkOrder, alert.order_id)
    about = {"property_id": order.property_id, "building_id": order.building_id, "order_id": order.id}
    return Outcome(about=about)
