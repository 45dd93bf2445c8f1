"""What a week of rounds brings: somebody is away and covered by a company, and skipped spaces are carried over.

Through the same services as at the desk, so that the documents are exactly what the server makes of such things.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from server.database import transaction
from server.demo.city import City
from server.demo.entities import DemoPerson
from server.local_time import local_day
from server.people.models import Person
from server.rounds.covers import NewCover, make_cover
from server.rounds.models import Round, RoundPlan, Visit
from server.rounds.skipped import carry

_COVER_DAYS = 3
_CARRIED_MAX = 30


def let_rounds_be_covered(city: City, now: datetime) -> None:
    """Hand three days of a cleaner's rounds to a company's cleaner, and carry over what was skipped yesterday."""
    today = local_day(now)
    with transaction() as session:
        absent, substitute = (session.get_one(Person, person.id) for person in _pair(city))
        new = NewCover(
            absent=absent,
            starts_on=today,
            ends_on=today + timedelta(days=_COVER_DAYS - 1),
            person=substitute,
            organisation_id=substitute.organisation_id,
            reason="absence",
        )
        supervisor = city.staff.supervisor_of[absent.organisation_id, absent.districts[0].district_code]
        make_cover(session, new, supervisor.id, now)
        skipped = session.execute(
            select(Round, Visit)
            .join(Visit, Visit.round_id == Round.id)
            .join(RoundPlan, RoundPlan.id == Round.plan_id)
            .where(Visit.state == "skipped", Round.on.between(today - timedelta(days=2), today))
            .order_by(Round.on.desc(), Visit.id)
            .limit(_CARRIED_MAX)
        ).all()
        for round_, visit in skipped:
            carry(session, round_, visit, today)


def _pair(city: City) -> tuple[DemoPerson, DemoPerson]:
    """A cleaner of the landlord's who works weekdays, and a company's cleaner who is on offer to try the demo."""
    cleaners = [person for person in city.staff.workers if person.role == "cleaner"]
    substitute = next(
        person for person in cleaners if not _is_landlords(city, person) and person.is_on_weekends
    )
    absent = next(
        person
        for person in cleaners
        if _is_landlords(city, person)
        and not person.is_on_weekends
        and person.districts != substitute.districts
    )
    return absent, substitute


def _is_landlords(city: City, person: DemoPerson) -> bool:
    return person.organisation_id == city.staff.office[0].organisation_id
