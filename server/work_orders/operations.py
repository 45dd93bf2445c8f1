"""Applies what devices recorded on orders (docs/operations.md). The order's row is locked first."""

from __future__ import annotations

from datetime import date
from typing import cast

from sqlalchemy.orm import Session

from server.inbox.registry import Outcome, Quarantine, Received
from server.people.models import Person
from server.places.models import Building, Property, Space
from server.work_orders.merging import order_that_counts
from server.work_orders.models import OrderComment, OrderCompletion, OrderPause, OrderVisitNote, WorkOrder
from server.work_orders.pauses import NewPause, begin_pause, end_pause
from server.work_orders.rules import (
    OPEN_STATES,
    OrderNow,
    decide_complete,
    decide_pause,
    decide_start,
    decide_visit_note,
)
from server.work_orders.services import (
    NewOrder,
    Origin,
    VisitNote,
    add_comment,
    add_event,
    add_visit_note,
    create_order,
)
from sync.operations import (
    WorkOrderComment,
    WorkOrderComplete,
    WorkOrderCreate,
    WorkOrderPause,
    WorkOrderVisitNote,
)


def start(session: Session, received: Received) -> Outcome:
    """`work_order.start`"""
    order, flags = _order_that_counts(session, received)
    author_id = received.author.person_id
    ruling = decide_start(_order_now(order), author_id)
    if ruling.is_applied:
        order.state = "started"
        order.started_at = received.at
        order.first_started_at = min(order.first_started_at or received.at, received.at)
        order.assigned_to_id = order.assigned_to_id or author_id
        end_pause(session, order, received.at)
        add_event(session, order, "started", author_id, received.at)
    elif order.state in OPEN_STATES:
        # Another start stands already: it need not be the earliest, and it may have been paused since.
        order.first_started_at = min(order.first_started_at or received.at, received.at)
        _go_on(session, order, received)
    return Outcome((*flags, *ruling.flags), _about(order))


def pause(session: Session, received: Received) -> Outcome:
    """`work_order.pause`"""
    payload = cast(WorkOrderPause, received.operation.payload)
    order, flags = _order_that_counts(session, received)
    author_id = received.author.person_id
    ruling = decide_pause(_order_now(order), author_id)
    if ruling.is_applied and session.get(OrderPause, received.operation.id) is None:
        until = date.fromisoformat(payload.until) if payload.until is not None else None
        new = NewPause(payload.reason, until, payload.text, received.operation.id)
        begin_pause(session, order, new, author_id, received.at)
        details = {"pause": received.operation.id, "reason": payload.reason, "until": payload.until}
        add_event(session, order, "paused", author_id, received.at, details)
    return Outcome((*flags, *ruling.flags), _about(order))


def resume(session: Session, received: Received) -> Outcome:
    """`work_order.resume`"""
    order, flags = _order_that_counts(session, received)
    ruling = decide_pause(_order_now(order), received.author.person_id)
    if ruling.is_applied:
        _go_on(session, order, received)
    return Outcome((*flags, *ruling.flags), _about(order))


def complete(session: Session, received: Received) -> Outcome:
    """`work_order.complete`"""
    payload = cast(WorkOrderComplete, received.operation.payload)
    order, flags = _order_that_counts(session, received)
    author_id = received.author.person_id
    ruling = decide_complete(_order_now(order), author_id)
    session.add(
        OrderCompletion(
            operation_id=received.operation.id,
            order_id=order.id,
            person_id=author_id,
            at=received.at,
            result=payload.result,
            minutes=payload.minutes,
            text=payload.text,
        )
    )
    if ruling.is_applied:
        order.state = "done"
        order.closed_at = received.received_at
        order.completed_at, order.completed_by_id = received.at, author_id
        order.result, order.minutes, order.result_text = payload.result, payload.minutes, payload.text
        order.started_at = order.started_at or received.at
        order.first_started_at = min(order.first_started_at or received.at, received.at)
        end_pause(session, order, received.at)
        order.assigned_to_id = order.assigned_to_id or author_id
    what = "completed" if ruling.is_applied else "completion_kept"
    add_event(session, order, what, author_id, received.at, {"result": payload.result})
    return Outcome((*flags, *ruling.flags), _about(order))


