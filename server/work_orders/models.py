"""Tables of work orders: the order, its contact, comments, completions and history."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.database import NEVER_GIVEN_AGAIN, Base, Key, new_id
from server.people.models import Organisation, Person
from server.places.models import Building, Property, Space

PERSONAL: dict[Any, Any] = {"is_personal": True}
"""Marks columns that hold a resident's data: what is erased there must not live on in any copy of the row."""


class OrderNumber(Base):
    """Gives each order its short running number."""

    __tablename__ = "order_numbers"
    __table_args__ = (NEVER_GIVEN_AGAIN,)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    order_id: Mapped[Key] = mapped_column(unique=True)


class WorkOrder(Base):
    """An assigned job, from a report to its approval."""

    __tablename__ = "work_orders"
    __table_args__ = (
        Index(None, "state", "due_on"),
        Index(None, "property_id", "state"),
        Index(None, "assigned_to_id", "state"),
        Index(None, "origin_kind", "origin_id"),
    )

    id: Mapped[Key] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[int] = mapped_column(unique=True)
    property_id: Mapped[str] = mapped_column(ForeignKey("properties.id"))
    building_id: Mapped[str | None] = mapped_column(ForeignKey("buildings.id"), index=True)
    space_id: Mapped[str | None] = mapped_column(ForeignKey("spaces.id"))
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    place: Mapped[str] = mapped_column(String(200), default="")
    category: Mapped[str] = mapped_column(String(30))
    trade: Mapped[str] = mapped_column(String(20))
    urgency: Mapped[str] = mapped_column(String(10))
    description: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(20), default="new")
    reporter: Mapped[str] = mapped_column(String(20))
    reported_by_id: Mapped[str | None] = mapped_column(ForeignKey("persons.id"))
    reported_at: Mapped[datetime]
    due_on: Mapped[date | None]
    """The day that counts: what was promised, moved by the time for which the resident let it wait. As `start_by`."""
    start_by: Mapped[datetime | None]
    promised_on: Mapped[date | None]
    """What `due_on` was at receipt; null while it has not moved. As `promised_start_by`."""
    promised_start_by: Mapped[datetime | None]
    acknowledge_by: Mapped[datetime | None]
    """Of an urgent one, as `acknowledged_at`: when somebody first took it on, by the corrected time."""
    acknowledged_at: Mapped[datetime | None]
    origin_kind: Mapped[str | None] = mapped_column(String(30))
    """The type and key of the document that it was found on, or whose failed check led to it."""
    origin_id: Mapped[str | None] = mapped_column(String(36))
    merged_into_id: Mapped[str | None] = mapped_column(ForeignKey("work_orders.id"), index=True)
    """Of a duplicate: the order that lives on, which is itself merged into none."""
    assigned_to_id: Mapped[str | None] = mapped_column(ForeignKey("persons.id"))
    entry: Mapped[str] = mapped_column(String(20), default="not_needed")
    started_at: Mapped[datetime | None]
    first_started_at: Mapped[datetime | None]
    """The earliest start of anybody; stays when the order is given to another, who has not started."""
    completed_at: Mapped[datetime | None]
    completed_by_id: Mapped[str | None] = mapped_column(ForeignKey("persons.id"))
    closed_at: Mapped[datetime | None]
    """When it became done or cancelled at the server, null while open: it leaves the phones 14 days later."""
    result: Mapped[str | None] = mapped_column(String(30))
    minutes: Mapped[int | None]
    result_text: Mapped[str | None] = mapped_column(Text)

    property: Mapped[Property] = relationship()
    building: Mapped[Building | None] = relationship()
    space: Mapped[Space | None] = relationship()
    organisation: Mapped[Organisation] = relationship()
    assigned_to: Mapped[Person | None] = relationship(foreign_keys=[assigned_to_id])
    reported_by: Mapped[Person | None] = relationship(foreign_keys=[reported_by_id])
    completed_by: Mapped[Person | None] = relationship(foreign_keys=[completed_by_id])
    contact: Mapped[OrderContact | None] = relationship(back_populates="order")
    comments: Mapped[list[OrderComment]] = relationship(
        back_populates="order", order_by="OrderComment.at, OrderComment.id"
    )
    visit_notes: Mapped[list[OrderVisitNote]] = relationship(
        back_populates="order", order_by="OrderVisitNote.at, OrderVisitNote.id"
    )
    pauses: Mapped[list[OrderPause]] = relationship(
        back_populates="order", order_by="OrderPause.at, OrderPause.id"
    )
    merged: Mapped[list[WorkOrder]] = relationship(
        foreign_keys=[merged_into_id], back_populates="merged_into", order_by="WorkOrder.number"
    )
    merged_into: Mapped[WorkOrder | None] = relationship(
        foreign_keys=[merged_into_id], remote_side="WorkOrder.id", back_populates="merged"
    )
    events: Mapped[list[OrderEvent]] = relationship(back_populates="order", order_by="OrderEvent.id")
    completions: Mapped[list[OrderCompletion]] = relationship(order_by="OrderCompletion.at")


