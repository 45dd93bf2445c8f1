"""Round plans for every building and yard, with the same people on the same weekdays: what makes a day natural.

A cleaner has three to five buildings. Stairwells come two or three times a week, alternating between buildings; laundry, sauna and
cellar once a week on a day without the same building's stairwells. A caretaker has one or two yards. Some people work weekends too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from server.demo.chance import Chance
from server.demo.entities import DemoBuilding, DemoPerson, DemoProperty, DemoSpace
from server.demo.rows import Rows
from server.rounds.models import PlanVisit, RoundPlan
from server.rounds.usual_tasks import BASIC_WASH_TASKS, usual_tasks

_STAIRS = ("stairwell", "lift")
_WEEKLY = (
    "cellar_corridor",
    "storage",
    "bicycle_store",
    "laundry_room",
    "drying_room",
    "shared_sauna",
    "club_room",
)
_YARD = ("courtyard", "waste_room", "playground")
_DAYS = ("MO", "TU", "WE", "TH", "FR")
_WEEKEND = ("SA", "SU")
WEEKEND_RULE = "FREQ=WEEKLY;BYDAY=SA,SU"
_UNASSIGNED = 0.03


@dataclass(frozen=True, slots=True)
class DemoVisit:
    """A space to be visited, and what is to be done there."""

    space_id: str
    tasks: tuple[str, ...]
    norm_minutes: int


@dataclass(frozen=True, slots=True)
class DemoPlan:
    """A round plan, as the maker of rounds needs it."""

    id: str
    property_id: str
    building_id: str | None
    organisation_id: str
    person_id: str | None
    work: str
    rrule: str
    starts_on: date
    visits: tuple[DemoVisit, ...]


class Planning:
    """Makes plans and keeps their rows. All plans begin on the same Monday, some weeks before the day of first start."""

    def __init__(self, rows: Rows, chance: Chance, today: date) -> None:
        self._rows = rows
        self._chance = chance
        self._starts_on = today - timedelta(days=today.weekday(), weeks=6)
        self.plans: list[DemoPlan] = []

    def plan_cleaner(self, cleaner: DemoPerson, buildings: Sequence[DemoBuilding]) -> None:
        """The regular rounds of a cleaner."""
        for index, building in enumerate(buildings):
            stairs_days = ("MO", "WE", "FR") if index % 2 == 0 else ("TU", "TH")
            other_days = [day for day in _DAYS if day not in stairs_days]
            self._plan(building, cleaner, stairs_days, building.of_kinds(*_STAIRS))
            weekly_day = other_days[(index // 2) % len(other_days)]
            self._plan(building, cleaner, (weekly_day,), building.of_kinds(*_WEEKLY))
        if cleaner.is_on_weekends:
            for building in buildings[:2]:
                spaces = building.of_kinds("stairwell", "laundry_room", "shared_sauna")
                self._plan(building, cleaner, _WEEKEND, spaces)

    def plan_caretaker(self, caretaker: DemoPerson, properties: Sequence[DemoProperty]) -> None:
        """The yards of a caretaker: every weekday in one of them, storm drains once a week."""
        for index, owned in enumerate(properties):
            days = _DAYS if len(properties) == 1 else _DAYS[index % 2 :: 2]
            first = owned.buildings[0]
            self._plan_yard(owned, caretaker, days, first.of_kinds(*_YARD))
            self._plan_yard(owned, caretaker, (self._chance.choice(days),), first.of_kinds("storm_drain"))
        if caretaker.is_on_weekends and properties:
            first = properties[0].buildings[0]
            self._plan_yard(properties[0], caretaker, _WEEKEND, first.of_kinds("courtyard", "waste_room"))

    def plan_basic_wash(self, building: DemoBuilding, organisation_id: str) -> None:
        """Once a year all stairwells are washed thoroughly, by whoever is sent: nobody is named in the plan."""
        month, week, day = self._chance.randint(1, 12), self._chance.randint(1, 4), self._chance.choice(_DAYS)
        visits = [
            DemoVisit(space.id, BASIC_WASH_TASKS, space.norm_minutes * 4)
            for space in building.of_kinds("stairwell", "cellar_corridor")
        ]
        rule = f"FREQ=YEARLY;BYMONTH={month};BYDAY={week}{day}"
        self._add(building.property_id, building.id, organisation_id, None, "basic_wash", rule, visits)

    def _plan(
        self, building: DemoBuilding, cleaner: DemoPerson, days: Sequence[str], spaces: Iterable[DemoSpace]
    ) -> None:
        self._add(
            building.property_id,
            building.id,
            cleaner.organisation_id,
            self._regular(cleaner),
            "maintenance_cleaning",
            _weekly(days),
            [
                DemoVisit(space.id, usual_tasks(space.kind, "maintenance_cleaning"), space.norm_minutes)
                for space in spaces
            ],
        )

    def _plan_yard(
        self, owned: DemoProperty, caretaker: DemoPerson, days: Sequence[str], spaces: Iterable[DemoSpace]
    ) -> None:
        self._add(
            owned.id,
            None,
            caretaker.organisation_id,
            self._regular(caretaker),
            "yard_care",
            _weekly(days),
            [
                DemoVisit(space.id, usual_tasks(space.kind, "yard_care"), space.norm_minutes)
                for space in spaces
            ],
        )

    def _regular(self, person: DemoPerson) -> str | None:
        """The person; now and then nobody, so that there are rounds to be taken up."""
        is_fixed = person.is_on_weekends or not self._chance.happens(_UNASSIGNED)
        return person.id if is_fixed else None

    def _add(
        self,
        property_id: str,
        building_id: str | None,
        organisation_id: str,
        person_id: str | None,
        work: str,
        rrule: str,
        visits: Sequence[DemoVisit],
    ) -> None:
        if not visits:
            return
        plan = DemoPlan(
            self._chance.new_id(),
            property_id,
            building_id,
            organisation_id,
            person_id,
            work,
            rrule,
            self._starts_on,
            tuple(visits),
        )
        self.plans.append(plan)
        self._rows.add(
            RoundPlan,
            id=plan.id,
            property_id=property_id,
            building_id=building_id,
            organisation_id=organisation_id,
            person_id=person_id,
            work=work,
            rrule=rrule,
            starts_on=plan.starts_on,
            ends_on=None,
            # What the demo's plans have in common: its rounds were made without moving any.
            holidays="keep",
            on_skip="next_round",
        )
        for position, visit in enumerate(plan.visits, start=1):
            self._rows.add(
                PlanVisit,
                id=self._chance.new_id(),
                plan_id=plan.id,
                position=position,
                space_id=visit.space_id,
                tasks=list(visit.tasks),
                norm_minutes=visit.norm_minutes,
            )


def _weekly(days: Sequence[str]) -> str:
    return f"FREQ=WEEKLY;BYDAY={','.join(days)}"
