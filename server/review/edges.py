"""Returns that leave the devices as days pass."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.feed import window
from server.review.models import LogEntry


def ids_at_edges(session: Session, now: datetime) -> list[str]:
    """Ids of returns that have left the window lately, for the daily job to touch."""
    begin, until = window.span_left(now)
    statement = select(LogEntry.operation_id).where(
        LogEntry.state == "returned", LogEntry.reviewed_at >= begin, LogEntry.reviewed_at < until
    )
    return [f"return:{key}" for key in session.scalars(statement)]
