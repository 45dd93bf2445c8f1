"""The documents `work_order` and `order_contact` (docs/documents.md), and the work that orders are to places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from server.feed import window
from server.feed.fields import day, instant, reference
from server.feed.registry import Built
from server.people.models import Organisation
from server.places import buckets
from server.places.models import District, Property, Space
from server.places.work import Work
from server.work_orders.models import OrderComment, OrderContact, OrderVisitNote, WorkOrder
from server.work_orders.rules import OPEN_STATES


def build_orders(session: Session, keys: Collection[str], now: datetime) -> Mapping[str, Built]:
    """Open and lately closed orders: where their trade is, with whoever has or reported them; urgent ones with duty."""
    comments: dict[str, list[dict[str, Any]]] = defaultdict(list)
    statement = (
        select(*OrderComment.__table__.columns)
        .where(OrderComment.order_id.in_(keys))
        .order_by(OrderComment.at, OrderComment.id)
    )
    for comment in session.execute(statement):
        comments[comment.order_id].append(
            {
                "id": comment.id,
                "by": f"person:{comment.by_id}",
                "at": instant(comment.at),
                "text": comment.text,
            }
        )
    notes = _visit_notes(session, keys)
    return {
        row.id: Built(_buckets(row), _body(row, comments[row.id], notes[row.id]))
        for row in session.execute(
            _rows(*WorkOrder.__table__.columns).where(WorkOrder.id.in_(keys), is_held(now))
        )
    }


def build_contacts(session: Session, keys: Collection[str], now: datetime) -> Mapping[str, Built]:
    """A resident's contact data: for the person an open order is assigned to, and for nobody else."""
    statement = (
        select(*OrderContact.__table__.columns, WorkOrder.assigned_to_id)
        .join(WorkOrder, WorkOrder.id == OrderContact.order_id)
        .where(OrderContact.order_id.in_(keys))
        .where(WorkOrder.state.in_(OPEN_STATES), WorkOrder.assigned_to_id.is_not(None))
    )
    return {
        row.order_id: Built(
            frozenset({buckets.person(row.assigned_to_id)}),
            {
                "order": f"work_order:{row.order_id}",
                "name": row.name,
                "phone": row.phone,
                "apartment": row.apartment,
                "pets": row.pets,
                "alarm": row.alarm,
                "preferred_time": row.preferred_time,
            },
        )
        for row in session.execute(statement)
    }


def work_of_orders(session: Session, property_ids: Collection[str], now: datetime) -> Iterable[Work]:
    """Where orders are that devices hold. One in a yard may name a space of some building."""
    statement = (
        _rows(
            WorkOrder.property_id,
            WorkOrder.building_id,
            WorkOrder.assigned_to_id,
            WorkOrder.organisation_id,
            WorkOrder.trade,
            WorkOrder.urgency,
            WorkOrder.state,
            Space.building_id.label("building_of_space_id"),
        )
        .outerjoin(Space, Space.id == WorkOrder.space_id)
        .where(WorkOrder.property_id.in_(property_ids), is_held(now))
        .distinct()
    )
    for row in session.execute(statement):
        building_id = row.building_id or row.building_of_space_id
        yield Work(row.property_id, building_id, _trade_bucket(row))
        if _is_for_duty(row):
            yield Work(row.property_id, building_id, buckets.duty(row.area_code))
        if row.assigned_to_id is not None:
            yield Work(row.property_id, building_id, buckets.person(row.assigned_to_id), row.assigned_to_id)


def is_held(now: datetime) -> ColumnElement[bool]:
    """The orders that devices hold: open ones, and those closed less than 14 days ago."""
    return WorkOrder.state.in_(OPEN_STATES) | (WorkOrder.closed_at >= window.begin(now))


def _rows(*columns: Any) -> Any:
    return (
        select(
            *columns, Property.district_code, District.area_code, Organisation.kind.label("organisation_kind")
        )
        .join(Property, Property.id == WorkOrder.property_id)
        .join(District, District.code == Property.district_code)
        .join(Organisation, Organisation.id == WorkOrder.organisation_id)
    )


def _buckets(row: Any) -> frozenset[str]:
    persons = filter(None, (row.assigned_to_id, row.reported_by_id))
    duty = [buckets.duty(row.area_code)] if _is_for_duty(row) else []
    return frozenset({_trade_bucket(row), *duty, *map(buckets.person, persons)})


def _is_for_duty(row: Any) -> bool:
    """An urgent order that is open lies in its area's duty bucket, so that whoever comes on duty has it."""
    return bool(row.urgency == "urgent" and row.state in OPEN_STATES)


def _trade_bucket(row: Any) -> str:
    return buckets.of_trade(row.organisation_id, row.organisation_kind, row.trade, row.district_code)


def _visit_notes(session: Session, keys: Collection[str]) -> dict[str, list[dict[str, Any]]]:
    """By order, oldest first. What a note says of a resident leaves the devices when the order is closed."""
    notes: dict[str, list[dict[str, Any]]] = defaultdict(list)
    statement = (
        select(*OrderVisitNote.__table__.columns, WorkOrder.state)
        .join(WorkOrder, WorkOrder.id == OrderVisitNote.order_id)
        .where(OrderVisitNote.order_id.in_(keys))
        .order_by(OrderVisitNote.at, OrderVisitNote.id)
    )
    for note in session.execute(statement):
        notes[note.order_id].append(
            {
                "id": note.id,
                "by": f"person:{note.by_id}",
                "at": instant(note.at),
                "reason": note.reason,
                "text": note.text if note.state in OPEN_STATES else None,
            }
        )
    return notes


def _body(row: Any, comments: list[dict[str, Any]], visit_notes: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "number": f"T-{row.number}",
        "property": f"property:{row.property_id}",
        "building": reference("building", row.building_id),
        "space": row.space_id,
        "place": row.place,
        "category": row.category,
        "trade": row.trade,
        "urgency": row.urgency,
        "description": row.description,
        "state": row.state,
        "reported_at": instant(row.reported_at),
        "reported_by": reference("person", row.reported_by_id),
        "reporter": row.reporter,
        "due_on": day(row.due_on),
        "start_by": instant(row.start_by),
        "assigned_to": reference("person", row.assigned_to_id),
        "organisation": f"organisation:{row.organisation_id}",
        "entry": row.entry,
        "started_at": instant(row.started_at),
        "completed_at": instant(row.completed_at),
        "completed_by": reference("person", row.completed_by_id),
        "result": row.result,
        "minutes": row.minutes,
        "result_text": row.result_text,
        "comments": comments,
        "visit_notes": visit_notes,
    }
