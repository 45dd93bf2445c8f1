"""The duty bucket of a person: from some time before each shift until its end (docs/protocol.md, Buckets)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.duty.models import DutyShift
from server.duty.terms import terms
from server.people.models import Person
from server.places import buckets


def buckets_on_duty(
    session: Session, person_ids: Collection[str], at: datetime
) -> Mapping[str, frozenset[str]]:
    """Those of the areas in which a shift is about to begin or is running."""
    statement = (
        select(DutyShift.person_id, DutyShift.area_code)
        .join(Person, Person.id == DutyShift.person_id)
        .where(DutyShift.person_id.in_(person_ids), Person.is_active)
        .where(DutyShift.begins_at <= at + terms().ahead, DutyShift.ends_at > at)
    )
    found: dict[str, set[str]] = defaultdict(set)
    for row in session.execute(statement):
        found[row.person_id].add(buckets.duty(row.area_code))
    return {person_id: frozenset(names) for person_id, names in found.items()}
