"""Who needs a building's door and alarm codes for an order."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from server.local_time import local_day
from server.places.codes import CODES_WEEKDAYS_AHEAD
from server.places.models import Space
from server.weekdays import weekdays_after
from server.work_orders.models import WorkOrder
from server.work_orders.rules import OPEN_STATES


def visitors_of_orders(
    session: Session, building_ids: Collection[str], now: datetime
) -> Iterable[tuple[str, str]]:
    """(building, person) of those who have an open order there that is urgent, begun, or due by the end of the second
    next weekday.
    """
    last = weekdays_after(local_day(now), CODES_WEEKDAYS_AHEAD)
    statement = (
        select(WorkOrder.building_id, Space.building_id, WorkOrder.assigned_to_id)
        .outerjoin(Space, Space.id == WorkOrder.space_id)
        .where(
            or_(WorkOrder.building_id.in_(building_ids), Space.building_id.in_(building_ids)),
            WorkOrder.assigned_to_id.is_not(None),
            WorkOrder.state.in_(OPEN_STATES),
            or_(WorkOrder.urgency == "urgent", WorkOrder.state == "started", WorkOrder.due_on <= last),
        )
        .distinct()
    )
    for building_id, of_space_id, person_id in session.execute(statement):
        assert person_id is not None, "asked for above"
        yield building_id or of_space_id, person_id
