"""Rounds, plans and covers as the console lists and shows them. Each function is one to three queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, joinedload, raiseload, selectinload

from server.console.rules import OFFICE_CLOSES
from server.local_time import local, local_day
from server.people.models import Organisation, Person
from server.places.models import Building, Property, Space
from server.review.permission import Viewer, find, visible
from server.rounds.models import Cover, PlanVisit, Round, RoundPlan, Visit
from server.rounds.standing import actual_minutes, standing

LATE_DAYS = 7
LATE_MAX = 50
ROUNDS_MAX = 2_000
PAGE_SIZE = 50
_PEOPLE_MAX = 500


@dataclass(frozen=True, slots=True)
class ShownRound:
    """A round with where it stands, and its minutes: by the norm and as they were."""

    round: Round
    standing: str
    norm_minutes: int
    actual_minutes: int | None
    done: int
    total: int


@dataclass(slots=True)
class PersonWeek:
    """The rounds of a person (or of nobody) in a week, by day; minutes of what is finished, by the norm and actual."""

    person: Person | None
    organisation: Organisation
    days: Mapping[date, list[ShownRound]] = field(default_factory=lambda: defaultdict(list))

    @property
    def norm_minutes(self) -> int:
        """Of all rounds of the week."""
        return sum(shown.norm_minutes for rounds in self.days.values() for shown in rounds)

    @property
    def measured(self) -> tuple[int, int] | None:
        """Norm and actual minutes of those rounds of which both are known; None when there is none."""
        known = [
            (shown.norm_minutes, shown.actual_minutes)
            for rounds in self.days.values()
            for shown in rounds
            if shown.standing == "done" and shown.actual_minutes is not None
        ]
        return (sum(norm for norm, _ in known), sum(actual for _, actual in known)) if known else None


@dataclass(frozen=True, slots=True)
class PlanPage:
    """One page of plans, and how many there are in all."""

    plans: Sequence[RoundPlan]
    number: int
    total: int


def week_of(
    session: Session, viewer: Viewer, monday: date, district_code: str, name: str, now: datetime
) -> Sequence[PersonWeek]:
    """A week's rounds in a district by person, those of nobody first; `name` is a part of a person's name."""
    conditions = [
        Round.on.between(monday, monday + timedelta(days=6)),
        Round.property_id.in_(select(Property.id).where(Property.district_code == district_code)),
    ]
    if name:
        conditions.append(
            Round.person_id.in_(select(Person.id).where(Person.name.icontains(name, autoescape=True)))
        )
    weeks: dict[tuple[str, str], PersonWeek] = {}
    for shown in _shown(session, viewer, conditions, ROUNDS_MAX, now):
        row = shown.round
        week = weeks.setdefault(
            (row.person_id or "", row.organisation_id), PersonWeek(row.person, row.organisation)
        )
        week.days[row.on].append(shown)
    return sorted(
        weeks.values(),
        key=lambda week: (
            week.person is not None,
            week.person.name if week.person else "",
            week.organisation.name,
        ),
    )


def late_and_missed(session: Session, viewer: Viewer, now: datetime) -> Sequence[ShownRound]:
    """Rounds of today and the seven days before that are late or were missed, newest first; computed, never typed."""
    today = local_day(now)
    conditions = [Round.on.between(today - timedelta(days=LATE_DAYS), today), Round.state != "finished"]
    if local(now).time() < OFFICE_CLOSES:
        conditions.append(Round.on < today)
    found = _shown(session, viewer, conditions, LATE_MAX, now, newest_first=True)
    return [shown for shown in found if shown.standing in {"late", "missed"}]


def find_round(session: Session, viewer: Viewer, key: str, now: datetime) -> ShownRound | None:
    """One round that the viewer may see, with its spaces."""
    row = find(
        session,
        viewer,
        Round,
        key,
        *_ROUND_PARTS,
        selectinload(Round.visits).joinedload(Visit.space),
        raiseload("*"),
    )
    return _show(row, local_day(now), local(now).time()) if row is not None else None


def who_recorded(session: Session, row: Round) -> Mapping[str, str]:
    """The names of those who recorded a round's visits, by id."""
    keys = {visit.by_id for visit in row.visits} - {None}
    found = session.execute(select(Person.id, Person.name).where(Person.id.in_(keys)))
    return {each.id: each.name for each in found}


