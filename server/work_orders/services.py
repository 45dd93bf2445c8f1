"""What supervisors and other subjects do with orders. Each step is written into the order's history.

The order's row is locked before anything is decided, so that a phone and the console can't both have their way.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.database import new_id
from server.local_time import local
from server.people.models import Organisation, Person
from server.places.buckets import LANDLORD
from server.places.models import Building, Property, Space
from server.places.office_hours import office_hours_of
from server.work_orders.deadlines import acknowledge_by, due_on, start_by
from server.work_orders.models import (
    OrderComment,
    OrderContact,
    OrderEvent,
    OrderNumber,
    OrderVisitNote,
    WorkOrder,
)
from server.work_orders.pauses import NewPause, begin_pause, end_pause
from server.work_orders.rules import OPEN_STATES, default_urgency, responsible_organisation, trade_of
from server.work_orders.signals import order_event

_ORDERS_OF_CHECKS = UUID("0193b0c0-0000-7000-8000-0000c4ec0000")
_TAKEN_ON = frozenset({"alert_acknowledged", "acknowledgement_kept", "assigned", "started", "completed"})
"""By whatever of these a person has acknowledged an urgent order."""


class OrderError(Exception):
    """A step that does not fit the order's state; `code` is stable."""

    code: ClassVar[str] = "order_error"


class OrderClosed(OrderError):
    """The order is done, approved or cancelled already."""

    code = "order_closed"


class OrderNotDone(OrderError):
    """Only what is done can be approved or sent back."""

    code = "order_not_done"


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach the resident, and what to know before the door is opened. `name` and `phone` may be empty."""

    name: str
    phone: str
    apartment: str
    pets: str | None = None
    alarm: str | None = None
    preferred_time: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class VisitNote:
    """A note left at a door; `id` is its operation's."""

    id: str
    reason: str
    text: str | None


@dataclass(frozen=True, slots=True)
class Origin:
    """What an order was found on, or whose failed check led to it: the document `kind:id`, for example `round:0193…`.

    `check`: which of the document's checks failed, for example a visit's, a record's or a finding's id. With it, and
    without an id of its own, an order is made once: the second time the first one is returned.
    """

    kind: str
    id: str
    check: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOrder:
    """What a report says. Without `urgency` the category decides; `id` is given when a device made the order."""

    property: Property
    building: Building | None = None
    space: Space | None = None
    place: str = ""
    category: str
    urgency: str | None = None
    description: str
    reporter: str
    reported_by: Person | None = None
    entry: str = "not_needed"
    contact: Contact | None = None
    origin: Origin | None = None
    id: str | None = None


def order_id_of(origin: Origin) -> str:
    """The id of the order that a failed check leads to, so that it leads to one only."""
    return str(uuid5(_ORDERS_OF_CHECKS, f"{origin.kind}:{origin.id}:{origin.check}"))


def create_order(
    session: Session, new: NewOrder, now: datetime, received_at: datetime | None = None
) -> WorkOrder:
    """Receive a report at `now`: gives it a number, a trade, an organisation and a deadline.

    `received_at`: when it reached the server, where that was later than it was made. Of a failed check that has its
    order already, that one is returned as it is.
    """
    origin = new.origin
    order_id = new.id
    if order_id is None and origin is not None and origin.check is not None:
        order_id = order_id_of(origin)
        made = session.get(WorkOrder, order_id)
        if made is not None:
            return made
    order_id = order_id or new_id()
    number = OrderNumber(order_id=order_id)
    session.add(number)
    session.flush()
    trade = trade_of(new.category)
    urgency = new.urgency or default_urgency(new.category)
    building = new.building or (new.space.building if new.space is not None else None)
    order = WorkOrder(
        id=order_id,
        number=number.number,
        property_id=new.property.id,
        building_id=new.building.id if new.building is not None else None,
        space_id=new.space.id if new.space is not None else None,
        organisation_id=responsible_organisation(
            trade, _landlord_id(session), building.cleaning_provider_id if building is not None else None
        ),
        place=new.place,
        category=new.category,
        trade=trade,
        urgency=urgency,
        description=new.description,
        state="new",
        reporter=new.reporter,
        reported_by_id=new.reported_by.id if new.reported_by is not None else None,
        reported_at=now,
        due_on=_due_on(session, new.property, now) if urgency == "minor" else None,
        acknowledge_by=acknowledge_by(now) if urgency == "urgent" else None,
        start_by=start_by(now) if urgency == "urgent" else None,
        entry=new.entry,
        origin_kind=origin.kind if origin is not None else None,
        origin_id=origin.id if origin is not None else None,
    )
    session.add(order)
    # The rows below refer to the order by its key alone, so it must be there before them.
    session.flush()
    if new.contact is not None:
        session.add(OrderContact(order_id=order.id, **asdict(new.contact)))
    by_id = new.reported_by.id if new.reported_by is not None else None
    add_event(session, order, "created", by_id, now, received_at=received_at)
    return order


