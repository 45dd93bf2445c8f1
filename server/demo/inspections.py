"""A few inspections of each supervisor who is offered to try the demo: two finished, one of them with a failed space, and
one that is open today. What is graded goes through the real handlers, so what it leads to is real.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.database import transaction
from server.demo.access import offered_people
from server.demo.chance import Chance
from server.inbox.registry import Author, Received
from server.inspections import operations
from server.inspections.models import Inspection
from server.inspections.services import make_inspection
from server.local_time import local_day
from server.people.models import Organisation, Person
from server.places.buckets import LANDLORD
from server.places.models import Building, Property
from server.rounds.models import Round
from sync.operations import Finding, InspectionFinish, InspectionGrade, Operation, Payload

_WORK = "maintenance_cleaning"
_FAILED = (
    (1, (Finding("stains", "floor"), Finding("loose_dirt", "floor")), "Tahroja ja hiekkaa alatasanteella."),
    (
        1,
        (Finding("dust", "fixture"), Finding("surface_dirt", "wall")),
        "Hyllyn päällinen ja kytkinten ympäristö.",
    ),
)
_MINOR = (Finding("dust", "ceiling"),)


def let_work_be_inspected(chance: Chance, now: datetime) -> None:
    """The inspections of the offered supervisors of the landlord, over the last days and today."""
    with transaction() as session:
        supervisors = [
            person
            for person in offered_people(session)
            if person.role == "supervisor" and person.organisation.kind == LANDLORD
        ]
        for number, supervisor in enumerate(supervisors):
            own, bought = _buildings(session, supervisor, now)
            for days_ago, building in ((6, own), (3, bought)):
                at = now - timedelta(days=days_ago)
                inspection = _make(session, chance, building, supervisor, at)
                has_failed = (number + days_ago) % 2 == 1
                _grade(session, chance, inspection, supervisor, at, has_failed=has_failed)
            _make(session, chance, own, supervisor, now)


def _buildings(session: Session, supervisor: Person, now: datetime) -> tuple[Building, Building]:
    """One that own staff cleans and one that a company does, in the supervisor's districts, with rounds lately."""
    districts = [each.district_code for each in supervisor.districts]
    statement = (
        select(Building, Organisation.kind)
        .join(Property, Property.id == Building.property_id)
        .join(Organisation, Organisation.id == Building.cleaning_provider_id)
        .join(Round, Round.building_id == Building.id)
        .where(Property.district_code.in_(districts), Round.work == _WORK, Round.state == "finished")
        .where(Round.on >= local_day(now) - timedelta(days=3))
        .order_by(Building.permanent_id)
    )
    rows = session.execute(statement).unique().all()
    own = next((row.Building for row in rows if row.kind == LANDLORD), rows[0].Building)
    return own, next((row.Building for row in rows if row.kind != LANDLORD), rows[-1].Building)


def _make(
    session: Session, chance: Chance, building: Building, supervisor: Person, at: datetime
) -> Inspection:
    key = chance.new_id()
    return make_inspection(
        session, building, _WORK, local_day(at), supervisor, at, by=supervisor, inspection_id=key
    )


def _grade(
    session: Session,
    chance: Chance,
    inspection: Inspection,
    supervisor: Person,
    at: datetime,
    *,
    has_failed: bool,
) -> None:
    payloads: list[Payload] = []
    for number, space in enumerate(inspection.spaces):
        if number == 0 and has_failed:
            level, findings, text = chance.choice(_FAILED)
            payloads.append(InspectionGrade(space.space_id, level, findings, text))
        else:
            level = chance.choice((4, 4, 5))
            payloads.append(InspectionGrade(space.space_id, level, _MINOR if level == 4 else ()))
    payloads.append(InspectionFinish(None))
    for minutes, payload in enumerate(payloads):
        moment = at + timedelta(minutes=4 * minutes)
        made = Operation(
            id=chance.new_id(),
            sequence=minutes + 1,
            kind=payload.kind,
            kind_version=payload.version,
            target=f"inspection:{inspection.id}",
            base_revision=None,
            recorded_at=moment,
            clock=None,
            payload=payload,
            seen={},
        )
        author = Author(supervisor.id, supervisor.organisation_id, supervisor.role, "")
        received = Received(made, author, moment, moment)
        handle = operations.finish if isinstance(payload, InspectionFinish) else operations.grade
        handle(session, received)
