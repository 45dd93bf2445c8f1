"""Which rows change the documents of orders, and when an order makes places move with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from server.feed.rows import has_changed, session_of
from server.people.models import Person, PersonDistrict
from server.places.models import Property, Space
from server.work_orders.models import OrderComment, OrderContact, OrderPause, OrderVisitNote, WorkOrder
from server.work_orders.rules import OPEN_STATES


def order_itself(row: WorkOrder) -> Iterable[str]:
    """An order's own document; and that of the order into which it was merged, which shows what is said of both."""
    yield row.id
    if row.merged_into_id is not None and has_changed(row, "merged_into_id"):
        yield row.merged_into_id


def order_of_comment(row: OrderComment) -> Iterable[str | None]:
    """An order's document lists its comments, and those of its duplicates."""
    return _with_the_one_it_is(row, row.order_id)


def order_of_visit_note(row: OrderVisitNote) -> Iterable[str | None]:
    """And its visit notes."""
    return _with_the_one_it_is(row, row.order_id)


def order_of_pause(row: OrderPause) -> Iterable[str]:
    """And what it waits for."""
    return [row.order_id]


def orders_of_property(row: Property) -> Iterable[str]:
    """A property that moves to another district takes its open orders along."""
    if not has_changed(row, "district_code"):
        return ()
    is_open = WorkOrder.property_id == row.id, WorkOrder.state.in_(OPEN_STATES)
    return session_of(row).scalars(select(WorkOrder.id).where(*is_open))


def contact_itself(row: OrderContact) -> Iterable[str]:
    """A contact's own document, whose key is the order's."""
    return [row.order_id]


def contact_of_order(row: WorkOrder) -> Iterable[str]:
    """A contact, if there is one, goes to the person the order is assigned to, while it is open; and so do those of its
    duplicates.
    """
    if not has_changed(row, "assigned_to_id", "state", "merged_into_id"):
        return ()
    statement = (
        select(OrderContact.order_id)
        .join(WorkOrder, WorkOrder.id == OrderContact.order_id)
        .where((WorkOrder.id == row.id) | (WorkOrder.merged_into_id == row.id))
    )
    return session_of(row).scalars(statement)


def districts_of_order(row: WorkOrder) -> Iterable[str]:
    """A district is known to whoever has work there."""
    return _districts(row, Property.id == row.property_id) if _has_moved(row) else ()


def districts_of_person(row: Person) -> Iterable[str]:
    """The same for districts of a person whose scope changes."""
    return _districts_of_person(row, row.id) if _has_other_scope(row) else ()


def districts_of_person_district(row: PersonDistrict) -> Iterable[str]:
    """The same for a district that a person gets or loses."""
    return _districts_of_person(row, row.person_id)


def codes_of_order(row: WorkOrder) -> Iterable[str | None]:
    """Door codes are for those who have an order to see to in the next days."""
    if not has_changed(row, "assigned_to_id", "state", "urgency", "due_on", "building_id", "space_id"):
        return ()
    return _buildings(row, WorkOrder.id == row.id)


def properties_of_order(row: WorkOrder) -> Iterable[str]:
    """The property goes where its orders go."""
    return [row.property_id] if _has_moved(row) else ()


def buildings_of_order(row: WorkOrder) -> Iterable[str | None]:
    """The building goes where its orders go."""
    return _buildings(row, WorkOrder.id == row.id) if _has_moved(row) else ()


def properties_of_person(row: Person) -> Iterable[str]:
    """A person whose scope changes may lack the places of orders held so far, or no longer need them apart."""
    return _properties(row, row.id) if _has_other_scope(row) else ()


def buildings_of_person(row: Person) -> Iterable[str | None]:
    """The same for buildings."""
    return _buildings(row, WorkOrder.assigned_to_id == row.id) if _has_other_scope(row) else ()


def properties_of_person_district(row: PersonDistrict) -> Iterable[str]:
    """The same for a district that a person gets or loses."""
    return _properties(row, row.person_id)


def buildings_of_person_district(row: PersonDistrict) -> Iterable[str | None]:
    """The same for buildings."""
    return _buildings(row, WorkOrder.assigned_to_id == row.person_id)


def _with_the_one_it_is(row: object, order_id: str) -> Iterable[str | None]:
    yield order_id
    yield from session_of(row).scalars(
        select(WorkOrder.merged_into_id).where(
            WorkOrder.id == order_id, WorkOrder.merged_into_id.is_not(None)
        )
    )


def _has_moved(row: WorkOrder) -> bool:
    # An urgent order lies in the duty bucket while it is open.
    if has_changed(row, "urgency") or (row.urgency == "urgent" and has_changed(row, "state")):
        return True
    return has_changed(row, "assigned_to_id", "organisation_id", "trade", "building_id", "space_id")


def _has_other_scope(row: Person) -> bool:
    return has_changed(row, "role", "organisation_id", "is_active")


def _districts(row: object, which: Any) -> Iterable[str]:
    return session_of(row).scalars(select(Property.district_code).where(which).distinct())


def _districts_of_person(row: object, person_id: str) -> Iterable[str]:
    held = select(WorkOrder.property_id).where(WorkOrder.assigned_to_id == person_id)
    return _districts(row, Property.id.in_(held))


def _properties(row: object, person_id: str) -> Iterable[str]:
    held = select(WorkOrder.property_id).where(WorkOrder.assigned_to_id == person_id).distinct()
    return session_of(row).scalars(held)


def _buildings(row: object, which: Any) -> Iterable[str | None]:
    statement = (
        select(WorkOrder.building_id, Space.building_id)
        .outerjoin(Space, Space.id == WorkOrder.space_id)
        .where(which)
        .distinct()
    )
    for building_id, building_of_space_id in session_of(row).execute(statement):
        yield building_id or building_of_space_id
