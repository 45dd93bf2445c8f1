"""Documents of courtyards that enter or leave the devices as days pass."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.courtyard.documents import last_days
from server.courtyard.models import CallOut, CourtyardRecord
from server.courtyard.rules import CHECKED_KINDS, decide_checks
from server.courtyard.terms import drain_interval
from server.feed import window
from server.places.models import Space

_SPACES_AT_ONCE = 500


def ids_at_edges(session: Session, now: datetime) -> list[str]:
    """Ids of records and call-outs that have left the window lately, and of checks that came into it.

    For the daily job to touch.
    """
    begin, until = window.span_left(now)
    records = select(CourtyardRecord.id).where(CourtyardRecord.at >= begin, CourtyardRecord.at < until)
    call_outs = select(CallOut.id).where(CallOut.made_at >= begin, CallOut.made_at < until)
    return [
        *(f"courtyard_record:{key}" for key in session.scalars(records)),
        *(f"call_out:{key}" for key in session.scalars(call_outs)),
        *(f"courtyard_check:{key}" for key in _checks_entered(session, now)),
    ]


def _checks_entered(session: Session, now: datetime) -> Iterator[str]:
    """Spaces with a check whose day has come near enough. The days follow from records: no table holds them."""
    first, last = window.days_entered(now)
    spaces = session.execute(select(Space.id, Space.kind).where(Space.kind.in_(CHECKED_KINDS))).all()
    for start in range(0, len(spaces), _SPACES_AT_ONCE):
        portion = spaces[start : start + _SPACES_AT_ONCE]
        last_on = last_days(session, [row.id for row in portion])
        for row in portion:
            checks = decide_checks(row.kind, last_on[row.id], drain_interval())
            if any(check.due_on is not None and first <= check.due_on <= last for check in checks):
                yield row.id
