"""People and their devices as the console lists and shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, joinedload, raiseload, selectinload

from server.inbox.gaps import Gap, gaps_of
from server.people.models import Device, Organisation, Person, PersonDistrict
from server.places.models import District
from server.review.permission import Viewer, find, visible

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """Whom to list. None or empty: no matter. `devices` is `unsent`, `none` (no phone yet) or None."""

    text: str = ""
    role: str | None = None
    organisation_id: str | None = None
    district_code: str | None = None
    devices: str | None = None
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class DeviceSummary:
    """A person's phones that still have access: how many, when one was last in contact, what waits on them."""

    count: int = 0
    last_contact_at: datetime | None = None
    pending_count: int = 0
    pending_oldest_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """One page of people with their phones, and how many people there are in all."""

    people: Sequence[Person]
    devices: dict[str, DeviceSummary]
    number: int
    total: int


def page_of(session: Session, viewer: Viewer, wanted: PeopleFilter, number: int) -> PeoplePage:
    """A page (from 1), by name."""
    conditions = _conditions(viewer, wanted)
    total = session.scalar(select(func.count()).select_from(Person).where(*conditions)) or 0
    number = max(1, min(number, -(-total // PAGE_SIZE)))
    statement = (
        select(Person)
        .where(*conditions)
        .order_by(Person.name, Person.id)
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
        .options(joinedload(Person.organisation), selectinload(Person.districts), raiseload("*"))
    )
    people = session.scalars(statement).all()
    return PeoplePage(people, _summaries(session, [person.id for person in people]), number, total)


def find_person(session: Session, viewer: Viewer, key: str) -> Person | None:
    """One person, or None when there is none that the viewer may see."""
    return find(session, viewer, Person, key, joinedload(Person.organisation), selectinload(Person.districts))


def devices_of(session: Session, person: Person) -> Sequence[Device]:
    """A person's devices: those with access first, then the one that was last in contact."""
    statement = (
        select(Device)
        .where(Device.person_id == person.id)
        .order_by(Device.revoked_at.is_not(None), Device.last_contact_at.desc(), Device.id)
    )
    return session.scalars(statement).all()


def receipts_of(session: Session, devices: Sequence[Device]) -> Mapping[str, Sequence[Gap]]:
    """By device, what it recorded and the server never got: one query for all of them."""
    return gaps_of(session, [device.id for device in devices])


def organisations(session: Session, viewer: Viewer) -> Sequence[Organisation]:
    """The organisations whose people the viewer sees, the landlord first."""
    statement = (
        select(Organisation)
        .where(Organisation.id.in_(select(Person.organisation_id).where(visible(viewer, Person))))
        .order_by(Organisation.kind, Organisation.name)
    )
    return session.scalars(statement).all()


def _summaries(session: Session, person_ids: Sequence[str]) -> dict[str, DeviceSummary]:
    rows = session.execute(
        select(
            Device.person_id,
            func.count(),
            func.max(Device.last_contact_at),
            func.sum(Device.pending_count),
            func.min(Device.pending_oldest_at),
        )
        .where(Device.person_id.in_(person_ids), Device.revoked_at.is_(None))
        .group_by(Device.person_id)
    )
    return {
        person_id: DeviceSummary(count, last_contact_at, pending_count, pending_oldest_at)
        for person_id, count, last_contact_at, pending_count, pending_oldest_at in rows
    }


def _conditions(viewer: Viewer, wanted: PeopleFilter) -> list[ColumnElement[bool]]:
    conditions = [visible(viewer, Person), Person.is_active == wanted.is_active]
    if wanted.text:
        columns = (Person.name, Person.username, Person.phone)
        conditions.append(or_(*(column.icontains(wanted.text, autoescape=True) for column in columns)))
    if wanted.role:
        conditions.append(Person.role == wanted.role)
    if wanted.organisation_id:
        conditions.append(Person.organisation_id == wanted.organisation_id)
    if wanted.district_code:
        there = select(PersonDistrict.person_id).where(PersonDistrict.district_code == wanted.district_code)
        conditions.append(Person.id.in_(there))
    with_access = select(Device.person_id).where(Device.revoked_at.is_(None))
    if wanted.devices == "none":
        conditions.append(Person.id.not_in(with_access))
    elif wanted.devices == "unsent":
        conditions.append(Person.id.in_(with_access.where(Device.pending_count > 0)))
    return conditions


def districts_of(session: Session, person: Person) -> Sequence[District]:
    """Where a person works."""
    codes = [item.district_code for item in person.districts]
    return session.scalars(select(District).where(District.code.in_(codes)).order_by(District.code)).all()
