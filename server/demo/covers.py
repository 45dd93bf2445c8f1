"""What a week of rounds brings: somebody is away and covered by a company, and skipped spaces are carried over.

Through the same services as at the desk, so that the documents are exactly what the server makes of such things.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.database import transaction
from server.demo.access import offered_people
from server.demo.city import City
from server.local_time import local_day
from server.people.models import Person
from server.places.buckets import LANDLORD
from server.rounds.covers import NewCover, make_cover
from server.rounds.models import Round, RoundPlan, Visit
from server.rounds.skipped import carry

_COVER_DAYS = 3
_CARRIED_MAX = 30


def let_rounds_be_covered(city: City, now: datetime) -> None:
    """Hand three days of a cleaner's rounds to a company's cleaner, and carry over what was skipped yesterday."""
    today = local_day(now)
    with transaction() as session:
        absent, substitute = _pair(session, city)
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


def _pair(session: Session, city: City) -> tuple[Person, Person]:
    """A cleaner of the landlord's, and a company's cleaner of another district: who tries the demo can be the latter."""
    offered = offered_people(session)
    substitute = next(
        person for person in offered if person.role == "cleaner" and person.organisation.kind != LANDLORD
    )
    theirs = {row.district_code for row in substitute.districts}
    absent = next(
        person
        for person in city.staff.workers
        if person.role == "cleaner"
        and (person.organisation_id, person.districts[0]) in city.staff.supervisor_of
        and person.organisation_id != substitute.organisation_id
        and not person.is_on_weekends
        and theirs.isdisjoint(person.districts)
    )
    return session.get_one(Person, absent.id), substitute
