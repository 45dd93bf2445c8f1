"""What a space that failed leads to once its inspection is finished, and taking that back when it passes after all.

`next_round`: the next round of the same work does the space again, as it does a skipped one: what is done again is the
last visit that was recorded there. Where there was none, or by `order`, it is a cleaning order. However often this is
asked for, it leads to one visit or one order.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.inbox.registry import Received
from server.inspections.models import InspectedSpace, Inspection
from server.inspections.rules import has_passed
from server.local_time import local_day
from server.people.models import Person
from server.places.models import Space
from server.rounds.models import Round, Visit
from server.rounds.skipped import carry, drop_carried
from server.work_orders.models import WorkOrder
from server.work_orders.services import NewOrder, Origin, cancel, create_order

_SOILS = {
    "loose_dirt": "irtolika",
    "dust": "pöly",
    "stains": "tahrat",
    "surface_dirt": "pinttynyt lika",
}
_OBJECTS = {"floor": "lattia", "wall": "seinä", "fixture": "kalusteet", "ceiling": "katto"}
"""In the language of the register, as descriptions of orders are."""
_PASSED_AFTER_ALL = "Laatukierroksen arvio korjattiin: taso riittää."


def follow(session: Session, inspection: Inspection, inspected: InspectedSpace, received: Received) -> None:
    """Do what the inspection asks for of a space as it is graded now: nothing twice."""
    if has_passed(inspected.level, inspected.required) is False:
        _lead_on(session, inspection, inspected, received)
    else:
        _take_back(session, inspection, inspected, received.at)


def _lead_on(session: Session, inspection: Inspection, inspected: InspectedSpace, received: Received) -> None:
    if inspection.on_fail == "nothing" or inspected.order_id is not None:
        return
    by_round = inspection.on_fail == "next_round"
    visit = _last_visit(session, inspection, inspected, received.at) if by_round else None
    if visit is None:
        inspected.order_id = _order(session, inspection, inspected, received).id
        return
    inspected.redo_of_id = visit.id
    carry(session, session.get_one(Round, visit.round_id), visit, local_day(received.received_at))


def _last_visit(
    session: Session, inspection: Inspection, inspected: InspectedSpace, at: datetime
) -> Visit | None:
    """The one that was chosen before, or the last that was recorded by the day of the end."""
    if inspected.redo_of_id is not None:
        return session.get_one(Visit, inspected.redo_of_id)
    return session.scalars(
        select(Visit)
        .join(Round, Round.id == Visit.round_id)
        .where(
            Visit.space_id == inspected.space_id,
            Visit.state != "open",
            Round.building_id == inspection.building_id,
            Round.work == inspection.work,
            Round.organisation_id == inspection.organisation_id,
            Round.on <= local_day(inspection.finished_at or at),
        )
        .order_by(Round.on.desc(), Visit.at.desc(), Visit.id.desc())
        .limit(1)
    ).one_or_none()


def _order(
    session: Session, inspection: Inspection, inspected: InspectedSpace, received: Received
) -> WorkOrder:
    space = session.get_one(Space, inspected.space_id)
    return create_order(
        session,
        NewOrder(
            property=inspection.property,
            building=inspection.building,
            space=space,
            category="cleaning",
            urgency="minor",
            description=_description(space, inspected),
            reporter="supervisor",
            reported_by=session.get_one(Person, inspected.by_id),
            # It may pass after all and fail again: the order of then is another one.
            origin=Origin("inspection", inspection.id, f"{space.id}:{received.operation.id}"),
        ),
        received.at,
        received.received_at,
    )


def _description(space: Space, inspected: InspectedSpace) -> str:
    found = [f"{_OBJECTS[each['object']]}: {_SOILS[each['soil']]}" for each in inspected.findings]
    text = f"Laatukierroksella liian matala taso: {space.name} (taso {inspected.level}, vaadittu {inspected.required})."
    text += f" {', '.join(found).capitalize()}." if found else ""
    return text + (f" {inspected.text}" if inspected.text else "")


def _take_back(session: Session, inspection: Inspection, inspected: InspectedSpace, at: datetime) -> None:
    order = session.get(WorkOrder, inspected.order_id) if inspected.order_id is not None else None
    if order is not None and order.state in {"new", "assigned"}:
        cancel(session, order, session.get_one(Person, inspected.by_id), _PASSED_AFTER_ALL, at)
    visit_id = inspected.redo_of_id
    inspected.redo_of_id = inspected.order_id = None
    if visit_id is None:
        return
    session.flush()
    visit = session.get_one(Visit, visit_id)
    others = select(InspectedSpace.id).where(InspectedSpace.redo_of_id == visit_id).limit(1)
    # A skipped visit is carried for its own sake.
    if visit.state != "skipped" and session.scalars(others).first() is None:
        drop_carried(session, visit, at)
