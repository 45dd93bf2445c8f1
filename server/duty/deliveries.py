"""Messages about an alert: to whom and by which way, which are due, and what became of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from server.duty.models import DutyAlert, DutyDelivery, DutyStep, PushSubscription
from server.duty.rules import retry_at
from server.people.models import Device, Person
from server.work_orders.models import WorkOrder
from server.work_orders.services import add_event

ERROR_CHARACTERS_MAX = 200


@dataclass(frozen=True, slots=True)
class Message:
    """What a sender needs: nothing of it says who the resident is. `p256dh` and `auth` are of the push channel."""

    delivery_id: str
    channel: str
    address: str
    alert_id: str
    language: str
    order_number: int
    category: str
    place: str
    p256dh: str = ""
    auth: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of an attempt. `is_final`: trying again is of no use; `is_gone`: that endpoint is no more."""

    error: str | None = None
    is_final: bool = False
    is_gone: bool = False


def prepare_deliveries(session: Session, step: DutyStep, order: WorkOrder, now: datetime) -> None:
    """Write down the messages of a step: to each device that can be woken, and by e-mail.

    Somebody who can't be told at all is a failure at once, in the order's history.
    """
    person = session.get_one(Person, step.person_id)
    ways: list[tuple[str, str | None, str]] = [
        ("push", row.id, row.endpoint) for row in _subscriptions(session, step.person_id)
    ]
    if person.email:
        ways.append(("email", None, person.email))
    for channel, subscription_id, address in ways:
        session.add(
            DutyDelivery(
                step_id=step.id,
                channel=channel,
                subscription_id=subscription_id,
                address=address,
                state="waiting",
                next_at=now,
            )
        )
    if not ways:
        details = {"person": step.person_id, "error": "no_channel"}
        add_event(session, order, "alert_failed", None, now, details)


def drop_deliveries(session: Session, alert: DutyAlert) -> None:
    """What still waits to be sent need not be sent any more."""
    steps = select(DutyStep.id).where(DutyStep.alert_id == alert.id)
    waiting = DutyDelivery.step_id.in_(steps), DutyDelivery.state == "waiting"
    for row in session.scalars(select(DutyDelivery).where(*waiting)):
        row.state, row.next_at = "dropped", None


def find_messages(session: Session, now: datetime) -> list[Message]:
    """The messages that are due, in the order of their making."""
    statement = (
        select(DutyDelivery)
        .where(DutyDelivery.state == "waiting", DutyDelivery.next_at <= now)
        .order_by(DutyDelivery.id)
        .options(joinedload(DutyDelivery.step).joinedload(DutyStep.person))
        .options(
            joinedload(DutyDelivery.step)
            .joinedload(DutyStep.alert)
            .joinedload(DutyAlert.order)
            .joinedload(WorkOrder.property)
        )
    )
    rows = session.scalars(statement).all()
    wanted = {row.subscription_id for row in rows}
    found = select(PushSubscription).where(PushSubscription.id.in_(wanted))
    subscriptions = {row.id: row for row in session.scalars(found)}
    return [_message(row, subscriptions.get(row.subscription_id or "")) for row in rows]


def note_result(session: Session, delivery_id: str, result: Result, now: datetime) -> None:
    """Remember what became of an attempt. What was given up is told in the order's history."""
    row = session.get_one(DutyDelivery, delivery_id, with_for_update=True, populate_existing=True)
    row.attempts += 1
    row.error = result.error and result.error[:ERROR_CHARACTERS_MAX]
    details = {"person": row.step.person_id, "channel": row.channel}
    order = session.get_one(WorkOrder, row.step.alert.order_id)
    if result.is_gone:
        _forget_subscription(session, row)
    if result.error is None:
        # Also when it was dropped meanwhile: it did go out.
        row.state, row.next_at, row.sent_at = "sent", None, now
        add_event(session, order, "alert_sent", None, now, details)
        return
    if row.state != "waiting":
        return
    row.next_at = None if result.is_final else retry_at(row.attempts, now)
    if row.next_at is None:
        row.state = "failed"
        add_event(session, order, "alert_failed", None, now, {**details, "error": row.error})


def _subscriptions(session: Session, person_id: str) -> Sequence[PushSubscription]:
    statement = (
        select(PushSubscription)
        .join(Device, Device.id == PushSubscription.device_id)
        .where(Device.person_id == person_id, Device.revoked_at.is_(None))
        .order_by(PushSubscription.id)
    )
    return session.scalars(statement).all()


def _message(row: DutyDelivery, subscription: PushSubscription | None) -> Message:
    order = row.step.alert.order
    return Message(
        delivery_id=row.id,
        channel=row.channel,
        address=subscription.endpoint if subscription is not None else row.address,
        alert_id=row.step.alert_id,
        language=row.step.person.language,
        order_number=order.number,
        category=order.category,
        place=order.property.address,
        p256dh=subscription.p256dh if subscription is not None else "",
        auth=subscription.auth if subscription is not None else "",
    )


def _forget_subscription(session: Session, row: DutyDelivery) -> None:
    subscription = session.get(PushSubscription, row.subscription_id) if row.subscription_id else None
    if subscription is not None and subscription.endpoint == row.address:
        session.delete(subscription)
