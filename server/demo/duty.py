"""The made-up roster: two caretakers of each area share a week of duty, and one night nobody has been found yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from server.demo.chance import Chance
from server.demo.entities import DemoPerson
from server.demo.organisations import Organisations
from server.demo.rows import Rows
from server.demo.staff import Staff
from server.duty.models import DutyShift
from server.duty.rules import Span, closed_spans
from server.local_time import day_begin
from server.office_hours import OFFICE_HOURS

WEEKS_BACK, WEEKS_AHEAD = 1, 4
_PLACES = 2
_TURNS = 8
"""So many caretakers of an area take turns."""
_WEEK_WITH_GAP, _AREA_WITH_GAP = 2, "7"


def make_roster(
    rows: Rows,
    chance: Chance,
    staff: Staff,
    organisations: Organisations,
    districts_of_area: Mapping[str, Sequence[str]],
    today: date,
) -> None:
    """Shifts for all hours in which the office is closed, from last week until four weeks ahead."""
    monday = today - timedelta(days=today.weekday())
    all_districts = [district for districts in districts_of_area.values() for district in districts]
    for area, districts in sorted(districts_of_area.items()):
        turns = _turns(staff, organisations, districts) or _turns(staff, organisations, all_districts)
        for week in range(-WEEKS_BACK, WEEKS_AHEAD + 1):
            # Weeks of duty change on Mondays at noon, while the office is open.
            begin = day_begin(monday + timedelta(weeks=week)) + timedelta(hours=12)
            closed = closed_spans(Span(begin, begin + timedelta(weeks=1)), OFFICE_HOURS)
            on_duty = [turns[(week + WEEKS_BACK + place) % len(turns)] for place in range(_PLACES)]
            if week == _WEEK_WITH_GAP and area == _AREA_WITH_GAP:
                closed = closed[:1] + closed[2:]
            for span in closed:
                for place, person in enumerate(on_duty, start=1):
                    rows.add(
                        DutyShift,
                        id=chance.new_id(),
                        area_code=area,
                        person_id=person.id,
                        begins_at=span.begins_at,
                        ends_at=span.ends_at,
                        place=place,
                    )


def _turns(staff: Staff, organisations: Organisations, districts: Sequence[str]) -> list[DemoPerson]:
    found = [
        person
        for person in staff.workers
        if person.role == "caretaker"
        and person.organisation_id == organisations.landlord_id
        and set(person.districts) <= set(districts)
    ]
    return found[:_TURNS]
