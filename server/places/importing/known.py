"""What the database knows already, read once, for rows to be checked against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.people.models import Organisation, Person
from server.places.models import Building, District, Property
from server.sheets.cells import fold


@dataclass(frozen=True, slots=True)
class Known:
    """Names are folded (`fold`), so that case does not matter. `property_of`: permanent building id → property code."""

    districts: frozenset[str]
    organisations: Mapping[str, str]
    managers: Mapping[str, frozenset[str]]
    property_of: Mapping[str, str]


def read_known(session: Session) -> Known:
    """Districts, organisations by name, building managers by user name and by name, buildings by permanent id."""
    managers: dict[str, set[str]] = {}
    people = select(Person.id, Person.name, Person.username).where(
        Person.role == "building_manager", Person.is_active.is_(True)
    )
    for person_id, name, username in session.execute(people):
        for key in (name, username):
            if key:
                managers.setdefault(fold(key), set()).add(person_id)
    buildings = select(Building.permanent_id, Property.code).join(Building.property)
    return Known(
        districts=frozenset(session.scalars(select(District.code))),
        organisations={
            fold(row.name): row.id for row in session.execute(select(Organisation.name, Organisation.id))
        },
        managers={name: frozenset(ids) for name, ids in managers.items()},
        property_of={row.permanent_id: row.code for row in session.execute(buildings)},
    )
