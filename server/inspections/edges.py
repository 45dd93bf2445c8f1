"""Documents of inspections that leave the devices as days pass."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.feed import window
from server.inspections.models import Inspection


def ids_at_edges(session: Session, now: datetime) -> list[str]:
    """Ids of inspections whose end has left the window lately, for the daily job to touch."""
    begin, until = window.span_left(now)
    ended = Inspection.finished_at >= begin, Inspection.finished_at < until
    return [f"inspection:{key}" for key in session.scalars(select(Inspection.id).where(*ended))]
