"""Tables of duty: shifts and their log, alerts with all that comes of them, where people are told, their calendars."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.database import Base, Key, new_id
from server.people.models import Device, Person
from server.places.models import Area
from server.work_orders.models import WorkOrder


class DutyShift(Base):
    """One person's span on duty in an area. `place` in the chain: 1 is asked first."""

    __tablename__ = "duty_shifts"
    __table_args__ = (Index(None, "area_code", "ends_at"), Index(None, "person_id", "ends_at"))

    id: Mapped[Key] = mapped_column(primary_key=True, default=new_id)
    area_code: Mapped[str] = mapped_column(ForeignKey("areas.code"), active_history=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id"), active_history=True)
    begins_at: Mapped[datetime] = mapped_column(active_history=True)
    ends_at: Mapped[datetime] = mapped_column(active_history=True)
    place: Mapped[int]

    area: Mapped[Area] = relationship()
    person: Mapped[Person] = relationship()


class DutyChange(Base):
    """One line of the roster's log. Never changed; `before` and `after` are null where there was no shift.

    `what`: `made`, `changed`, `handed_over`, `swapped`, `removed`.
    """

    __tablename__ = "duty_changes"

    id: Mapped[Key] = mapped_column(primary_key=True, default=new_id)
    shift_id: Mapped[Key] = mapped_column(index=True)
    area_code: Mapped[str] = mapped_column(ForeignKey("areas.code"), index=True)
    what: Mapped[str] = mapped_column(String(20))
    by_id: Mapped[str] = mapped_column(ForeignKey("persons.id"))
    at: Mapped[datetime]
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]

    by: Mapped[Person] = relationship()


class DutyAlert(Base):
    """An urgent order that somebody has to acknowledge.

    `state`: `open`, `acknowledged`, or `closed` when the order was cancelled first. `next_at`: when the next is asked,
    null when nobody more is; `next_number` counts the steps from 0. `ended_at`: when the server learnt that it is over.
    """

    __tablename__ = "duty_alerts"
    __table_args__ = (Index(None, "state", "next_at"), Index(None, "area_code", "raised_at"))

    id: Mapped[Key] = mapped_column(primary_key=True, default=new_id)
    order_id: Mapped[str] = mapped_column(ForeignKey("work_orders.id"), unique=True)
    area_code: Mapped[str] = mapped_column(ForeignKey("areas.code"))
    state: Mapped[str] = mapped_column(String(20), default="open")
    raised_at: Mapped[datetime]
    next_at: Mapped[datetime | None]
    next_number: Mapped[int] = mapped_column(default=0)
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by_id: Mapped[str | None] = mapped_column(ForeignKey("persons.id"))
    ended_at: Mapped[datetime | None]

    order: Mapped[WorkOrder] = relationship()
    acknowledged_by: Mapped[Person | None] = relationship()
    steps: Mapped[list[DutyStep]] = relationship(
        back_populates="alert", order_by="DutyStep.number, DutyStep.id"
    )


class DutyStep(Base):
    """Somebody whom an alert has asked. `role`: `duty` or `supervisor`; all of one step have its `number`, from 0."""

    __tablename__ = "duty_steps"

    id: Mapped[Key] = mapped_column(primary_key=True, default=new_id)
    alert_id: Mapped[str] = mapped_column(ForeignKey("duty_alerts.id"), index=True)
    number: Mapped[int]
    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]

    alert: Mapped[DutyAlert] = relationship(back_populates="steps")
    person: Mapped[Person] = relationship()
    deliveries: Mapped[list[DutyDelivery]] = relationship(back_populates="step", order_by="DutyDelivery.id")


class DutyAcknowledgement(Base):
    """What one operation, or one press on the console, said. Never changed, never deleted."""

    __tablename__ = "duty_acknowledgements"

    id: Mapped[Key] = mapped_column(primary_key=True)
    alert_id: Mapped[str] = mapped_column(ForeignKey("duty_alerts.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id"))
    at: Mapped[datetime]
    received_at: Mapped[datetime]


class DutyDelivery(Base):
    """One message to one person, by `channel` `push` or `email`.

    `state`: `waiting`, `sent`, `failed` (given up), `dropped` (no longer needed). `address` is an endpoint or an e-mail
    address as it was then; `error` is a code or what the other side answered.
    """

    __tablename__ = "duty_deliveries"
    __table_args__ = (Index(None, "state", "next_at"),)

    id: Mapped[Key] = mapped_column(primary_key=True, default=new_id)
    step_id: Mapped[str] = mapped_column(ForeignKey("duty_steps.id"), index=True)
    channel: Mapped[str] = mapped_column(String(10))
    subscription_id: Mapped[Key | None]
    address: Mapped[str] = mapped_column(String(1000))
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(String(200))

    step: Mapped[DutyStep] = relationship(back_populates="deliveries")


class PushSubscription(Base):
    """Where a device can be woken: what its browser gave. One a device."""

    __tablename__ = "push_subscriptions"

    id: Mapped[Key] = mapped_column(primary_key=True, default=new_id)
    device_id: Mapped[str] = mapped_column(ForeignKey("devices.id"), unique=True)
    endpoint: Mapped[str] = mapped_column(Text)
    p256dh: Mapped[str] = mapped_column(String(200))
    auth: Mapped[str] = mapped_column(String(100))
    made_at: Mapped[datetime]

    device: Mapped[Device] = relationship()


class CalendarToken(Base):
    """The secret of a calendar's address, as the SHA-256 of its text in hex. A person has one that is not revoked."""

    __tablename__ = "calendar_tokens"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id"), index=True)
    made_by_id: Mapped[str] = mapped_column(ForeignKey("persons.id"))
    made_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
