"""A building as the console shows it: its brief, and who has read that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from server.people.models import Person
from server.places.brief_rules import has_read, is_valid
from server.places.models import BriefConfirmation, BriefItem, Building, Property
from server.review.permission import Viewer, find, visible

_CONFIRMATIONS_MAX = 500


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who has confirmed the brief, when last, and whether that covers all that holds now."""

    name: str
    at: datetime
    is_up_to_date: bool


def find_building(session: Session, viewer: Viewer, key: str) -> Building | None:
    """One building with its spaces."""
    return find(
        session,
        viewer,
        Building,
        key,
        joinedload(Building.property).joinedload(Property.district),
        selectinload(Building.spaces),
    )


def items_of(session: Session, building: Building, today: date) -> Sequence[BriefItem]:
    """The items that hold now or will, hazards and codes among them, oldest first."""
    statement = (
        select(BriefItem)
        .where(BriefItem.building_id == building.id)
        .where(BriefItem.valid_to.is_(None) | (BriefItem.valid_to >= today))
        .order_by(BriefItem.is_sensitive, BriefItem.id)
    )
    return session.scalars(statement).all()


def readers_of(
    session: Session, viewer: Viewer, building: Building, items: Sequence[BriefItem], today: date
) -> Sequence[Reader]:
    """Who has confirmed the brief, those who lack something last; a company sees its own people only."""
    valid = {
        item.id for item in items if not item.is_sensitive and is_valid(item.valid_from, item.valid_to, today)
    }
    statement = (
        select(BriefConfirmation, Person.name)
        .join(Person, Person.id == BriefConfirmation.person_id)
        .where(BriefConfirmation.building_id == building.id)
        .order_by(BriefConfirmation.at.desc())
        .limit(_CONFIRMATIONS_MAX)
    )
    if not viewer.is_landlord:
        statement = statement.where(visible(viewer, Person))
    latest: dict[str, Reader] = {}
    for row, name in session.execute(statement):
        latest.setdefault(row.person_id, Reader(name, row.at, has_read(valid, row.items)))
    return sorted(latest.values(), key=lambda reader: (not reader.is_up_to_date, reader.name))
