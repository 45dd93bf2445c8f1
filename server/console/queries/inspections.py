"""Inspections as the console lists and shows them, and the results of own staff and companies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, joinedload, raiseload, selectinload

from server.console.queries.places import properties_where
from server.inspections.models import InspectedSpace, Inspection, InspectionGrade
from server.inspections.rules import INSPECTOR_ROLES, Grade, Result, summarise
from server.people.models import Organisation, Person, PersonDistrict
from server.places.models import Building, Property
from server.review.permission import Viewer, find, visible
from server.rounds.models import Round, Visit
from server.work_orders.models import WorkOrder

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class InspectionFilter:
    """Which inspections are asked for. None or empty: no matter. `has_failed`: at least one space has. Days: both."""

    state: str | None = None
    has_failed: bool = False
    organisation_id: str | None = None
    place: str = ""
    district_code: str | None = None
    from_day: date | None = None
    to_day: date | None = None


@dataclass(frozen=True, slots=True)
class InspectionPage:
    """One page of inspections, and how many there are in all."""

    inspections: Sequence[Inspection]
    number: int
    total: int


@dataclass(frozen=True, slots=True)
class LedTo:
    """What a failed space led to: an order, a visit on a round of a day, or one that waits for a round (no day)."""

    order: WorkOrder | None = None
    is_visit: bool = False
    on: date | None = None
    visit_state: str | None = None


@dataclass(frozen=True, slots=True)
class OrganisationResult:
    """An organisation's results: of so many inspections."""

    organisation: Organisation
    inspections: int
    result: Result


def page_of(session: Session, viewer: Viewer, wanted: InspectionFilter, number: int) -> InspectionPage:
    """A page (from 1), the newest first."""
    conditions = _conditions(viewer, wanted)
    total = session.scalar(select(func.count()).select_from(Inspection).where(*conditions)) or 0
    number = max(1, min(number, -(-total // PAGE_SIZE)))
    statement = (
        select(Inspection)
        .where(*conditions)
        .order_by(Inspection.on.desc(), Inspection.id.desc())
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
        .options(*_PARTS, selectinload(Inspection.spaces), raiseload("*"))
    )
    return InspectionPage(session.scalars(statement).all(), number, total)


def find_inspection(session: Session, viewer: Viewer, key: str) -> Inspection | None:
    """One inspection with its spaces and all their grades."""
    spaces = selectinload(Inspection.spaces)
    grades = spaces.selectinload(InspectedSpace.grades).joinedload(InspectionGrade.by)
    return find(
        session,
        viewer,
        Inspection,
        key,
        *_PARTS,
        joinedload(Inspection.finished_by),
        spaces.joinedload(InspectedSpace.space),
        spaces.joinedload(InspectedSpace.by),
        grades,
    )


def led_to(session: Session, viewer: Viewer, inspection: Inspection) -> Mapping[str, LedTo]:
    """What the failed spaces led to, by space, as far as the viewer may see it."""
    orders = {each.order_id: each.space_id for each in inspection.spaces if each.order_id is not None}
    statement = select(WorkOrder).where(WorkOrder.id.in_(orders), visible(viewer, WorkOrder))
    found = {orders[order.id]: LedTo(order=order) for order in session.scalars(statement)}
    sources = {each.redo_of_id: each.space_id for each in inspection.spaces if each.redo_of_id is not None}
    visits = (
        select(Visit.carried_from_id, Visit.state, Round.on)
        .join(Round, Round.id == Visit.round_id)
        .where(Visit.carried_from_id.in_(sources), Visit.withdrawn_at.is_(None))
    )
    days = {row.carried_from_id: (row.on, row.state) for row in session.execute(visits)}
    for source, space_id in sources.items():
        on, state = days.get(source, (None, None))
        found[space_id] = LedTo(is_visit=True, on=on, visit_state=state)
    return found


def results(session: Session, viewer: Viewer, wanted: InspectionFilter) -> Sequence[OrganisationResult]:
    """The finished inspections by organisation: the landlord's own staff first, then companies by name."""
    conditions = [*_conditions(viewer, wanted), Inspection.state == "finished"]
    statement = (
        select(Inspection.organisation_id, Inspection.id, InspectedSpace.level, InspectedSpace.required)
        .outerjoin(InspectedSpace, InspectedSpace.inspection_id == Inspection.id)
        .where(*conditions)
    )
    inspections: dict[str, set[str]] = defaultdict(set)
    grades = []
    for organisation_id, key, level, required in session.execute(statement):
        inspections[organisation_id].add(key)
        grades.append(Grade(organisation_id, level, required or 0))
    summary = summarise(grades)
    organisations = session.scalars(select(Organisation).where(Organisation.id.in_(summary))).all()
    return [
        OrganisationResult(row, len(inspections[row.id]), summary[row.id])
        for row in sorted(organisations, key=lambda row: (row.kind != "landlord", row.name))
    ]


def organisations_inspected(session: Session, viewer: Viewer) -> Sequence[Organisation]:
    """The organisations whose inspections the viewer may see, own staff first."""
    inspected = select(Inspection.organisation_id).where(visible(viewer, Inspection)).distinct()
    statement = select(Organisation).where(Organisation.id.in_(inspected))
    return session.scalars(statement.order_by(Organisation.kind, Organisation.name)).all()


def inspectors(session: Session, building: Building) -> Sequence[Person]:
    """Who can inspect a building: the landlord's supervisors and admins who have its district on their phone."""
    statement = (
        select(Person)
        .join(Organisation, Organisation.id == Person.organisation_id)
        .join(PersonDistrict, PersonDistrict.person_id == Person.id)
        .where(
            Person.is_active,
            Person.role.in_(INSPECTOR_ROLES),
            Organisation.kind == "landlord",
            PersonDistrict.district_code == building.property.district_code,
        )
        .order_by(Person.name, Person.id)
    )
    return session.scalars(statement).all()


_PARTS = (
    joinedload(Inspection.property).joinedload(Property.district),
    joinedload(Inspection.building),
    joinedload(Inspection.organisation),
    joinedload(Inspection.inspector),
)


def _conditions(viewer: Viewer, wanted: InspectionFilter) -> list[ColumnElement[bool]]:
    conditions = [visible(viewer, Inspection)]
    if wanted.state:
        conditions.append(Inspection.state == wanted.state)
    if wanted.has_failed:
        failed = select(InspectedSpace.inspection_id).where(InspectedSpace.level < InspectedSpace.required)
        conditions.append(Inspection.id.in_(failed))
    if wanted.organisation_id:
        conditions.append(Inspection.organisation_id == wanted.organisation_id)
    if wanted.from_day is not None:
        conditions.append(Inspection.on >= wanted.from_day)
    if wanted.to_day is not None:
        conditions.append(Inspection.on <= wanted.to_day)
    places = properties_where(wanted.district_code, wanted.place)
    if places is not None:
        conditions.append(Inspection.property_id.in_(places))
    return conditions
