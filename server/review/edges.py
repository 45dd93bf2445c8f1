"""Returns and decisions that leave the devices as days pass."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.feed import window
from server.inbox.models import InboxDecision
from server.review.documents import DECISION_DAYS
from server.review.models import LogEntry


def ids_at_edges(session: Session, now: datetime) -> list[str]:
    """Ids of returns and decisions that have left their windows lately, for the daily job to touch."""
    begin, until = window.span_left(now)
    returns = select(LogEntry.operation_id).where(
        LogEntry.state == "returned", LogEntry.reviewed_at >= begin, LogEntry.reviewed_at < until
    )
    begin, until = window.span_left(now, DECISION_DAYS)
    decisions = select(InboxDecision.operation_id).where(
        InboxDecision.outcome != "quarantined", InboxDecision.at >= begin, InboxDecision.at < until
    )
    return [f"return:{key}" for key in session.scalars(returns)] + [
        f"decision:{key}" for key in session.scalars(decisions)
    ]
