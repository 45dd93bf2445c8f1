"""What supervisors do: call out for gritting or snow clearing, and end a call-out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from server.courtyard.models import CallOut
from server.database import new_id
from server.people.models import Person


def call_out(
    session: Session, record_kind: str, districts: Iterable[str], text: str | None, by: Person, now: datetime
) -> Sequence[CallOut]:
    """Call the caretakers of these districts out: a call-out for each, in one group."""
    group_id = new_id()
    made = [
        CallOut(
            group_id=group_id,
            record_kind=record_kind,
            district_code=code,
            text=text,
            made_by_id=by.id,
            made_at=now,
        )
        for code in sorted(set(districts))
    ]
    session.add_all(made)
    session.flush()
    return made


def end_call_out(session: Session, call_out: CallOut, by: Person, now: datetime) -> None:
    """End it, wherever it stands. One that has ended stays as it is."""
    session.refresh(call_out, with_for_update={"of": CallOut})
    if call_out.ended_at is None:
        call_out.ended_at, call_out.ended_by_id = now, by.id
        session.flush()