class OrderContact(Base):
    """The resident's contact data, kept apart so that it can go where the order goes and no further.

    Name and phone may be empty: a flat that may be entered with the master key needs nobody to open. Erased some time
    after the order was closed (`server/residents/erasure.py`).
    """

    __tablename__ = "order_contacts"

    order_id: Mapped[str] = mapped_column(ForeignKey("work_orders.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), info=PERSONAL)
    phone: Mapped[str] = mapped_column(String(30), info=PERSONAL)
    email: Mapped[str | None] = mapped_column(String(254), info=PERSONAL)
    apartment: Mapped[str] = mapped_column(String(50), info=PERSONAL)
    pets: Mapped[str | None] = mapped_column(String(200), info=PERSONAL)
    alarm: Mapped[str | None] = mapped_column(String(200), info=PERSONAL)
    preferred_time: Mapped[str | None] = mapped_column(String(200), info=PERSONAL)

    order: Mapped[WorkOrder] = relationship(back_populates="contact")


class OrderComment(Base):
    """A comment; its id is the operation's when it came from a device."""

    __tablename__ = "order_comments"

    id: Mapped[Key] = mapped_column(primary_key=True, default=new_id)
    order_id: Mapped[str] = mapped_column(ForeignKey("work_orders.id"), index=True)
    by_id: Mapped[str] = mapped_column(ForeignKey("persons.id"))
    at: Mapped[datetime]
    text: Mapped[str] = mapped_column(Text)

    order: Mapped[WorkOrder] = relationship(back_populates="comments")
    by: Mapped[Person] = relationship()


class OrderVisitNote(Base):
    """Nobody got into the flat, and a note was left; its id is the operation's."""

    __tablename__ = "order_visit_notes"

    id: Mapped[Key] = mapped_column(primary_key=True, default=new_id)
    order_id: Mapped[str] = mapped_column(ForeignKey("work_orders.id"), index=True)
    by_id: Mapped[str] = mapped_column(ForeignKey("persons.id"))
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(20))
    text: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    """Erased together with the contact data."""

    order: Mapped[WorkOrder] = relationship(back_populates="visit_notes")
    by: Mapped[Person] = relationship()


class OrderPause(Base):
    """A span for which an order waits; its id is the operation's. The last one without an end is running."""

    __tablename__ = "order_pauses"

    id: Mapped[Key] = mapped_column(primary_key=True, default=new_id)
    order_id: Mapped[str] = mapped_column(ForeignKey("work_orders.id"), index=True)
    by_id: Mapped[str] = mapped_column(ForeignKey("persons.id"))
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(20))
    until: Mapped[date | None]
    text: Mapped[str | None] = mapped_column(Text, info=PERSONAL)
    """Erased together with the contact data."""
    ended_at: Mapped[datetime | None]

    order: Mapped[WorkOrder] = relationship(back_populates="pauses")
    by: Mapped[Person] = relationship()


class OrderCompletion(Base):
    """What one operation said of a completion. Never changed, never deleted: two people's completions are two rows."""

    __tablename__ = "order_completions"

    operation_id: Mapped[Key] = mapped_column(primary_key=True)
    order_id: Mapped[str] = mapped_column(ForeignKey("work_orders.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id"))
    at: Mapped[datetime]
    result: Mapped[str] = mapped_column(String(30))
    minutes: Mapped[int | None]
    text: Mapped[str | None] = mapped_column(Text)

    person: Mapped[Person] = relationship()


class OrderEvent(Base):
    """One line of an order's history: what happened, by whom, when, and its details.

    Of duty: `alerted` {person, role}, `escalated`, `alert_acknowledged`, `acknowledgement_kept` (another had
    acknowledged), `alert_sent` {person, channel}, `alert_failed` {person, channel, error}, `duty_gap` (nobody was on
    duty), `alert_unanswered` (nobody more is asked).

    `what`: `created`, `assigned` {person, before}, `started`, `completed` {result}, `completion_kept` {result}
    (recorded, but the order stayed as it was), `commented` {comment}, `returned` {comment}, `approved`,
    `cancelled` {reason}, `visit_note` {note}, `paused` {pause, reason, until}, `resumed`, `merged` {order} (a
    duplicate, into another), `took_in` {order} (another, as a duplicate).
    """

    __tablename__ = "order_events"

    id: Mapped[Key] = mapped_column(primary_key=True, default=new_id)
    order_id: Mapped[str] = mapped_column(ForeignKey("work_orders.id"), index=True)
    what: Mapped[str] = mapped_column(String(30))
    by_id: Mapped[str | None] = mapped_column(ForeignKey("persons.id"))
    at: Mapped[datetime]
    details: Mapped[dict[str, Any]]

    order: Mapped[WorkOrder] = relationship(back_populates="events")
    by: Mapped[Person | None] = relationship()
