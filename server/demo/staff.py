"""Everybody who works for the landlord and the companies, and which places each of them regularly looks after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from server.demo.allotment import allot
from server.demo.entities import DemoBuilding, DemoPerson, DemoProperty
from server.demo.organisations import Organisations
from server.demo.people import Hiring
from server.demo.plans import Planning

_CARETAKERS = 350
_OWN_CLEANERS = 120
_CLEANERS_OF_COMPANY = 40
_ON_WEEKENDS = 6
"""Every sixth worker also has rounds on Saturdays and Sundays."""
_SHARED_AREAS = frozenset({"2", "3", "5", "7"})


@dataclass(slots=True)
class Staff:
    """`supervisor_of`: (organisation, district) → supervisor. `caretaker_of`: property → caretaker. `cleaner_of`: building → cleaner."""

    office: list[DemoPerson] = field(default_factory=list)
    workers: list[DemoPerson] = field(default_factory=list)
    supervisor_of: dict[tuple[str, str], DemoPerson] = field(default_factory=dict)
    caretaker_of: dict[str, DemoPerson] = field(default_factory=dict)
    cleaner_of: dict[str, DemoPerson] = field(default_factory=dict)


def hire_office(
    hiring: Hiring, organisations: Organisations, districts_of_area: Mapping[str, Sequence[str]]
) -> Staff:
    """An admin, supervisors of areas (two where an area has many properties), and one supervisor in each company."""
    staff = Staff()
    landlord_id = organisations.landlord_id
    staff.office.append(hiring.hire("admin", landlord_id, ()))
    for area, districts in districts_of_area.items():
        middle = len(districts) // 2 if area in _SHARED_AREAS else 0
        for share in filter(None, (districts[:middle], districts[middle:])):
            supervisor = hiring.hire("supervisor", landlord_id, share)
            staff.office.append(supervisor)
            staff.supervisor_of |= {(landlord_id, district): supervisor for district in share}
    for company_id in organisations.company_ids:
        districts = [
            district
            for area, districts in districts_of_area.items()
            if organisations.company_of_area[area] == company_id
            for district in districts
        ]
        supervisor = hiring.hire("supervisor", company_id, districts)
        staff.office.append(supervisor)
        staff.supervisor_of |= {(company_id, district): supervisor for district in districts}
    return staff


def hire_workers(
    staff: Staff,
    hiring: Hiring,
    planning: Planning,
    organisations: Organisations,
    properties: Sequence[DemoProperty],
    size: float = 1.0,
) -> None:
    """Caretakers for all yards, cleaners for all buildings by who cleans them; each with a natural week of rounds.

    `size`: this part of the people, at least one of each.
    """

    def part(count: int) -> int:
        return max(1, round(count * size))

    for yards in allot(properties, part(_CARETAKERS), lambda owned: 1.0 + 0.3 * len(owned.buildings)):
        caretaker = _hire(
            staff, hiring, "caretaker", organisations.landlord_id, (owned.district for owned in yards)
        )
        staff.caretaker_of |= {owned.id: caretaker for owned in yards}
        planning.plan_caretaker(caretaker, yards)
    buildings = [building for owned in properties for building in owned.buildings]
    for organisation_id, count in (
        (organisations.landlord_id, _OWN_CLEANERS),
        *((company_id, _CLEANERS_OF_COMPANY) for company_id in organisations.company_ids),
    ):
        cleaned = [building for building in buildings if building.provider_id == organisation_id]
        for share in allot(cleaned, part(count), _minutes_a_week):
            cleaner = _hire(
                staff, hiring, "cleaner", organisation_id, (building.district for building in share)
            )
            staff.cleaner_of |= {building.id: cleaner for building in share}
            planning.plan_cleaner(cleaner, share)


def _hire(
    staff: Staff, hiring: Hiring, role: str, organisation_id: str, districts: Iterable[str]
) -> DemoPerson:
    is_on_weekends = len(staff.workers) % _ON_WEEKENDS == 0
    person = hiring.hire(role, organisation_id, tuple(districts), is_on_weekends=is_on_weekends)
    staff.workers.append(person)
    return person


def _minutes_a_week(building: DemoBuilding) -> float:
    stairs = sum(space.norm_minutes for space in building.of_kinds("stairwell", "lift"))
    return 2.5 * stairs + sum(space.norm_minutes for space in building.spaces if space.floor is not None)
