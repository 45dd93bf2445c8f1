"""Work orders as the console lists and shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import Session, joinedload, raiseload, selectinload

from server.local_time import local_day
from server.people.models import Person, PersonDistrict
from server.places.models import Property
from server.review.permission import Viewer, find, visible
from server.work_orders.deadlines import RESIDENTS_REASONS
from server.work_orders.models import OrderComment, OrderCompletion, OrderEvent, OrderPause, WorkOrder
from server.work_orders.rules import OPEN_STATES

PAGE_SIZE = 50
_CANDIDATES_MAX = 500


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """What orders are asked for. None or empty: no matter.

    `state` is a state of WorkOrder, `open`, `waiting` or `all`; `time` is `late` (deadline missed) or `today` (due
    today); `worker` is `nobody`, or a part of the name of whoever has the order.
    """

    state: str = "open"
    urgency: str | None = None
    category: str | None = None
    district_code: str | None = None
    time: str | None = None
    worker: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class OrderPage:
    """One page of orders, and how many there are in all."""

    orders: Sequence[WorkOrder]
    number: int
    total: int


def page_of(session: Session, viewer: Viewer, wanted: OrderFilter, number: int, now: datetime) -> OrderPage:
    """A page (from 1): open urgent orders first, then by deadline; what is closed comes newest first."""
    conditions = _conditions(viewer, wanted, now)
    total = session.scalar(select(func.count()).select_from(WorkOrder).where(*conditions)) or 0
    number = max(1, min(number, -(-total // PAGE_SIZE)))
    is_open = WorkOrder.state.in_(OPEN_STATES)
    statement = (
        select(WorkOrder)
        .where(*conditions)
        .order_by(
            case((is_open & (WorkOrder.urgency == "urgent"), 0), (is_open, 1), else_=2),
            case((is_open, WorkOrder.start_by)),
            case((is_open, WorkOrder.due_on)),
            WorkOrder.number.desc(),
        )
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
        .options(
            joinedload(WorkOrder.property).joinedload(Property.district),
            joinedload(WorkOrder.building),
            joinedload(WorkOrder.assigned_to),
            joinedload(WorkOrder.organisation),
            selectinload(WorkOrder.pauses),
            raiseload("*"),
        )
    )
    return OrderPage(session.scalars(statement).all(), number, total)


def find_order(session: Session, viewer: Viewer, key: str) -> WorkOrder | None:
    """One order with its whole history, or None when there is none that the viewer may see."""
    return find(
        session,
        viewer,
        WorkOrder,
        key,
        joinedload(WorkOrder.property).joinedload(Property.district),
        joinedload(WorkOrder.building),
        joinedload(WorkOrder.space),
        joinedload(WorkOrder.organisation),
        joinedload(WorkOrder.assigned_to),
        joinedload(WorkOrder.reported_by),
        joinedload(WorkOrder.completed_by),
        joinedload(WorkOrder.contact),
        selectinload(WorkOrder.visit_notes),
        selectinload(WorkOrder.comments).joinedload(OrderComment.by),
        selectinload(WorkOrder.completions).joinedload(OrderCompletion.person),
        selectinload(WorkOrder.events).joinedload(OrderEvent.by),
        selectinload(WorkOrder.pauses),
        joinedload(WorkOrder.merged_into),
        selectinload(WorkOrder.merged).joinedload(WorkOrder.contact),
        selectinload(WorkOrder.merged).selectinload(WorkOrder.events).joinedload(OrderEvent.by),
        selectinload(WorkOrder.merged).selectinload(WorkOrder.comments),
        selectinload(WorkOrder.merged).selectinload(WorkOrder.visit_notes),
        selectinload(WorkOrder.merged).selectinload(WorkOrder.pauses),
    )


def candidates(session: Session, viewer: Viewer, order: WorkOrder) -> Sequence[Person]:
    """Whom the viewer may give an order to: active workers of its trade, of its organisation, in its district."""
    role = "cleaner" if order.trade == "cleaning" else "caretaker"
    statement = (
        select(Person)
        .join(PersonDistrict, PersonDistrict.person_id == Person.id)
        .where(
            visible(viewer, Person),
            Person.is_active,
            Person.role == role,
            Person.organisation_id == order.organisation_id,
            PersonDistrict.district_code == order.property.district_code,
        )
        .order_by(Person.name)
        .limit(_CANDIDATES_MAX)
    )
    return session.scalars(statement).all()


def open_orders_by_person(session: Session, people: Sequence[Person]) -> dict[str, int]:
    """How many open orders each of these people has."""
    rows = session.execute(
        select(WorkOrder.assigned_to_id, func.count())
        .where(
            WorkOrder.assigned_to_id.in_([person.id for person in people]), WorkOrder.state.in_(OPEN_STATES)
        )
        .group_by(WorkOrder.assigned_to_id)
    )
    return {person_id: count for person_id, count in rows if person_id is not None}


def names_of(session: Session, keys: set[str]) -> dict[str, str]:
    """The names of the persons that an order's history mentions by id."""
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(keys)))
    return {row.id: row.name for row in rows}


