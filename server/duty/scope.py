"""The duty bucket of a person: from some time before each shift until its end (docs/protocol.md, Buckets)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from server.duty.models import DutyShift
from server.duty.terms import terms
from server.people.models import Person
from server.places import buckets

_shifts, _persons = (DutyShift.metadata.tables[model.__tablename__] for model in (DutyShift, Person))
# Made once, and of columns: it is asked at every request and for every operation.
_ON_DUTY = (
    select(_shifts.c.person_id, _shifts.c.area_code)
    .join(_persons, _persons.c.id == _shifts.c.person_id)
    .where(_shifts.c.person_id.in_(bindparam("ids", expanding=True)), _persons.c.is_active)
    .where(_shifts.c.begins_at <= bindparam("until"), _shifts.c.ends_at > bindparam("at"))
)


def buckets_on_duty(
    session: Session, person_ids: Collection[str], at: datetime
) -> Mapping[str, frozenset[str]]:
    """Those of the areas in which a shift is about to begin or is running."""
    asked = {"ids": list(person_ids), "until": at + terms().ahead, "at": at}
    found: dict[str, set[str]] = defaultdict(set)
    for row in session.execute(_ON_DUTY, asked):
        found[row.person_id].add(buckets.duty(row.area_code))
    return {person_id: frozenset(names) for person_id, names in found.items()}
