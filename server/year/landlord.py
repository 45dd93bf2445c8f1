"""The beginning: the demo's landlord at some size, and its people, each with a phone that has joined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.audit.actor import act_as
from server.database import snapshot, transaction, upgrade
from server.demo.city import make_city
from server.demo.load import load_city
from server.feed.history import begin_history
from server.local_time import day_begin
from server.people.join_codes import make_code
from server.people.models import Organisation, Person, PersonDistrict
from server.places.buckets import LANDLORD
from server.places.models import Building, District, Property, Space
from server.rounds.models import RoundPlan
from server.rounds.plan_days import HOLIDAY_RULES
from server.year.agenda import chance_of
from server.year.phones import Phone

WORKERS = ("caretaker", "cleaner")
_CODE_SECONDS = 86_400
_OUTDOORS = frozenset({"courtyard", "playground", "storm_drain", "roof_gutter", "waste_room"})
_HOLIDAY_SHARES = (6, 2, 2)
"""How many of ten plans keep, move and drop a round on a public holiday."""


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody with a phone."""

    id: str
    role: str
    organisation_id: str


@dataclass(frozen=True, slots=True)
class Place:
    """A building, who sees to it, and what can be reported there. Ids."""

    id: str
    area: str
    district: str
    shared: tuple[str, ...]
    """Spaces indoors."""
    caretaker: str | None
    cleaner: str | None


@dataclass(frozen=True, slots=True)
class Land:
    """What stays the same all year. All in an order that the seed decides."""

    app: Flask
    seed: str
    begins_on: date
    workers: Mapping[str, Worker]
    places: tuple[Place, ...]
    supervisors: Mapping[str, str]
    """By district, the landlord's."""
    areas: tuple[str, ...]
    landlord: str

    @contextmanager
    def doing(self, kind: str, name: str) -> Iterator[Session]:
        """A write transaction of somebody, as the audit log names them."""
        with self.app.app_context():
            act_as(kind, name)
            with transaction() as session:
                yield session

    def invite(self, person_id: str, now: datetime) -> str:
        """A code with which somebody's phone joins."""
        with self.doing("command", "simulate year") as session:
            return make_code(session, session.get_one(Person, person_id), None, _CODE_SECONDS, now)

    def any_supervisor(self) -> str:
        """Whoever sits at the desk."""
        return self.supervisors[self.places[0].district]

    def inspectors(self) -> list[str]:
        """The landlord's supervisors, who inspect with a phone. Sorted."""
        return sorted(set(self.supervisors.values()))

    def place(self, building_id: str | None) -> Place | None:
        """A building of the landlord's."""
        return next((place for place in self.places if place.id == building_id), None)


def make_landlord(
    app: Flask, seed: str, size: float, begins_on: date, counts: Counter[str]
) -> dict[str, Phone]:
    """Make tables and rows in an empty database as of the first midnight; returns the phones, joined and synced."""
    now = day_begin(begins_on)
    with app.app_context():
        act_as("command", "simulate year")
        upgrade()
        with transaction() as session:
            begin_history(session)
        # The first night's job makes all rounds from the first day on, by the rules of their plans.
        city = make_city(now, f"year {seed}", size, begins_on - timedelta(days=1))
        random = chance_of(seed, "holidays")
        for plan in city.rows.of(RoundPlan):
            _of(plan)["holidays"] = random.choices(HOLIDAY_RULES, _HOLIDAY_SHARES)[0]
        load_city(city)
        with transaction() as session:
            inspectors = set(_supervisors(session).values())
            with_phone = Person.role.in_(WORKERS) | Person.id.in_(inspectors)
            people = session.scalars(select(Person).where(with_phone).order_by(Person.id)).all()
            codes = {person.id: make_code(session, person, None, _CODE_SECONDS, now) for person in people}
    phones = {}
    for person_id, code in codes.items():
        phones[person_id] = phone = Phone(app, seed, person_id, counts, None)
        phone.join(code, now)
        phone.sync(now)
    return phones


def read_land(app: Flask, seed: str, begins_on: date) -> Land:
    """What stays the same, from the database."""
    with app.app_context(), snapshot() as session:
        people = session.scalars(select(Person).where(Person.role.in_(WORKERS)).order_by(Person.id))
        workers = {row.id: Worker(row.id, row.role, row.organisation_id) for row in people}
        areas = session.scalars(select(District.area_code).distinct().order_by(District.area_code)).all()
        return Land(
            app,
            seed,
            begins_on,
            workers,
            tuple(_places(session)),
            _supervisors(session),
            tuple(areas),
            _landlord(session),
        )


def _landlord(session: Session) -> str:
    return session.scalars(select(Organisation.id).where(Organisation.kind == LANDLORD)).one()


def _supervisors(session: Session) -> dict[str, str]:
    rows = session.execute(
        select(PersonDistrict.district_code, Person.id)
        .join(Person, Person.id == PersonDistrict.person_id)
        .where(Person.role == "supervisor", Person.organisation_id == _landlord(session))
        .order_by(PersonDistrict.district_code, Person.id.desc())
    )
    return {row.district_code: row.id for row in rows}


def _places(session: Session) -> Iterator[Place]:
    plans = session.execute(
        select(RoundPlan.property_id, RoundPlan.building_id, RoundPlan.person_id)
        .where(RoundPlan.person_id.is_not(None))
        .order_by(RoundPlan.id)
    ).all()
    caretakers = {property_id: person for property_id, building, person in plans if building is None}
    cleaners = {building: person for _, building, person in plans if building is not None}
    spaces: dict[str, list[Space]] = {}
    for space in session.scalars(select(Space).order_by(Space.id)):
        spaces.setdefault(space.building_id, []).append(space)
    rows = session.execute(
        select(Building, Property, District)
        .join(Property, Property.id == Building.property_id)
        .join(District, District.code == Property.district_code)
        .order_by(Building.permanent_id)
    )
    for building, property_, district in rows:
        inside = spaces.get(building.id, [])
        yield Place(
            id=building.id,
            area=district.area_code,
            district=district.code,
            shared=tuple(space.id for space in inside if space.kind not in _OUTDOORS),
            caretaker=caretakers.get(property_.id),
            cleaner=cleaners.get(building.id),
        )


def _of(row: Mapping[str, Any]) -> dict[str, Any]:
    """Rows that are not inserted yet may still be amended."""
    assert isinstance(row, dict)
    return row
