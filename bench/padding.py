"""More work than one person has: orders assigned to a person, so that a scope reaches a wanted size."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.database import new_id
from server.people.models import Person
from server.places.models import Property
from server.work_orders.models import OrderNumber, WorkOrder


def add_orders(session: Session, person_id: str, count: int) -> None:
    """Add `count` open orders of about the demo's length, each one document in the person's own bucket.

    They lie in a district that is not the person's, so that each counts once.
    """
    person = session.get_one(Person, person_id)
    own = {item.district_code for item in person.districts}
    place = session.scalars(
        select(Property).where(Property.district_code.not_in(own)).order_by(Property.code)
    ).first()
    if place is None:
        raise RuntimeError("all districts are the person's")
    now = datetime.now(UTC)
    for number in range(count):
        order_id = new_id()
        row = OrderNumber(order_id=order_id)
        session.add(row)
        session.flush()
        session.add(
            WorkOrder(
                id=order_id,
                number=row.number,
                property_id=place.id,
                organisation_id=person.organisation_id,
                place=f"Porras {number % 6 + 1}, kerros {number % 8}",
                category="lighting",
                trade="caretaking",
                urgency="minor",
                description=f"Porrasvalo {number} ei syty, kytkin on kokeiltu useaan kertaan.",
                state="assigned",
                reporter="resident",
                reported_at=now - timedelta(minutes=number),
                due_on=now.date(),
                assigned_to_id=person_id,
            )
        )
