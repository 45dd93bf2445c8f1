"""The buckets of a person (docs/protocol.md, Buckets and step 7)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from server.people.models import Organisation, Person, PersonDistrict
from server.places import buckets

_persons, _organisations, _districts = (
    Person.metadata.tables[model.__tablename__] for model in (Person, Organisation, PersonDistrict)
)
# Made once, and of columns: it is asked at every request, and the ORM would take longer than the database does.
_OF_PERSONS = (
    select(
        _persons.c.id,
        _persons.c.role,
        _persons.c.organisation_id,
        _organisations.c.kind,
        _districts.c.district_code,
    )
    .join(_organisations, _organisations.c.id == _persons.c.organisation_id)
    .outerjoin(_districts, _districts.c.person_id == _persons.c.id)
    .where(_persons.c.id.in_(bindparam("ids", expanding=True)), _persons.c.is_active)
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
