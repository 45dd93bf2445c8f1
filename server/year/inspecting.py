"""Quality inspections: each supervisor makes one every few weeks, graded on the phone without network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select

from server.database import snapshot
from server.inspections.services import make_inspection, prepare
from server.people.models import Person
from server.places.models import Building, Property
from server.weekdays import is_weekday
from server.year.agenda import Agenda, chance_of
from server.year.landlord import Land
from server.year.phones import Phone
from sync.codes import INSPECTED_OBJECTS, SOILS
from sync.operations.inspections import Finding, InspectionFinish, InspectionGrade
from sync.uuid7 import uuid7_of

_WORK = "maintenance_cleaning"
_A_DAY = 1 / 15
"""How many inspections a supervisor makes on a weekday."""
_FAILED = 0.12
_CORRECTED = 0.05
"""So many spaces are looked at once more after the end, and pass or fail after all."""


@dataclass(frozen=True, slots=True)
class Inspecting:
    """All supervisors who are in the houses, on one day."""

    land: Land
    agenda: Agenda
    phones: Mapping[str, Phone]

    def begin(self) -> None:
        """Plan the day's inspections."""
        if not is_weekday(self.agenda.day):
            return
        for inspector in self.land.inspectors():
            random = self._random("inspects", inspector)
            if random.random() < _A_DAY:
                at = self.agenda.at(random.randint(8, 13), random.randint(0, 59))
                self.agenda.add(at, lambda now, who=inspector: self._go(now, who))  # type: ignore[misc]

    def _go(self, now: datetime, inspector: str) -> None:
        building = self._building(now, inspector)
        if building is None:
            return
        with self.land.doing("person", inspector) as session:
            person = session.get_one(Person, inspector)
            inspected = session.get_one(Building, building)
            # Its id decides which spaces are drawn: it comes out of the seed, too.
            number = uuid7_of(
                int(now.timestamp() * 1000), self._random("inspection", inspector).getrandbits(74)
            )
            day = self.agenda.day
            make_inspection(session, inspected, _WORK, day, person, now, by=person, inspection_id=number)
            key = f"inspection:{number}"
        phone = self.phones[inspector]
        phone.begin_day(self.agenda.day)
        phone.sync_or_join(now, self.land.invite)
        at, random = now, self._random("grades", inspector)
        spaces = phone.documents()[key]["spaces"]
        for space in spaces:
            at += timedelta(minutes=random.randint(2, 6))
            phone.record(_grade(space["space"], space["required"], random), key, at)
        phone.record(InspectionFinish(), key, at + timedelta(minutes=1))
        again = [space for space in spaces if random.random() < _CORRECTED]
        for space in again:
            at += timedelta(minutes=random.randint(2, 6))
            phone.record(_grade(space["space"], space["required"], random), key, at + timedelta(minutes=1))
        self.agenda.add(
            at + timedelta(minutes=random.randint(2, 90)),
            lambda now: phone.sync_or_join(now, self.land.invite),
        )

    def _building(self, now: datetime, inspector: str) -> str | None:
        """One of the supervisor's districts in which there is something to inspect."""
        districts = [district for district, person in self.land.supervisors.items() if person == inspector]
        with self.land.app.app_context(), snapshot() as session:
            buildings = session.scalars(
                select(Building)
                .join(Property, Property.id == Building.property_id)
                .where(Property.district_code.in_(districts))
                .order_by(Building.permanent_id)
            ).all()
            chosen = self._random("building", inspector).choice(buildings) if buildings else None
            if chosen is None or not prepare(session, chosen, _WORK, self.agenda.day).sample:
                return None
            return chosen.id

    def _random(self, *about: object) -> Random:
        return chance_of(self.land.seed, self.agenda.day, *about)


def _grade(space: str, required: int, random: Random) -> InspectionGrade:
    """Now and then below what is required, and then for a reason."""
    if random.random() > _FAILED:
        return InspectionGrade(space, random.randint(required, 5))
    soils = random.sample(sorted(SOILS), random.randint(1, 2))
    findings = tuple(Finding(soil, random.choice(sorted(INSPECTED_OBJECTS))) for soil in soils)
    return InspectionGrade(space, max(0, required - random.randint(1, 2)), findings, "Ei riitä.")
