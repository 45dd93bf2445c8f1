"""The buckets of a person (docs/protocol.md, Buckets and step 7)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from server.people.models import Person
from server.places import buckets


def buckets_of_person(session: Session, person_id: str, _at: datetime) -> frozenset[str]:
    """By role, employer and districts. Empty when the person's access has ended or nobody has this id."""
    person = session.get(Person, person_id)
    if person is None or not person.is_active:
        return frozenset()
    names = {buckets.CATALOGUE, buckets.person(person.id), buckets.stock(person.organisation_id)}
    for item in person.districts:
        if person.organisation.kind != buckets.LANDLORD:
            names.add(buckets.company(person.organisation_id, item.district_code))
        elif person.role == "cleaner":
            names.add(buckets.cleaning(item.district_code))
        else:
            names.add(buckets.caretaking(item.district_code))
    return frozenset(names)