def comment(session: Session, received: Received) -> Outcome:
    """`work_order.comment`: anybody who sees an order may say something about it."""
    payload = cast(WorkOrderComment, received.operation.payload)
    order = _locked_order(session, received)
    if session.get(OrderComment, received.operation.id) is None:
        add_comment(
            session, order, payload.text, received.author.person_id, received.at, received.operation.id
        )
    return Outcome(about=_about(order))


def visit_note(session: Session, received: Received) -> Outcome:
    """`work_order.visit_note`: nobody got in, and the resident was left a note."""
    payload = cast(WorkOrderVisitNote, received.operation.payload)
    order = _locked_order(session, received)
    author_id = received.author.person_id
    if session.get(OrderVisitNote, received.operation.id) is None:
        note = VisitNote(received.operation.id, payload.reason, payload.text)
        add_visit_note(session, order, note, author_id, received.at)
    return Outcome(decide_visit_note(_order_now(order), author_id).flags, _about(order))


def create(session: Session, received: Received) -> Outcome:
    """`work_order.create`"""
    payload = cast(WorkOrderCreate, received.operation.payload)
    about = {"property_id": _key(payload.property), "building_id": _key(payload.building)}
    if session.get(WorkOrder, received.target_key) is not None:
        raise Quarantine(
            "target_exists", received.operation.target, about | {"order_id": received.target_key}
        )
    property_ = session.get(Property, _key(payload.property))
    building = session.get(Building, _key(payload.building)) if payload.building else None
    space = session.get(Space, payload.space) if payload.space else None
    if property_ is None or (payload.building and building is None) or (payload.space and space is None):
        raise Quarantine("unknown_target", "no such property, building or space", about)
    if not _is_of(property_, building, space):
        raise Quarantine("invalid_payload", "the building or the space belongs elsewhere", about)
    order = create_order(
        session,
        NewOrder(
            id=received.target_key,
            property=property_,
            building=building,
            space=space,
            place=payload.place or "",
            category=payload.category,
            urgency=payload.urgency,
            description=payload.description,
            origin=_origin(payload.found_on),
            reporter="worker",
            reported_by=session.get_one(Person, received.author.person_id),
        ),
        received.at,
        received.received_at,
    )
    return Outcome(about=_about(order))


def _go_on(session: Session, order: WorkOrder, received: Received) -> None:
    if end_pause(session, order, received.at):
        add_event(session, order, "resumed", received.author.person_id, received.at)


def _order_that_counts(session: Session, received: Received) -> tuple[WorkOrder, tuple[str, ...]]:
    """The order, or the one that it was merged into meanwhile, and what supervisors are told of that."""
    order = _locked_order(session, received)
    counting = order_that_counts(session, order)
    return counting, () if counting is order else ("merged",)


def _locked_order(session: Session, received: Received) -> WorkOrder:
    order = session.get(WorkOrder, received.target_key, with_for_update=True, populate_existing=True)
    if order is None:
        raise Quarantine("unknown_target", f"no {received.operation.target}")
    return order


def _order_now(order: WorkOrder) -> OrderNow:
    return OrderNow(order.state, order.assigned_to_id, order.completed_by_id)


def _is_of(property_: Property, building: Building | None, space: Space | None) -> bool:
    if building is not None and building.property_id != property_.id:
        return False
    if space is None:
        return True
    return (
        space.building_id == building.id
        if building is not None
        else space.building.property_id == property_.id
    )


def _key(document_id: str | None) -> str | None:
    return None if document_id is None else document_id.partition(":")[2]


def _origin(found_on: str | None) -> Origin | None:
    """Whatever it was found on: one that is not known here is kept as it came."""
    if found_on is None:
        return None
    kind, _, key = found_on.partition(":")
    return Origin(kind, key)


def _about(order: WorkOrder) -> dict[str, str | None]:
    return {"property_id": order.property_id, "building_id": order.building_id, "order_id": order.id}