def plans_page(
    session: Session, viewer: Viewer, district_code: str | None, text: str, number: int, today: date
) -> PlanPage:
    """Plans that hold today or later, by address."""
    conditions = [visible(viewer, RoundPlan), or_(RoundPlan.ends_on.is_(None), RoundPlan.ends_on >= today)]
    if district_code:
        conditions.append(Property.district_code == district_code)
    if text:
        columns = (Property.address, Property.name, Property.code, Person.name)
        conditions.append(or_(*(column.icontains(text, autoescape=True) for column in columns)))
    base = (
        select(RoundPlan)
        .join(Property, Property.id == RoundPlan.property_id)
        .outerjoin(Person, Person.id == RoundPlan.person_id)
        .where(*conditions)
    )
    total = session.scalar(select(func.count()).select_from(base.subquery())) or 0
    number = max(1, min(number, -(-total // PAGE_SIZE)))
    statement = (
        base.order_by(Property.address, RoundPlan.work, RoundPlan.id)
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
        .options(*_PLAN_PARTS, selectinload(RoundPlan.visits))
    )
    return PlanPage(session.scalars(statement).all(), number, total)


def find_plan(session: Session, viewer: Viewer, key: str) -> RoundPlan | None:
    """One plan with its spaces."""
    visits = selectinload(RoundPlan.visits).joinedload(PlanVisit.space)
    return find(session, viewer, RoundPlan, key, *_PLAN_PARTS, visits)


def follower_of(session: Session, plan: RoundPlan) -> str | None:
    """The id of the plan that follows a changed one."""
    return session.scalars(select(RoundPlan.id).where(RoundPlan.follows_id == plan.id).limit(1)).first()


def plans_of_building(
    session: Session, viewer: Viewer, building: Building, today: date
) -> Sequence[RoundPlan]:
    """The plans of a building and of its property's yard that hold today or later."""
    of_yard = RoundPlan.building_id.is_(None) & (RoundPlan.property_id == building.property_id)
    statement = (
        select(RoundPlan)
        .where(
            visible(viewer, RoundPlan),
            or_(RoundPlan.building_id == building.id, of_yard),
            or_(RoundPlan.ends_on.is_(None), RoundPlan.ends_on >= today),
        )
        .order_by(RoundPlan.work, RoundPlan.starts_on, RoundPlan.id)
        .options(*_PLAN_PARTS, selectinload(RoundPlan.visits))
    )
    return session.scalars(statement).all()


def spaces_for(
    session: Session, viewer: Viewer, property_id: str, building_id: str | None
) -> Sequence[Space]:
    """The spaces that a plan of a building, or of a property's yard, may visit, in walking order."""
    statement = (
        select(Space)
        .join(Building, Building.id == Space.building_id)
        .where(visible(viewer, Building), Building.property_id == property_id)
        .order_by(Building.name, Space.position, Space.id)
    )
    if building_id is not None:
        statement = statement.where(Space.building_id == building_id)
    return session.scalars(statement).all()


def covers(session: Session, viewer: Viewer, today: date) -> Sequence[Cover]:
    """Covers that hold today or later, the nearest first."""
    statement = (
        select(Cover)
        .where(visible(viewer, Cover), Cover.ends_on >= today)
        .order_by(Cover.starts_on, Cover.ends_on, Cover.id)
        .options(
            joinedload(Cover.absent),
            joinedload(Cover.person),
            joinedload(Cover.organisation),
            joinedload(Cover.plan).joinedload(RoundPlan.property),
            joinedload(Cover.plan).joinedload(RoundPlan.building),
        )
    )
    return session.scalars(statement).all()


def workers(session: Session, viewer: Viewer) -> Sequence[Person]:
    """Whom the viewer may send: active cleaners and caretakers, by name."""
    statement = (
        select(Person)
        .where(visible(viewer, Person), Person.is_active, Person.role.in_(("cleaner", "caretaker")))
        .order_by(Person.name, Person.id)
        .limit(_PEOPLE_MAX)
        .options(joinedload(Person.organisation))
    )
    return session.scalars(statement).all()


def organisations_to_send(session: Session, viewer: Viewer) -> Sequence[Organisation]:
    """The organisations whose people may take rounds up: all for the landlord, its own for a company."""
    statement = select(Organisation).order_by(Organisation.kind, Organisation.name)
    if not viewer.is_landlord:
        statement = statement.where(Organisation.id == viewer.organisation_id)
    return session.scalars(statement).all()


_PLAN_PARTS = (
    joinedload(RoundPlan.property).joinedload(Property.district),
    joinedload(RoundPlan.building),
    joinedload(RoundPlan.organisation),
    joinedload(RoundPlan.person),
)

_ROUND_PARTS = (
    joinedload(Round.property).joinedload(Property.district),
    joinedload(Round.building),
    joinedload(Round.person),
    joinedload(Round.organisation),
    joinedload(Round.plan).joinedload(RoundPlan.person),
)


def _shown(
    session: Session,
    viewer: Viewer,
    conditions: Sequence[ColumnElement[bool]],
    limit: int,
    now: datetime,
    *,
    newest_first: bool = False,
) -> list[ShownRound]:
    today, clock = local_day(now), local(now).time()
    statement = (
        select(Round)
        .where(visible(viewer, Round), Round.withdrawn_at.is_(None), *conditions)
        .order_by(Round.on.desc() if newest_first else Round.on, Round.property_id, Round.id)
        .limit(limit)
        .options(
            *_ROUND_PARTS,
            selectinload(Round.visits),
            raiseload("*"),
        )
    )
    return [_show(row, today, clock) for row in session.scalars(statement).unique()]


def _show(row: Round, today: date, clock: time) -> ShownRound:
    visits: Sequence[Visit] = [visit for visit in row.visits if visit.withdrawn_at is None]
    done = [visit for visit in visits if visit.state == "done"]
    return ShownRound(
        round=row,
        standing=standing(row.state, row.on, today, clock, OFFICE_CLOSES),
        norm_minutes=sum(visit.norm_minutes for visit in visits),
        actual_minutes=actual_minutes((visit.minutes for visit in done), row.started_at, row.finished_at),
        done=sum(visit.state != "open" for visit in visits),
        total=len(visits),
    )
