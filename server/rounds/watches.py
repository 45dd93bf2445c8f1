"""Which rows change the documents of rounds, and when a round makes places move with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from server.feed.rows import has_changed, session_of
from server.people.models import Person, PersonDistrict
from server.places.models import Property, Space
from server.rounds.models import Round, Visit


def round_itself(row: Round) -> Iterable[str]:
    """A round's own document."""
    return [row.id]


def round_of_visit(row: Visit) -> Iterable[str]:
    """A round's document lists its visits."""
    return [row.round_id]


def rounds_of_property(row: Property) -> Iterable[str]:
    """A property that moves to another district takes along the rounds that nobody has."""
    if not has_changed(row, "district_code"):
        return ()
    untaken = Round.property_id == row.id, Round.person_id.is_(None), Round.state == "planned"
    return session_of(row).scalars(select(Round.id).where(*untaken))


def properties_of_round(row: Round) -> Iterable[str]:
    """The property goes where its rounds go."""
    return [row.property_id] if _has_moved(row) else ()


def buildings_of_round(row: Round) -> Iterable[str]:
    """The building goes where its rounds go; with a yard round go those whose spaces it visits."""
    if not _has_moved(row):
        return ()
    return [row.building_id] if row.building_id else _visited(row, Round.id == row.id)


def properties_of_person(row: Person) -> Iterable[str]:
    """A person whose scope changes may lack the places of rounds held so far, or no longer need them apart."""
    return _properties(row, row.id) if _has_other_scope(row) else ()


def buildings_of_person(row: Person) -> Iterable[str]:
    """The same for buildings."""
    return _buildings(row, row.id) if _has_other_scope(row) else ()


def properties_of_person_district(row: PersonDistrict) -> Iterable[str]:
    """The same for a district that a person gets or loses."""
    return _properties(row, row.person_id)


def buildings_of_person_district(row: PersonDistrict) -> Iterable[str]:
    """The same for buildings."""
    return _buildings(row, row.person_id)


def _has_moved(row: Round) -> bool:
    return has_changed(row, "person_id", "organisation_id", "on", "work", "building_id")


def _has_other_scope(row: Person) -> bool:
    return has_changed(row, "role", "organisation_id", "is_active")


def _properties(row: object, person_id: str) -> Iterable[str]:
    return session_of(row).scalars(select(Round.property_id).where(Round.person_id == person_id).distinct())


def _buildings(row: object, person_id: str) -> Iterable[str]:
    cleaned = (
        select(Round.building_id)
        .where(Round.person_id == person_id, Round.building_id.is_not(None))
        .distinct()
    )
    in_yards = _visited(row, (Round.person_id == person_id) & Round.building_id.is_(None))
    return [*filter(None, session_of(row).scalars(cleaned)), *in_yards]


def _visited(row: object, which: Any) -> Iterable[str]:
    statement = (
        select(Space.building_id)
        .join(Visit, Visit.space_id == Space.id)
        .join(Round, Round.id == Visit.round_id)
        .where(which)
        .distinct()
    )
    return session_of(row).scalars(statement)
