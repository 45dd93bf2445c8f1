"""The buckets of a person (docs/protocol.md, Buckets and step 7)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from server.people.models import Organisation, Person, PersonDistrict
from server.places import buckets

# Made once: asked at every request, and building a statement takes longer than this one takes the database.
_OF_PERSONS = (
    select(Person.id, Person.role, Person.organisation_id, Organisation.kind, PersonDistrict.district_code)
    .join(Organisation, Organisation.id == Person.organisation_id)
    .outerjoin(PersonDistrict, PersonDistrict.person_id == Person.id)
    .where(Person.id.in_(bindparam("ids", expanding=True)), Person.is_active)
)


def buckets_of_persons(
    session: Session, person_ids: Collection[str], _at: datetime
) -> Mapping[str, frozenset[str]]:
    """By role, employer and districts. Who has no access any more is left out."""
    found: dict[str, set[str]] = {}
    for row in session.execute(_OF_PERSONS, {"ids": list(person_ids)}):
        names = found.setdefault(
            row.id, {buckets.CATALOGUE, buckets.person(row.id), buckets.stock(row.organisation_id)}
        )
        if row.district_code is not None:
            names.add(_part_of_district(row))
    return {person_id: frozenset(names) for person_id, names in found.items()}


def _part_of_district(row: Any) -> str:
    trade = "cleaning" if row.role == "cleaner" else "caretaking"
    return buckets.of_trade(row.organisation_id, row.kind, trade, row.district_code)
