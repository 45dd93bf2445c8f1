"""Regular people, substitutes and bought-in companies: who takes rounds for a span of days.

Making a cover hands over the rounds that are made already, from today on; later ones are made for whoever covers. What
was done stays with who did it: a round that somebody has begun is handed over with what is left of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from server.local_time import local_day
from server.people.models import Person
from server.rounds.cover_rules import Taker, taker_of
from server.rounds.models import Cover, Round, RoundPlan
from server.rounds.planning import covers_between, working_persons

COVER_DAYS_MAX = 366


class CoverError(Exception):
    """A cover that can't be; `code` is stable."""

    code: ClassVar[str] = "cover_error"


class CoverSpan(CoverError):
    """It ends before it begins, lies in the past, or is longer than a year."""

    code = "cover_span"


class CoverOfOneself(CoverError):
    """Nobody stands in for themselves."""

    code = "cover_of_oneself"


class CoverEnded(CoverError):
    """It is over already."""

    code = "cover_ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCover:
    """Who takes the rounds of a plan, or of an absent person, from one day to another.

    Exactly one of `plan` and `absent` is given. Without `person` the organisation's people take them up.
    """

    plan: RoundPlan | None = None
    absent: Person | None = None
    starts_on: date
    ends_on: date
    person: Person | None
    organisation_id: str
    reason: str


def make_cover(session: Session, new: NewCover, by_id: str | None, now: datetime) -> Cover:
    """Make it, and hand over the rounds of these days that are made.

    Raises:
        CoverSpan, CoverOfOneself
    """
    today = local_day(now)
    days = (new.ends_on - new.starts_on).days
    if days < 0 or days >= COVER_DAYS_MAX or new.ends_on < today:
        raise CoverSpan(f"{new.starts_on} to {new.ends_on}")
    if new.person is not None and new.absent is not None and new.person.id == new.absent.id:
        raise CoverOfOneself(new.person.id)
    cover = Cover(
        plan_id=new.plan.id if new.plan is not None else None,
        absent_id=new.absent.id if new.absent is not None else None,
        starts_on=new.starts_on,
        ends_on=new.ends_on,
        person_id=new.person.id if new.person is not None else None,
        organisation_id=new.organisation_id,
        reason=new.reason,
        made_by_id=by_id,
        made_at=now,
    )
    session.add(cover)
    session.flush()
    _hand_over(session, _rounds_of(cover), max(today, cover.starts_on), cover.ends_on)
    return cover


def end_cover(session: Session, cover: Cover, now: datetime) -> None:
    """End it with yesterday: what nobody has begun goes back. Raises CoverEnded."""
    session.refresh(cover, with_for_update={"of": Cover})
    today = local_day(now)
    if cover.ends_on < today:
        raise CoverEnded(cover.id)
    last = cover.ends_on
    cover.ends_on = today - timedelta(days=1)
    session.flush()
    untouched = (Round.cover_id == cover.id) & (Round.state == "planned")
    _hand_over(session, untouched, max(today, cover.starts_on), last)


def _rounds_of(cover: Cover) -> Any:
    if cover.plan_id is not None:
        return Round.plan_id == cover.plan_id
    of_person = select(RoundPlan.id).where(RoundPlan.person_id == cover.absent_id)
    return or_(Round.plan_id.in_(of_person), Round.person_id == cover.absent_id)


def _hand_over(session: Session, which: Any, first: date, last: date) -> None:
    rounds: Sequence[Round] = session.scalars(
        select(Round)
        .where(which, Round.on.between(first, last), Round.state != "finished", Round.withdrawn_at.is_(None))
        .order_by(Round.on, Round.id)
        .options(joinedload(Round.plan), selectinload(Round.visits))
        .with_for_update(of=Round)
        .execution_options(populate_existing=True)
    ).all()
    covers = covers_between(session, first, last)
    working = working_persons(session, [round_.plan for round_ in rounds if round_.plan], covers)
    for round_ in rounds:
        if round_.state == "running" and all(visit.state != "open" for visit in round_.visits):
            continue  # done but for its end, which is for who did it
        came_regularly = round_.plan is not None and (
            round_.cover_id is not None or round_.person_id == round_.plan.person_id
        )
        regular = (
            Taker(round_.plan.person_id, round_.plan.organisation_id)
            if came_regularly and round_.plan is not None
            else Taker(round_.person_id, round_.organisation_id)
        )
        plan_id = round_.plan_id if came_regularly else None
        others = working | {round_.person_id} if round_.person_id is not None else working
        taker = taker_of(plan_id or "", regular, round_.on, covers, others)
        round_.person_id, round_.organisation_id = taker.person_id, taker.organisation_id
        round_.cover_id = taker.cover_id
