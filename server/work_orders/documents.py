"""The documents `work_order` and `order_contact` (docs/documents.md), and the work that orders are to places."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from server.feed import window
from server.feed.fields import day, instant, reference
from server.feed.registry import Built
from server.people.models import Organisation
from server.places import buckets
from server.places.models import District, Property, Space
from server.places.work import Work
from server.work_orders.models import OrderContact, WorkOrder
from server.work_orders.remarks import Remarks, remarks_of
from server.work_orders.rules import OPEN_STATES


def build_orders(session: Session, keys: Collection[str], now: datetime) -> Mapping[str, Built]:
    """Open and lately closed orders: where their trade is, with whoever has or reported them; urgent ones with duty."""
    rows = session.execute(
        _rows(*WorkOrder.__table__.columns).where(WorkOrder.id.in_(keys), is_held(now))
    ).all()
    remarks = remarks_of(session, [row.id for row in rows])
    return {row.id: Built(_buckets(row), _body(row, remarks[row.id])) for row in rows}


def build_contacts(session: Session, keys: Collection[str], now: datetime) -> Mapping[str, Built]:
    """A resident's contact data: for the person an open order is assigned to, and for nobody else.

    That of a duplicate goes with the order that lives on.
    """
    own, counting = aliased(WorkOrder), aliased(WorkOrder)
    statement = (
        select(*OrderContact.__table__.columns, counting.assigned_to_id, counting.id.label("counting_id"))
        .join(own, own.id == OrderContact.order_id)
        .join(counting, counting.id == func.coalesce(own.merged_into_id, own.id))
        .where(OrderContact.order_id.in_(keys))
        .where(counting.state.in_(OPEN_STATES), counting.assigned_to_id.is_not(None))
    )
    return {
        row.order_id: Built(
            frozenset({buckets.person(row.assigned_to_id)}),
            {
                "order": f"work_order:{row.counting_id}",
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


def _body(row: Any, remarks: Remarks) -> dict[str, Any]:
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
        "comments": remarks.comments,
        # What a note says of a resident leaves the devices when the order is closed.
        "visit_notes": remarks.visit_notes
        if row.state in OPEN_STATES
        else [{**note, "text": None} for note in remarks.visit_notes],
        "paused": remarks.paused,
        "found_on": f"{row.origin_kind}:{row.origin_id}" if row.origin_kind is not None else None,
        "merged_into": reference("work_order", row.merged_into_id),
    }
