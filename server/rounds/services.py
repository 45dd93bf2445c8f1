"""What supervisors do with rounds. The round's row is locked before anything is decided."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy.orm import Session

from server.people.models import Organisation, Person
from server.rounds.models import Round, Visit
from server.rounds.skipped import undo_skip


class RoundError(Exception):
    """A step that does not fit the round's state; `code` is stable."""

    code: ClassVar[str] = "round_error"


class RoundFinished(RoundError):
    """The round is over: there is nothing left to hand on."""

    code = "round_finished"


def return_visit(session: Session, visit: Visit, now: datetime) -> None:
    """Open a visit again that a supervisor sends back; what was recorded on it stays in its records.

    Its round stays as it is, also when it is finished: the visit's next tick or skip is then not flagged for that. What
    a skip has led to is taken back.
    """
    _lock(session, visit.round)
    session.refresh(visit)
    if visit.state == "skipped":
        undo_skip(session, visit.round, visit, now)
    visit.state, visit.at, visit.by_id = "open", None, None
    visit.minutes, visit.reason, visit.text = None, None, None
    visit.is_returned = True


def return_round(session: Session, round_: Round, finished_at: datetime) -> None:
    """Let a round run again whose end a supervisor sends back, unless it has been finished anew since `finished_at`."""
    _lock(session, round_)
    if round_.state == "finished" and round_.finished_at == finished_at:
        round_.state, round_.finished_at, round_.note = "running", None, None
        round_.is_returned = True


def reassign(session: Session, round_: Round, person: Person | None) -> None:
    """Hand a round to a substitute, or to nobody. The substitute's employer becomes responsible for it.

    Raises:
        RoundFinished
    """
    _lock(session, round_)
    _require_unfinished(round_)
    round_.person_id = person.id if person is not None else None
    round_.cover_id = None
    if person is not None:
        round_.organisation_id = person.organisation_id


def hand_to_organisation(session: Session, round_: Round, organisation: Organisation) -> None:
    """Hand a round to an organisation, whose people take it up among themselves.

    Raises:
        RoundFinished
    """
    _lock(session, round_)
    _require_unfinished(round_)
    round_.person_id = None
    round_.cover_id = None
    round_.organisation_id = organisation.id


def _lock(session: Session, round_: Round) -> None:
    session.refresh(round_, with_for_update={"of": Round})


def _require_unfinished(round_: Round) -> None:
    if round_.state == "finished":
        raise RoundFinished(round_.id)
