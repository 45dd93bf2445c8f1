"""What supervisors do with rounds. The round's row is locked before anything is decided."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy.orm import Session

from server.people.models import Organisation, Person
from server.rounds.models import Round, Visit


class RoundError(Exception):
    """A step that does not fit the round's state; `code` is stable."""

    code: ClassVar[str] = "round_error"


class RoundFinished(RoundError):
    """The round is over: there is nothing left to hand on."""

    code = "round_finished"


def return_visit(session: Session, visit: Visit) -> None:
    """Open a visit again that a supervisor sends back; what was recorded on it stays in its records.

    Its round stays as it is, also when it is finished: the visit's next tick or skip is then not flagged for that.
    """
    _lock(session, visit.round)
    session.refresh(visit)
    visit.state, visit.at, visit.by_id = "open", None, None
    visit.minutes, visit.reason, visit.text = None, None, None
    visit.is_returned = True


def reassign(session: Session, round_: Round, person: Person | None) -> None:
    """Hand a round to a substitute, or to nobody. The substitute's employer becomes responsible for it.

    Raises:
        RoundFinished
    """
    _lock(session, round_)
    _require_unfinished(round_)
    round_.person_id = person.id if person is not None else None
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
    round_.organisation_id = organisation.id


def _lock(session: Session, round_: Round) -> None:
    session.refresh(round_, with_for_update={"of": Round})


def _require_unfinished(round_: Round) -> None:
    if round_.state == "finished":
        raise RoundFinished(round_.id)
