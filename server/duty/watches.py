"""Which rows change the documents of duty."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from server.duty.models import DutyAlert, DutyShift, DutyStep
from server.feed.rows import has_changed, session_of, values_of
from server.people.models import Person, PersonDistrict
from server.places.models import Area, District


def shift_itself(row: DutyShift) -> Iterable[str]:
    """A shift's own document."""
    return [row.id]


def rosters_of_shift(row: DutyShift) -> Iterable[str]:
    """A roster lists its shifts."""
    return values_of(row, "area_code")


def roster_of_area(row: Area) -> Iterable[str]:
    """A roster bears the names of its area."""
    return [row.code]


def shifts_of_area(row: Area) -> Iterable[str]:
    """And so do shifts."""
    return session_of(row).scalars(select(DutyShift.id).where(DutyShift.area_code == row.code))


def rosters_of_person(row: Person) -> Iterable[str]:
    """Rosters name those on duty, with their numbers, and the supervisors of the area."""
    if not has_changed(row, "name", "phone", "role", "is_active", "organisation_id"):
        return ()
    session = session_of(row)
    on_duty = select(DutyShift.area_code).where(DutyShift.person_id == row.id)
    supervised = (
        select(District.area_code)
        .join(PersonDistrict, PersonDistrict.district_code == District.code)
        .where(PersonDistrict.person_id == row.id)
    )
    return {*session.scalars(on_duty), *session.scalars(supervised)}


def rosters_of_person_district(row: PersonDistrict) -> Iterable[str]:
    """Who supervises an area follows from the districts."""
    return session_of(row).scalars(select(District.area_code).where(District.code == row.district_code))


def alert_itself(row: DutyAlert) -> Iterable[str]:
    """An alert's own document."""
    return [row.id]


def alert_of_step(row: DutyStep) -> Iterable[str]:
    """An alert lists whom it has asked."""
    return [row.alert_id]
