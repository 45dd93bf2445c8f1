"""Documents of courtyards that leave the devices as days pass."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.courtyard.models import CallOut, CourtyardRecord
from server.feed import window


def ids_at_edges(session: Session, now: datetime) -> list[str]:
    """Ids of records and call-outs that have left the window lately, for the daily job to touch."""
    begin, until = window.span_left(now)
    records = select(CourtyardRecord.id).where(CourtyardRecord.at >= begin, CourtyardRecord.at < until)
    call_outs = select(CallOut.id).where(CallOut.made_at >= begin, CallOut.made_at < until)
    return [
        *(f"courtyard_record:{key}" for key in session.scalars(records)),
        *(f"call_out:{key}" for key in session.scalars(call_outs)),
    ]
