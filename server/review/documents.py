"""What the review tells a worker, each in that worker's bucket only.

`return`: a supervisor sent an entry back, and why. `decision`: what became of a quarantined operation.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from server.feed import window
from server.feed.fields import reference
from server.feed.registry import Built
from server.inbox.models import InboxDecision
from server.review.models import LogEntry
from server.review.raw import read_raw
from sync.instants import format_instant

DECISION_DAYS = 90
"""A device that was away for longer reads its buckets afresh anyway."""


def build_returns(session: Session, keys: Collection[str], now: datetime) -> Mapping[str, Built]:
    """The returns that still stand: not done again, and given within the devices' window of 14 days."""
    statement = (
        select(LogEntry)
        .options(joinedload(LogEntry.operation))
        .where(LogEntry.operation_id.in_(keys), LogEntry.state == "returned", LogEntry.is_redone.is_(False))
        .where(LogEntry.reviewed_at >= window.begin(now))
    )
    return {entry.operation_id: _built(entry) for entry in session.scalars(statement)}


def build_decisions(session: Session, keys: Collection[str], now: datetime) -> Mapping[str, Built]:
    """Decisions that settled an operation, for 90 days: however long a device was away, its overlay gets to know.

    An attempt that left the operation in quarantine is no decision.
    """
    statement = (
        select(InboxDecision)
        .options(joinedload(InboxDecision.operation))
        .where(InboxDecision.operation_id.in_(keys), InboxDecision.outcome != "quarantined")
        .where(InboxDecision.at >= window.begin(now, DECISION_DAYS))
    )
    return {made.operation_id: _decided(made) for made in session.scalars(statement)}


def returns_of(entry: LogEntry) -> Iterable[str]:
    """The document that a changed entry may change: only an entry that was ever returned has a comment."""
    return [entry.operation_id] if entry.comment is not None else []


def _decided(made: InboxDecision) -> Built:
    body = {
        "operation": made.operation_id,
        "outcome": "dismissed" if made.outcome == "dismissed" else "applied",
        "comment": made.comment,
        "by": reference("person", made.by_id),
        "at": format_instant(made.at),
    }
    return Built(frozenset({f"person:{made.operation.person_id}"}), body)


def _built(entry: LogEntry) -> Built:
    assert entry.reviewed_at is not None
    body = {
        "operation": entry.operation_id,
        "kind": entry.kind,
        "target": read_raw(entry.operation.raw).target,
        "visit": entry.visit_id,
        "comment": entry.comment,
        "by": f"person:{entry.reviewed_by_id}",
        "at": format_instant(entry.reviewed_at),
    }
    return Built(frozenset({f"person:{entry.person_id}"}), body)
