"""What supervisors do with plans. A plan that changes ends, and another follows it: what was planned stays on record.

Rounds that are made and that nobody has touched follow the change: those that the new plan has too, with the same
spaces, become its own, ids and all; the others are withdrawn. Touched ones stay as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, selectinload

from server.feed import window
from server.local_time import local_day
from server.rounds.cover_rules import Taker, taker_of
from server.rounds.models import Cover, PlanVisit, Round, RoundPlan, Visit, VisitRecord
from server.rounds.plan_days import Season, plan_days
from server.rounds.planning import calendar_of, covers_between, make_rounds, working_persons
from server.rounds.recurrence import check_rule
from server.rounds.skipped import carry_elsewhere


class PlanError(Exception):
    """A plan that can't be, or a step that does not fit it; `code` is stable."""

    code: ClassVar[str] = "plan_error"


class PlanEnded(PlanError):
    """It is over, or another plan follows it."""

    code = "plan_ended"


class PlanSpan(PlanError):
    """It ends before it begins, or would change before it began."""

    code = "plan_span"


class PlanWithoutSpaces(PlanError):
    """A round has a space at least."""

    code = "plan_without_spaces"


@dataclass(frozen=True, slots=True)
class PlannedVisit:
    """One space of a plan, with its tasks and norm time."""

    space_id: str
    tasks: tuple[str, ...]
    norm_minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPlan:
    """A plan as a supervisor wants it; see RoundPlan. `visits` in walking order."""

    property_id: str
    building_id: str | None
    organisation_id: str
    person_id: str | None
    work: str
    rrule: str
    starts_on: date
    ends_on: date | None = None
    season_from: str | None = None
    season_to: str | None = None
    holidays: str = "keep"
    on_skip: str = "next_round"
    visits: Sequence[PlannedVisit]


def create_plan(session: Session, new: NewPlan, now: datetime) -> RoundPlan:
    """Make a plan, and its rounds of the days that phones hold.

    Raises:
        InvalidRule, PlanSpan, PlanWithoutSpaces; ValueError for a season that is none
    """
    plan = _add(session, new)
    _make_rounds(session, plan, now)
    return plan


def change_plan(session: Session, plan: RoundPlan, new: NewPlan, now: datetime) -> RoundPlan:
    """Let another plan follow from `new.starts_on`, today at the earliest; its covers follow along.

    Raises:
        PlanEnded, and as create_plan
    """
    _lock(session, plan)
    if new.starts_on < max(local_day(now), plan.starts_on):
        raise PlanSpan(f"from {new.starts_on}")
    follower = _add(session, new, follows=plan)
    plan.ends_on = new.starts_on - timedelta(days=1)
    for cover in session.scalars(
        select(Cover).where(Cover.plan_id == plan.id, Cover.ends_on >= new.starts_on)
    ):
        session.add(
            Cover(
                plan_id=follower.id,
                starts_on=max(cover.starts_on, new.starts_on),
                ends_on=cover.ends_on,
                person_id=cover.person_id,
                organisation_id=cover.organisation_id,
                reason=cover.reason,
                made_by_id=cover.made_by_id,
                made_at=cover.made_at,
            )
        )
    session.flush()
    withdrawn = _let_follow(session, plan, follower, new, now)
    _make_rounds(session, follower, now)
    carry_elsewhere(session, withdrawn, local_day(now))
    return follower


def end_plan(session: Session, plan: RoundPlan, last_on: date, now: datetime) -> None:
    """Let it end with a day, yesterday at the earliest; what is made for later and untouched is withdrawn.

    Raises:
        PlanEnded, PlanSpan
    """
    _lock(session, plan)
    if last_on < local_day(now) - timedelta(days=1) or (plan.ends_on is not None and last_on > plan.ends_on):
        raise PlanSpan(f"until {last_on}")
    plan.ends_on = last_on
    untouched = _untouched(session, plan, last_on + timedelta(days=1))
    for round_ in untouched:
        round_.withdrawn_at = now
    session.flush()
    carry_elsewhere(session, [round_.id for round_ in untouched], local_day(now))


def _add(session: Session, new: NewPlan, follows: RoundPlan | None = None) -> RoundPlan:
    check_rule(new.rrule, new.starts_on)
    Season.parse(new.season_from, new.season_to)
    if new.ends_on is not None and new.ends_on < new.starts_on:
        raise PlanSpan(f"{new.starts_on} to {new.ends_on}")
    if not new.visits:
        raise PlanWithoutSpaces
    plan = RoundPlan(
        property_id=new.property_id,
        building_id=new.building_id,
        organisation_id=new.organisation_id,
        person_id=new.person_id,
        work=new.work,
        rrule=new.rrule,
        starts_on=new.starts_on,
        ends_on=new.ends_on,
        season_from=new.season_from,
        season_to=new.season_to,
        holidays=new.holidays,
        on_skip=new.on_skip,
        follows_id=follows.id if follows is not None else None,
        visits=[
            PlanVisit(
                position=position,
                space_id=visit.space_id,
                tasks=list(visit.tasks),
                norm_minutes=visit.norm_minutes,
            )
            for position, visit in enumerate(new.visits, start=1)
        ],
    )
    session.add(plan)
    session.flush()
    return plan


def _make_rounds(session: Session, plan: RoundPlan, now: datetime) -> None:
    make_rounds(session, [plan.id], local_day(now), window.last_day(now))


def _let_follow(
    session: Session, plan: RoundPlan, follower: RoundPlan, new: NewPlan, now: datetime
) -> list[str]:
    """Ids of the rounds that were withdrawn."""
    last = window.last_day(now)
    days = set(plan_days(calendar_of(follower), new.starts_on, last))
    covers = covers_between(session, new.starts_on, last)
    working = working_persons(session, [follower], covers)
    regular = Taker(follower.person_id, follower.organisation_id)
    spaces = [visit.space_id for visit in new.visits]
    withdrawn = []
    for round_ in _untouched(session, plan, new.starts_on):
        planned = [visit for visit in round_.visits if not visit.is_extra]
        if round_.on not in days or [visit.space_id for visit in planned] != spaces:
            round_.withdrawn_at = now
            withdrawn.append(round_.id)
            continue
        taker = taker_of(follower.id, regular, round_.on, covers, working)
        round_.plan_id, round_.work = follower.id, follower.work
        round_.person_id, round_.organisation_id = taker.person_id, taker.organisation_id
        round_.cover_id = taker.cover_id
        for visit, wanted in zip(planned, new.visits, strict=True):
            visit.tasks, visit.norm_minutes = list(wanted.tasks), wanted.norm_minutes
    session.flush()
    return withdrawn


def _untouched(session: Session, plan: RoundPlan, first: date) -> Sequence[Round]:
    """Rounds from a day on of which no phone has recorded anything. Locked."""
    recorded = exists().where(Visit.round_id == Round.id, VisitRecord.visit_id == Visit.id).correlate(Round)
    return session.scalars(
        select(Round)
        .where(
            Round.plan_id == plan.id,
            Round.on >= first,
            Round.state == "planned",
            Round.withdrawn_at.is_(None),
            ~recorded,
        )
        .order_by(Round.on)
        .options(selectinload(Round.visits))
        .with_for_update(of=Round)
        .execution_options(populate_existing=True)
    ).all()


def _lock(session: Session, plan: RoundPlan) -> None:
    session.refresh(plan, with_for_update={"of": RoundPlan})
    followed = session.scalars(select(RoundPlan.id).where(RoundPlan.follows_id == plan.id).limit(1)).first()
    if followed is not None:
        raise PlanEnded(plan.id)