def _conditions(viewer: Viewer, wanted: OrderFilter, now: datetime) -> list[ColumnElement[bool]]:
    conditions = [visible(viewer, WorkOrder)]
    conditions += _of_state(wanted.state)
    if wanted.urgency:
        conditions.append(WorkOrder.urgency == wanted.urgency)
    if wanted.category:
        conditions.append(WorkOrder.category == wanted.category)
    if wanted.district_code:
        in_district = select(Property.id).where(Property.district_code == wanted.district_code)
        conditions.append(WorkOrder.property_id.in_(in_district))
    if wanted.time:
        conditions.append(_is_due(wanted.time, now))
    if wanted.worker == "nobody":
        conditions.append(WorkOrder.assigned_to_id.is_(None))
    elif wanted.worker:
        named = select(Person.id).where(Person.name.icontains(wanted.worker, autoescape=True))
        conditions.append(WorkOrder.assigned_to_id.in_(named))
    if wanted.text:
        conditions.append(_mentions(wanted.text))
    return conditions


def _of_state(state: str) -> list[ColumnElement[bool]]:
    is_open = WorkOrder.state.in_(OPEN_STATES)
    if state == "open":
        return [is_open]
    if state == "waiting":
        return [is_open, _pauses().exists()]
    return [] if state == "all" else [WorkOrder.state == state]


def _is_due(time: str, now: datetime) -> ColumnElement[bool]:
    """Late: open although the day has ended, or an urgent order that was not started in time; not while the resident
    lets it wait.
    """
    today = local_day(now)
    if time == "today":
        return WorkOrder.due_on == today
    started_at = func.coalesce(WorkOrder.first_started_at, WorkOrder.started_at)
    is_day_over = WorkOrder.state.in_(OPEN_STATES) & (WorkOrder.due_on < today)
    is_start_late = func.coalesce(started_at, now) > WorkOrder.start_by
    waits = _pauses().where(
        OrderPause.reason.in_(RESIDENTS_REASONS), OrderPause.until.is_(None) | (OrderPause.until > today)
    )
    return (is_day_over | is_start_late) & ~waits.exists() & WorkOrder.state.not_in(("cancelled", "merged"))


def _pauses() -> Select[str]:
    """What an order waits for."""
    return select(OrderPause.id).where(OrderPause.order_id == WorkOrder.id, OrderPause.ended_at.is_(None))


def _mentions(text: str) -> ColumnElement[bool]:
    number = text.strip().upper().removeprefix("T-")
    if number.isascii() and number.isdigit() and len(number) <= 9:
        return WorkOrder.number == int(number)
    at = select(Property.id).where(
        or_(
            *(
                column.icontains(text, autoescape=True)
                for column in (Property.address, Property.name, Property.code)
            )
        )
    )
    return or_(
        WorkOrder.property_id.in_(at),
        WorkOrder.description.icontains(text, autoescape=True),
        WorkOrder.place.icontains(text, autoescape=True),
    )
