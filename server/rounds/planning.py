"""Makes rounds of plans for a span of days.

The caller works through `plans_of` in portions, each in a short transaction of its own, so that phones can sync between
two of them. Making the same days again makes nothing: a plan has one round a day at most, and one that exists stays as
it is, also when its plan has changed since.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session, selectinload

from server.database import chunks, new_id
from server.feed.changes import touch
from server.people.models import Person
from server.places.models import Property, Space
from server.places.work import documents_of_building
from server.rounds.cover_rules import CoverNow, Taker, taker_of
from server.rounds.models import Cover, PlanVisit, Round, RoundPlan, Visit
from server.rounds.plan_days import PlanCalendar, Season, plan_days
from server.rounds.skipped import carry_waiting

PLANS_PER_TRANSACTION = 50


@dataclass(frozen=True, slots=True)
class Made:
    """How many rounds and visits were made, and the plans whose rule can't be read: of these nothing was."""

    rounds: int
    visits: int
    broken_plans: tuple[str, ...] = ()


def plans_of(session: Session, first: date, last: date) -> list[str]:
    """Ids of the plans that may have a day between two days, both included; in portions for `make_rounds`."""
    statement = (
        select(RoundPlan.id)
        .where(RoundPlan.starts_on <= last, RoundPlan.ends_on.is_(None) | (RoundPlan.ends_on >= first))
        .order_by(RoundPlan.id)
    )
    return list(session.scalars(statement))


def make_rounds(session: Session, plan_ids: Collection[str], first: date, last: date) -> Made:
    """Make the missing rounds of some plans from `first` to `last`, both included.

    The plans are locked, so that two makers can't both miss the same round. Who covers takes the round. A person whose
    access has ended gets no rounds: these wait for whoever takes them. Skipped spaces that waited for a round go along.
    """
    plans = session.scalars(
        select(RoundPlan)
        .where(RoundPlan.id.in_(plan_ids))
        .order_by(RoundPlan.id)
        .options(selectinload(RoundPlan.visits))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    known = _known_days(session, plans, first, last)
    covers = covers_between(session, first, last)
    working = working_persons(session, plans, covers)
    rounds: list[dict[str, Any]] = []
    visits: list[dict[str, Any]] = []
    broken: list[str] = []
    for plan in plans:
        try:
            days = plan_days(calendar_of(plan), first, last)
        except ValueError:
            broken.append(plan.id)
            continue
        regular = Taker(plan.person_id, plan.organisation_id)
        for day in days:
            if (plan.id, day) not in known:
                rounds.append(_round(plan, day, taker_of(plan.id, regular, day, covers, working)))
                visits += [_visit(rounds[-1]["id"], planned) for planned in plan.visits]
    for portion in chunks(rounds):
        session.execute(insert(Round), portion)
    for portion in chunks(visits):
        session.execute(insert(Visit), portion)
    touch(session, (f"round:{round_['id']}" for round_ in rounds))
    with_rounds = {round_["plan_id"] for round_ in rounds}
    planned = [plan for plan in plans if plan.id in with_rounds]
    touch(session, _places_of(session, planned))
    carry_waiting(session, {plan.property_id for plan in planned}, first)
    return Made(len(rounds), len(visits), tuple(broken))


def calendar_of(plan: RoundPlan) -> PlanCalendar:
    """What a plan's days depend on. ValueError when its season can't be read."""
    season = Season.parse(plan.season_from, plan.season_to)
    return PlanCalendar(plan.rrule, plan.starts_on, plan.ends_on, season, plan.holidays)


def covers_between(session: Session, first: date, last: date) -> list[CoverNow]:
    """The covers of a span, as the rule takes them: some dozens at a time."""
    statement = select(Cover).where(Cover.ends_on >= first, Cover.starts_on <= last)
    return [
        CoverNow(
            id=row.id,
            plan_id=row.plan_id,
            absent_id=row.absent_id,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            person_id=row.person_id,
            organisation_id=row.organisation_id,
            made_at=row.made_at,
        )
        for row in session.scalars(statement)
    ]


def working_persons(
    session: Session, plans: Iterable[RoundPlan], covers: Iterable[CoverNow]
) -> frozenset[str]:
    """Those of the plans' and covers' people who still have access."""
    persons = {plan.person_id for plan in plans} | {cover.person_id for cover in covers}
    return frozenset(
        session.scalars(select(Person.id).where(Person.id.in_(persons - {None}), Person.is_active))
    )


def _known_days(
    session: Session, plans: Sequence[RoundPlan], first: date, last: date
) -> set[tuple[str, date]]:
    """Days that have their round: of these plans, and such as the plans before them have left behind begun."""
    plan_of = _plans_before(session, plans)
    left_behind = Round.plan_id.in_(plan_of) & Round.withdrawn_at.is_(None)
    of_plans = Round.plan_id.in_([plan.id for plan in plans])
    statement = select(Round.plan_id, Round.on).where(of_plans | left_behind, Round.on.between(first, last))
    found = [(plan_id, on) for plan_id, on in session.execute(statement) if plan_id is not None]
    return {(plan_of.get(plan_id, plan_id), on) for plan_id, on in found}


def _plans_before(session: Session, plans: Sequence[RoundPlan]) -> dict[str, str]:
    """Plans that were changed, each with the one of these plans that follows it in the end."""
    found: dict[str, str] = {}
    newest = {plan.follows_id: plan.id for plan in plans if plan.follows_id is not None}
    while newest:
        found |= newest
        rows = session.execute(
            select(RoundPlan.id, RoundPlan.follows_id).where(
                RoundPlan.id.in_(newest), RoundPlan.follows_id.is_not(None)
            )
        )
        newest = {
            follows_id: newest[plan_id]
            for plan_id, follows_id in rows
            if follows_id is not None and follows_id not in found
        }
    return found


def _round(plan: RoundPlan, on: date, taker: Taker) -> dict[str, Any]:
    return {
        "id": new_id(),
        "plan_id": plan.id,
        "property_id": plan.property_id,
        "building_id": plan.building_id,
        "organisation_id": taker.organisation_id,
        "person_id": taker.person_id,
        "cover_id": taker.cover_id,
        "work": plan.work,
        "on": on,
        "state": "planned",
        "is_returned": False,
    }


def _visit(round_id: str, planned: PlanVisit) -> dict[str, Any]:
    return {
        "id": new_id(),
        "round_id": round_id,
        "position": planned.position,
        "space_id": planned.space_id,
        "tasks": planned.tasks,
        "norm_minutes": planned.norm_minutes,
        "state": "open",
        "is_returned": False,
        "is_extra": False,
    }


def _places_of(session: Session, plans: Sequence[RoundPlan]) -> Iterator[str]:
    """Documents of the places that go where the plans' rounds go; with a yard, of the buildings visited there."""
    buildings = {plan.building_id for plan in plans if plan.building_id is not None}
    in_yards = {visit.space_id for plan in plans if plan.building_id is None for visit in plan.visits}
    for portion in chunks(in_yards):
        buildings.update(session.scalars(select(Space.building_id).where(Space.id.in_(portion)).distinct()))
    properties = {plan.property_id for plan in plans}
    for portion in chunks(properties):
        statement = select(Property.district_code).where(Property.id.in_(portion)).distinct()
        yield from (f"district:{code}" for code in session.scalars(statement))
    yield from (f"property:{property_id}" for property_id in properties)
    for building_id in buildings:
        yield from documents_of_building(building_id)
