"""Documents of orders that leave the devices as days pass."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.feed import window
from server.places.models import Property, Space
from server.places.work import documents_of_building
from server.work_orders.models import WorkOrder


def ids_at_edges(session: Session, now: datetime) -> list[str]:
    """Ids of orders that were closed so long ago that they have left the window lately, and of their places."""
    begin, until = window.span_left(now)
    statement = (
        select(
            WorkOrder.id,
            WorkOrder.property_id,
            WorkOrder.building_id,
            Space.building_id.label("of_space_id"),
            Property.district_code,
        )
        .join(Property, Property.id == WorkOrder.property_id)
        .outerjoin(Space, Space.id == WorkOrder.space_id)
        .where(WorkOrder.closed_at >= begin, WorkOrder.closed_at < until)
    )
    ids: dict[str, None] = {}
    for row in session.execute(statement):
        ids |= dict.fromkeys(
            (f"work_order:{row.id}", f"property:{row.property_id}", f"district:{row.district_code}")
        )
        building_id = row.building_id or row.of_space_id
        if building_id is not None:
            ids |= dict.fromkeys(documents_of_building(building_id))
    return list(ids)
