"""What a skipped space leads to, by its plan: a visit on the next round, an order, or nothing; and taking that back.
A space that failed an inspection is carried to the next round in the same way.

The next round is the next one of the same plan, or of the same work in the same building (or yard) by the same
organisation: a laundry room that was locked on Tuesday is done with Wednesday's stairs. When its round has the space
anyway, that visit bears the mark; otherwise it gets a visit more. While no later round is made, the skip waits.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from server.rounds.models import Round, RoundPlan, Visit, VisitRecord, WaitingSkip
from server.rounds.signals import SkippedSpace, skip_undone, space_skipped


def follow_skip(session: Session, round_: Round, visit: Visit, skip_id: str, today: date) -> None:
    """Do what the plan says about a visit that has just been skipped. Of a round without a plan nothing follows."""
    plan = session.get(RoundPlan, round_.plan_id) if round_.plan_id is not None else None
    if plan is None:
        return
    if plan.on_skip == "next_round":
        carry(session, round_, visit, today)
    elif plan.on_skip == "order":
        space_skipped.send(_skipped(round_, visit, skip_id), session=session)


def undo_skip(session: Session, round_: Round, visit: Visit, at: datetime) -> None:
    """Take back what followed when a skipped visit is done after all, or its skip taken back. Before its state changes
    or after: what is asked for is its last skip. A carried visit that somebody has recorded stays."""
    drop_carried(session, visit, at)
    skip = session.scalars(
        select(VisitRecord)
        .where(VisitRecord.visit_id == visit.id, VisitRecord.kind == "round.skip")
        .order_by(VisitRecord.at.desc(), VisitRecord.operation_id.desc())
        .limit(1)
    ).one_or_none()
    if skip is not None:
        skipped = SkippedSpace(
            skip_id=skip.operation_id,
            round_id=round_.id,
            space_id=visit.space_id,
            property_id=round_.property_id,
            building_id=round_.building_id,
            work=round_.work,
            by_id=skip.person_id,
            at=skip.at,
            reason=skip.reason or "other",
            text=skip.text,
        )
        skip_undone.send(skipped, session=session, at=at)


def drop_carried(session: Session, visit: Visit, at: datetime) -> None:
    """A visit's space need not be done again: it waits for no round any more, and leaves the one that was to do it,
    unless somebody has recorded it there."""
    session.flush()
    waiting = session.get(WaitingSkip, visit.id)
    if waiting is not None:
        session.delete(waiting)
    for carried in session.scalars(select(Visit).where(Visit.carried_from_id == visit.id)):
        if carried.state == "open":
            _drop(carried, at)


def carry(session: Session, round_: Round, visit: Visit, today: date) -> None:
    """Have the next round, of today at the earliest, do the space of a visit that was skipped or did not pass an
    inspection; let it wait for one. Idempotent."""
    session.flush()
    is_carried = select(Visit.id).where(Visit.carried_from_id == visit.id, Visit.withdrawn_at.is_(None))
    if session.scalars(is_carried.limit(1)).first() is not None:
        return
    following = _next_round(session, round_, today)
    if following is None:
        if session.get(WaitingSkip, visit.id) is None:
            session.add(WaitingSkip(visit_id=visit.id, property_id=round_.property_id))
        return
    there = session.scalars(
        select(Visit)
        .where(Visit.round_id == following.id, Visit.space_id == visit.space_id, Visit.state == "open")
        .order_by(Visit.withdrawn_at.is_not(None), Visit.position)
        .limit(1)
    ).one_or_none()
    if there is not None:
        there.carried_from_id, there.withdrawn_at = visit.id, None
        return
    last = session.scalar(select(func.max(Visit.position)).where(Visit.round_id == following.id)) or 0
    session.add(
        Visit(
            round_id=following.id,
            position=last + 1,
            space_id=visit.space_id,
            tasks=visit.tasks,
            norm_minutes=visit.norm_minutes,
            carried_from_id=visit.id,
            is_extra=True,
        )
    )


def carry_waiting(session: Session, property_ids: Collection[str], today: date) -> None:
    """After rounds were made: those skips that waited for one at these properties go along with them."""
    statement = (
        select(WaitingSkip, Visit, Round)
        .join(Visit, Visit.id == WaitingSkip.visit_id)
        .join(Round, Round.id == Visit.round_id)
        .where(WaitingSkip.property_id.in_(property_ids))
        .order_by(Round.on, Visit.position, Visit.id)
    )
    for waiting, visit, round_ in session.execute(statement).all():
        if _next_round(session, round_, today) is not None:
            session.delete(waiting)
            carry(session, round_, visit, today)


def carry_elsewhere(session: Session, withdrawn: Iterable[str], today: date) -> None:
    """After rounds were withdrawn: what they were to do for skipped visits, another round does."""
    statement = select(Visit).where(Visit.round_id.in_(list(withdrawn)), Visit.carried_from_id.is_not(None))
    for carried in session.scalars(statement).all():
        source = session.get_one(Visit, carried.carried_from_id)
        carried.carried_from_id = None
        carry(session, session.get_one(Round, source.round_id), source, today)


def _next_round(session: Session, round_: Round, today: date) -> Round | None:
    """Locked, since rows are added to it; rounds are locked in the order of their days, so two skips never wait for
    each other."""
    place = (
        Round.building_id == round_.building_id
        if round_.building_id is not None
        else Round.building_id.is_(None)
    )
    return session.scalars(
        select(Round)
        .where(
            Round.property_id == round_.property_id,
            place,
            Round.work == round_.work,
            or_(Round.organisation_id == round_.organisation_id, Round.plan_id == round_.plan_id),
            Round.on > round_.on,
            Round.on >= today,
            Round.state != "finished",
            Round.withdrawn_at.is_(None),
        )
        .order_by(Round.on, Round.id)
        .limit(1)
        .with_for_update()
    ).one_or_none()


def _drop(carried: Visit, at: datetime) -> None:
    carried.carried_from_id = None
    if carried.is_extra:
        carried.withdrawn_at = at


def _skipped(round_: Round, visit: Visit, skip_id: str) -> SkippedSpace:
    assert visit.by_id is not None, "a skipped visit has its author"
    assert visit.at is not None, "a skipped visit has its time"
    return SkippedSpace(
        skip_id=skip_id,
        round_id=round_.id,
        space_id=visit.space_id,
        property_id=round_.property_id,
        building_id=round_.building_id,
        work=round_.work,
        by_id=visit.by_id,
        at=visit.at,
        reason=visit.reason or "other",
        text=visit.text,
    )
