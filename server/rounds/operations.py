"""Applies what devices recorded on rounds (docs/operations.md), and sees to what a skipped space leads to.

The round's row is locked first, so that two people's ticks of one visit are decided one after the other.
"""

from __future__ import annotations

from datetime import datetime
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.inbox.registry import Outcome, Quarantine, Received
from server.local_time import local_day
from server.rounds.models import Round, Visit, VisitRecord
from server.rounds.rules import (
    RoundNow,
    Ruling,
    VisitNow,
    decide_finish,
    decide_skip,
    decide_start,
    decide_tick,
    decide_untick,
)
from server.rounds.skipped import follow_skip, undo_skip
from sync.operations import RoundFinish, RoundSkip, RoundTick, RoundUntick


def start(session: Session, received: Received) -> Outcome:
    """`round.start`"""
    round_ = _locked_round(session, received)
    ruling = decide_start(_round_now(round_), received.author.person_id)
    if ruling.is_applied:
        round_.withdrawn_at = None
    _start_if(ruling, round_, received)
    return _outcome(ruling, round_)


def tick(session: Session, received: Received) -> Outcome:
    """`round.tick`"""
    payload = cast(RoundTick, received.operation.payload)
    round_, visit = _locked_visit(session, received, payload.visit)
    ruling = decide_tick(_round_now(round_), _visit_now(visit), received.author.person_id)
    _keep(session, received, visit, minutes=payload.minutes, text=payload.text)
    if ruling.is_applied:
        was_skipped = visit.state == "skipped"
        _set(
            visit, "done", received.at, received.author.person_id, minutes=payload.minutes, text=payload.text
        )
        visit.is_returned = False
        _bring_back(round_, visit)
        if was_skipped:
            undo_skip(session, round_, visit, received.at)
    _start_if(ruling, round_, received)
    return _outcome(ruling, round_, visit)


def skip(session: Session, received: Received) -> Outcome:
    """`round.skip`"""
    payload = cast(RoundSkip, received.operation.payload)
    round_, visit = _locked_visit(session, received, payload.visit)
    ruling = decide_skip(_round_now(round_), _visit_now(visit), received.author.person_id)
    _keep(session, received, visit, reason=payload.reason, text=payload.text)
    if ruling.is_applied:
        _set(
            visit, "skipped", received.at, received.author.person_id, reason=payload.reason, text=payload.text
        )
        _bring_back(round_, visit)
        follow_skip(session, round_, visit, received.operation.id, local_day(received.received_at))
    _start_if(ruling, round_, received)
    return _outcome(ruling, round_, visit)


def untick(session: Session, received: Received) -> Outcome:
    """`round.untick`"""
    payload = cast(RoundUntick, received.operation.payload)
    round_, visit = _locked_visit(session, received, payload.visit)
    ruling = decide_untick(_round_now(round_), _visit_now(visit), received.author.person_id)
    _keep(session, received, visit)
    if ruling.is_applied:
        if visit.state == "skipped":
            undo_skip(session, round_, visit, received.at)
        _set(visit, "open", None, None)
    return _outcome(ruling, round_, visit)


def finish(session: Session, received: Received) -> Outcome:
    """`round.finish`"""
    payload = cast(RoundFinish, received.operation.payload)
    round_ = _locked_round(session, received)
    ruling = decide_finish(_round_now(round_), received.author.person_id)
    if ruling.is_applied:
        round_.state = "finished"
        round_.finished_at = received.at
        round_.note = payload.note
        round_.is_returned, round_.withdrawn_at = False, None
        round_.started_at = round_.started_at or received.at
        round_.person_id = round_.person_id or received.author.person_id
    return _outcome(ruling, round_)


def _locked_round(session: Session, received: Received) -> Round:
    round_ = session.get(Round, received.target_key, with_for_update=True, populate_existing=True)
    if round_ is None:
        raise Quarantine("unknown_target", f"no {received.operation.target}")
    return round_


def _locked_visit(session: Session, received: Received, visit_id: str) -> tuple[Round, Visit]:
    round_ = _locked_round(session, received)
    visit = session.scalar(
        select(Visit)
        .where(Visit.id == visit_id, Visit.round_id == round_.id)
        .execution_options(populate_existing=True)
    )
    if visit is None:
        raise Quarantine(
            "unknown_target", f"no visit {visit_id} in {received.operation.target}", _about(round_)
        )
    return round_, visit


def _round_now(round_: Round) -> RoundNow:
    return RoundNow(round_.state, round_.person_id, round_.withdrawn_at is not None)


def _visit_now(visit: Visit) -> VisitNow:
    return VisitNow(visit.state, visit.by_id, visit.is_returned, visit.withdrawn_at is not None)


def _keep(
    session: Session,
    received: Received,
    visit: Visit,
    *,
    minutes: int | None = None,
    reason: str | None = None,
    text: str | None = None,
) -> None:
    session.add(
        VisitRecord(
            operation_id=received.operation.id,
            visit_id=visit.id,
            kind=received.operation.kind,
            person_id=received.author.person_id,
            at=received.at,
            minutes=minutes,
            reason=reason,
            text=text,
        )
    )


def _set(
    visit: Visit,
    state: str,
    at: datetime | None,
    by_id: str | None,
    *,
    minutes: int | None = None,
    reason: str | None = None,
    text: str | None = None,
) -> None:
    visit.state, visit.at, visit.by_id = state, at, by_id
    visit.minutes, visit.reason, visit.text = minutes, reason, text


def _bring_back(round_: Round, visit: Visit) -> None:
    round_.withdrawn_at = visit.withdrawn_at = None


def _start_if(ruling: Ruling, round_: Round, received: Received) -> None:
    if ruling.starts_round:
        round_.state = "running"
        round_.started_at = received.at
        round_.person_id = round_.person_id or received.author.person_id


def _outcome(ruling: Ruling, round_: Round, visit: Visit | None = None) -> Outcome:
    return Outcome(ruling.flags, _about(round_, visit))


def _about(round_: Round, visit: Visit | None = None) -> dict[str, str | None]:
    return {
        "property_id": round_.property_id,
        "building_id": round_.building_id,
        "round_id": round_.id,
        "visit_id": visit.id if visit is not None else None,
    }
