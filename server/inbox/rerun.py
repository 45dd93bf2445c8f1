"""Tries what an earlier version of the server did not know once more (docs/protocol.md, step 4).

Run after every upgrade, and as often as one likes: what is still unknown is left as it is.
"""

from __future__ import annotations

from datetime import datetime

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.database import Busy, chunks, snapshot, transaction
from server.inbox.decide import AlreadyDecided, apply_after_upgrade, read_again
from server.inbox.models import InboxOperation
from server.inbox.registry import handler_of
from sync.operations import Operation

log = structlog.get_logger(__name__)

UNKNOWN = ("unknown_kind", "unknown_kind_version")
OPERATIONS_PER_TRANSACTION = 25


def run_again(now: datetime) -> int:
    """Try every undecided operation whose kind or version was unknown and is known now; returns how many were tried.

    What the database can't take now is left to the next time: nothing is lost by waiting.
    """
    tried = 0
    with snapshot() as session:
        keys = _waiting(session)
    for batch in chunks(keys, OPERATIONS_PER_TRANSACTION):
        with snapshot() as session:
            known = [key for key in batch if _is_known(session.get_one(InboxOperation, key))]
        if not known:
            continue
        try:
            with transaction() as session:
                done = [_try(session, key, now) for key in known]
        except Busy:
            log.warning("the database is busy: operations of kinds now known wait for the next start")
            break
        tried += sum(done)
    if tried:
        log.info("operations of kinds now known were tried again", operations=tried)
    return tried


def _waiting(session: Session) -> list[str]:
    """In the order in which they came, and each stream in its own order."""
    statement = (
        select(InboxOperation.id)
        .where(InboxOperation.status == "quarantined", InboxOperation.decided_at.is_(None))
        .where(InboxOperation.reason.in_(UNKNOWN))
        .order_by(InboxOperation.received_at, InboxOperation.sequence, InboxOperation.id)
    )
    return list(session.scalars(statement))


def _is_known(row: InboxOperation) -> bool:
    """Whether it is read otherwise now: as an operation, or as one of a known kind with another fault."""
    read = read_again(row)
    if isinstance(read, Operation):
        return handler_of(read.kind) is not None
    return read.reason not in UNKNOWN


def _try(session: Session, key: str, now: datetime) -> bool:
    try:
        apply_after_upgrade(session, session.get_one(InboxOperation, key), now)
    except AlreadyDecided:
        return False
    return True
