"""Makes rounds of plans for a span of days.

The caller works through `plans_of` in portions, each in a short transaction of its own, so that phones can sync between
two of them. Making the same days again makes nothing: a plan has one round a day at most, and one that exists stays as
it is, also when its plan has changed since.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session, selectinload

from server.database import chunks, new_id
from server.feed.changes import touch
from server.people.models import Person
from server.places.models import Space
from server.rounds.models import PlanVisit, Round, RoundPlan, Visit
from server.rounds.recurrence import InvalidRule, days_of_plan

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

    The plans are locked, so that two makers can't both miss the same round. A person whose access has ended gets no
    rounds: these wait for whoever takes them.
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
    working = _working_persons(session, plans)
    rounds: list[dict[str, Any]] = []
    visits: list[dict[str, Any]] = []
    broken: list[str] = []
    for plan in plans:
        try:
            days = days_of_plan(plan.rrule, plan.starts_on, plan.ends_on, first, last)
        except InvalidRule:
            broken.append(plan.id)
            continue
        for day in days:
            if (plan.id, day) not in known:
                rounds.append(_round(plan, day, plan.person_id if plan.person_id in working else None))
                visits += [_visit(rounds[-1]["id"], planned) for planned in plan.visits]
    for portion in chunks(rounds):
        session.execute(insert(Round), portion)
    for portion in chunks(visits):
        session.execute(insert(Visit), portion)
    touch(session, (f"round:{round_['id']}" for round_ in rounds))
    with_rounds = {round_["plan_id"] for round_ in rounds}
    touch(session, _places_of(session, [plan for plan in plans if plan.id in with_rounds]))
    return Made(len(rounds), len(visits), tuple(broken))


def _known_days(
    session: Session, plans: Sequence[RoundPlan], first: date, last: date
) -> set[tuple[str | None, date]]:
    statement = select(Round.plan_id, Round.on).where(
        Round.plan_id.in_([plan.id for plan in plans]), Round.on.between(first, last)
    )
    return {(plan_id, on) for plan_id, on in session.execute(statement)}


def _working_persons(session: Session, plans: Sequence[RoundPlan]) -> set[str]:
    persons = {plan.person_id for plan in plans if plan.person_id is not None}
    return set(session.scalars(select(Person.id).where(Person.id.in_(persons), Person.is_active)))


def _round(plan: RoundPlan, on: date, person_id: str | None) -> dict[str, Any]:
    return {
        "id": new_id(),
        "plan_id": plan.id,
        "property_id": plan.property_id,
        "building_id": plan.building_id,
        "organisation_id": plan.organisation_id,
        "person_id": person_id,
        "work": plan.work,
        "on": on,
        "state": "planned",
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
    }


def _places_of(session: Session, plans: Sequence[RoundPlan]) -> Iterator[str]:
    """Documents of the places that go where the plans' rounds go; with a yard, of the buildings visited there."""
    buildings = {plan.building_id for plan in plans if plan.building_id is not None}
    in_yards = {visit.space_id for plan in plans if plan.building_id is None for visit in plan.visits}
    for portion in chunks(in_yards):
        buildings.update(session.scalars(select(Space.building_id).where(Space.id.in_(portion)).distinct()))
    yield from (f"property:{plan.property_id}" for plan in plans)
    for building_id in buildings:
        yield from (f"building:{building_id}", f"brief:{building_id}")
