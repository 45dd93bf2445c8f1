"""Reads the roster: shifts, gaps, and the supervisors of an area."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.duty.models import DutyShift
from server.duty.rules import Shift, Span, chain_at, gaps
from server.people.models import Organisation, Person, PersonDistrict
from server.places.buckets import LANDLORD
from server.places.models import District
from server.places.office_hours import office_hours_of

ROLES = ("caretaker", "cleaner", "supervisor", "building_manager")
"""Who may be on duty: the landlord's people of these roles."""


def shifts_in(session: Session, area_code: str, span: Span) -> list[Shift]:
    """The shifts of an area that have an instant in common with a span. Of somebody without access: none."""
    statement = (
        select(DutyShift)
        .join(Person, Person.id == DutyShift.person_id)
        .where(DutyShift.area_code == area_code, Person.is_active)
        .where(DutyShift.begins_at < span.ends_at, DutyShift.ends_at > span.begins_at)
        .order_by(DutyShift.begins_at, DutyShift.place, DutyShift.id)
    )
    return [as_shift(row) for row in session.scalars(statement)]


def as_shift(row: DutyShift) -> Shift:
    """A row as the rules see it."""
    return Shift(row.id, row.person_id, Span(row.begins_at, row.ends_at), row.place)


def persons_on_duty(session: Session, area_code: str, at: datetime) -> list[str]:
    """The chain of an area at an instant, as ids of persons."""
    return chain_at(shifts_in(session, area_code, Span(at, at + datetime.resolution)), at)


def gaps_in(session: Session, area_code: str, span: Span) -> list[Span]:
    """The parts of a span in which the office of an area is closed and nobody is on duty."""
    return gaps(shifts_in(session, area_code, span), span, office_hours_of(session, area_code))


def supervisors_of(session: Session, area_code: str) -> Sequence[Person]:
    """The landlord's supervisors who have a district of the area, by name."""
    statement = (
        select(Person)
        .join(Organisation, Organisation.id == Person.organisation_id)
        .join(PersonDistrict, PersonDistrict.person_id == Person.id)
        .join(District, District.code == PersonDistrict.district_code)
        .where(Organisation.kind == LANDLORD, Person.role == "supervisor", Person.is_active)
        .where(District.area_code == area_code)
        .order_by(Person.name, Person.id)
        .distinct()
    )
    return session.scalars(statement).all()


def may_do_duty(person: Person) -> bool:
    """Whether a shift can be given to somebody."""
    return person.is_active and person.role in ROLES and person.organisation.kind == LANDLORD


def candidates(session: Session) -> Sequence[Person]:
    """Whom a shift can be given: the landlord's people with access, by name."""
    statement = (
        select(Person)
        .join(Organisation, Organisation.id == Person.organisation_id)
        .where(Organisation.kind == LANDLORD, Person.role.in_(ROLES), Person.is_active)
        .order_by(Person.name, Person.id)
    )
    return session.scalars(statement).all()
