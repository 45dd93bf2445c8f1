"""Which rows change the documents of rounds, and when a round makes places move with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from server.feed.rows import has_changed, session_of
from server.people.models import Person, PersonDistrict
from server.places.models import Property, Space
from server.rounds.models import Cover, Round, Visit


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


def rounds_of_cover(row: Cover) -> Iterable[str]:
    """A cover that ends earlier takes its rounds off the phones."""
    if not has_changed(row, "ends_on"):
        return ()
    return session_of(row).scalars(select(Round.id).where(Round.cover_id == row.id))


def districts_of_round(row: Round) -> Iterable[str]:
    """A district is known to whoever has work there."""
    return _districts(row, Property.id == row.property_id) if _has_moved(row) else ()


def districts_of_cover(row: Cover) -> Iterable[str]:
    """The same when a cover ends earlier."""
    if not has_changed(row, "ends_on"):
        return ()
    covered = select(Round.property_id).where(Round.cover_id == row.id)
    return _districts(row, Property.id.in_(covered))


def districts_of_person(row: Person) -> Iterable[str]:
    """The same for districts of a person whose scope changes."""
    return _districts_of_person(row, row.id) if _has_other_scope(row) else ()


def districts_of_person_district(row: PersonDistrict) -> Iterable[str]:
    """The same for a district that a person gets or loses."""
    return _districts_of_person(row, row.person_id)


def properties_of_cover(row: Cover) -> Iterable[str]:
    """Properties stay on a phone as long as their rounds."""
    if not has_changed(row, "ends_on"):
        return ()
    return session_of(row).scalars(select(Round.property_id).where(Round.cover_id == row.id).distinct())


def buildings_of_cover(row: Cover) -> Iterable[str]:
    """The same for buildings."""
    return _buildings_where(row, Round.cover_id == row.id) if has_changed(row, "ends_on") else ()


def codes_of_round(row: Round) -> Iterable[str]:
    """Door codes are for those who have a round in the next days."""
    if not _has_moved(row) and not has_changed(row, "state"):
        return ()
    return [row.building_id] if row.building_id else _visited(row, Round.id == row.id)


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
    return has_changed(
        row,
        "person_id",
        "organisation_id",
        "on",
        "work",
        "building_id",
        "cover_id",
        "withdrawn_at",
        "is_returned",
    )


def _has_other_scope(row: Person) -> bool:
    return has_changed(row, "role", "organisation_id", "is_active")


def _properties(row: object, person_id: str) -> Iterable[str]:
    return session_of(row).scalars(select(Round.property_id).where(Round.person_id == person_id).distinct())


def _districts(row: object, which: Any) -> Iterable[str]:
    return session_of(row).scalars(select(Property.district_code).where(which).distinct())


def _districts_of_person(row: object, person_id: str) -> Iterable[str]:
    held = select(Round.property_id).where(Round.person_id == person_id)
    return _districts(row, Property.id.in_(held))


def _buildings(row: object, person_id: str) -> Iterable[str]:
    return _buildings_where(row, Round.person_id == person_id)


def _buildings_where(row: object, which: Any) -> Iterable[str]:
    cleaned = select(Round.building_id).where(which, Round.building_id.is_not(None)).distinct()
    in_yards = _visited(row, which & Round.building_id.is_(None))
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