def assign(
    session: Session, order: WorkOrder, person: Person | None, by: Person | None, now: datetime
) -> None:
    """Give an open order to a person, or to nobody; without `by` nobody did, but a rule. The person's employer becomes
    responsible for it.

    Whoever had started it has not any more: the new one starts anew. Raises OrderClosed.
    """
    _lock(session, order)
    _require_open(order)
    person_id = person.id if person is not None else None
    if order.assigned_to_id == person_id:
        return
    before = order.assigned_to_id
    order.assigned_to_id = person_id
    order.state = "assigned" if person is not None else "new"
    order.started_at = None
    if person is not None:
        order.organisation_id = person.organisation_id
    by_id = by.id if by is not None else None
    add_event(session, order, "assigned", by_id, now, {"person": person_id, "before": before})


def cancel(session: Session, order: WorkOrder, by: Person, reason: str, now: datetime) -> None:
    """Call an open order off. Raises OrderClosed."""
    _lock(session, order)
    _require_open(order)
    end_pause(session, order, now)
    order.state = "cancelled"
    order.closed_at = now
    add_event(session, order, "cancelled", by.id, now, {"reason": reason})


def pause(session: Session, order: WorkOrder, new: NewPause, by: Person, now: datetime) -> None:
    """Let an open order wait; what it waited for until now it does not wait for any more. Raises OrderClosed."""
    _lock(session, order)
    _require_open(order)
    row = begin_pause(session, order, new, by.id, now)
    until = row.until.isoformat() if row.until is not None else None
    add_event(session, order, "paused", by.id, now, {"pause": row.id, "reason": row.reason, "until": until})


def resume(session: Session, order: WorkOrder, by: Person, now: datetime) -> bool:
    """Let an open order go on; returns whether it had waited. Raises OrderClosed."""
    _lock(session, order)
    _require_open(order)
    had_waited = end_pause(session, order, now)
    if had_waited:
        add_event(session, order, "resumed", by.id, now)
    return had_waited


def return_order(session: Session, order: WorkOrder, comment: str, by: Person, now: datetime) -> None:
    """Send a done or approved order back to be done again; what was recorded stays until then. Raises OrderNotDone."""
    _lock(session, order)
    if order.state not in {"done", "approved"}:
        raise OrderNotDone(order.state)
    order.state = "returned"
    order.closed_at = None
    add_event(session, order, "returned", by.id, now, {"comment": comment})


def approve_order(session: Session, order: WorkOrder, by: Person, now: datetime) -> None:
    """Approve what was done. Raises OrderNotDone."""
    _lock(session, order)
    if order.state != "done":
        raise OrderNotDone(order.state)
    order.state = "approved"
    add_event(session, order, "approved", by.id, now)


def add_comment(
    session: Session, order: WorkOrder, text: str, by_id: str, now: datetime, comment_id: str | None = None
) -> OrderComment:
    """Add a comment, in any state; `comment_id` is the operation's when it came from a device."""
    comment = OrderComment(id=comment_id or new_id(), order_id=order.id, by_id=by_id, at=now, text=text)
    session.add(comment)
    add_event(session, order, "commented", by_id, now, {"comment": comment.id})
    return comment


def add_visit_note(session: Session, order: WorkOrder, note: VisitNote, by_id: str, now: datetime) -> None:
    """Keep a visit note, in any state of the order."""
    session.add(
        OrderVisitNote(id=note.id, order_id=order.id, by_id=by_id, at=now, reason=note.reason, text=note.text)
    )
    add_event(session, order, "visit_note", by_id, now, {"note": note.id})


def add_event(
    session: Session,
    order: WorkOrder,
    what: str,
    by_id: str | None,
    at: datetime,
    details: dict[str, Any] | None = None,
    *,
    received_at: datetime | None = None,
) -> None:
    """Write one line of the order's history, and let those above know."""
    if order.urgency == "urgent" and what in _TAKEN_ON and by_id is not None:
        order.acknowledged_at = min(order.acknowledged_at or at, at)
    event = OrderEvent(order_id=order.id, what=what, by_id=by_id, at=at, details=details or {})
    session.add(event)
    order_event.send(order, session=session, event=event, received_at=received_at or at)


def _due_on(session: Session, property_: Property, received: datetime) -> date:
    return due_on(local(received), office_hours_of(session, property_.district.area_code))


def _lock(session: Session, order: WorkOrder) -> None:
    session.refresh(order, with_for_update={"of": WorkOrder})


def _require_open(order: WorkOrder) -> None:
    if order.state not in OPEN_STATES:
        raise OrderClosed(order.state)


def _landlord_id(session: Session) -> str:
    return session.scalars(select(Organisation.id).where(Organisation.kind == LANDLORD)).one()
