"""Documents of people: oneself, the building managers and supervisors of one's districts, and one's employer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.feed.registry import Built
from server.people.models import Organisation, Person, PersonDistrict
from server.places import buckets
from server.places.models import Building, Property

_REACHABLE = frozenset({"building_manager", "supervisor"})
"""Roles that the workers of a district need to know and to reach."""


def build_persons(session: Session, keys: Collection[str], _now: datetime) -> Mapping[str, Built]:
    """Persons: everybody has oneself; building managers and supervisors lie in the buckets of their districts too."""
    persons = session.scalars(select(Person).where(Person.id.in_(keys), Person.is_active)).all()
    employers = {row.id: row for row in session.scalars(select(Organisation))}
    districts = _districts_to_be_known_in(
        session, [person.id for person in persons if person.role in _REACHABLE]
    )
    built: dict[str, Built] = {}
    for person in persons:
        names = {buckets.person(person.id)}
        is_landlords = employers[person.organisation_id].kind == buckets.LANDLORD
        for code in districts.get(person.id, ()):
            if is_landlords:
                names |= {buckets.caretaking(code), buckets.cleaning(code)}
            else:
                names.add(buckets.company(person.organisation_id, code))
        if is_landlords and person.role == "building_manager":
            names |= _company_buckets_of_manager(session, person.id)
        built[person.id] = Built(
            frozenset(names),
            {
                "name": person.name,
                "roles": [person.role],
                "phone": person.phone if person.role in _REACHABLE else None,
                "organisation": f"organisation:{person.organisation_id}",
            },
        )
    return built


def build_organisations(session: Session, keys: Collection[str], _now: datetime) -> Mapping[str, Built]:
    """Organisations: each is known to its own people only."""
    rows = session.scalars(select(Organisation).where(Organisation.id.in_(keys)))
    return {
        row.id: Built(frozenset({buckets.stock(row.id)}), {"name": row.name, "kind": row.kind})
        for row in rows
    }


def _districts_to_be_known_in(session: Session, person_ids: Collection[str]) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    own = select(PersonDistrict.person_id, PersonDistrict.district_code).where(
        PersonDistrict.person_id.in_(person_ids)
    )
    managed = (
        select(Property.building_manager_id, Property.district_code)
        .where(Property.building_manager_id.in_(person_ids))
        .distinct()
    )
    for person_id, code in (*session.execute(own), *session.execute(managed)):
        if person_id is not None:
            found[person_id].add(code)
    return found


def _company_buckets_of_manager(session: Session, person_id: str) -> set[str]:
    """A company that cleans a building needs to reach its building manager."""
    rows = session.execute(
        select(Building.cleaning_provider_id, Property.district_code)
        .join(Property, Building.property_id == Property.id)
        .join(Organisation, Building.cleaning_provider_id == Organisation.id)
        .where(Property.building_manager_id == person_id, Organisation.kind != buckets.LANDLORD)
        .distinct()
    )
    return {buckets.company(organisation_id, code) for organisation_id, code in rows}
