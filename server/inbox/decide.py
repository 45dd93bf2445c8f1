"""Decides what was quarantined: applied as it came, mended, or dismissed (docs/protocol.md, step 4).

What came from the device is never changed. Each attempt is a row of its own, kept whether it succeeded or not. An
operation takes the same way here as at its receipt: the same author, the same corrected time, a savepoint, stamped
documents.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from server.feed.stamp import positions, stamp
from server.inbox.apply import Decision, apply, flags_of, where_seen
from server.inbox.models import InboxDecision, InboxOperation
from server.inbox.registry import author_of, quarantine_decided
from sync.errors import InvalidOperation
from sync.instants import corrected_at
from sync.limits import OPERATION_BYTES_MAX
from sync.operations import Operation
from sync.wire import canonical, parse_json, parse_operation


class AlreadyDecided(Exception):
    """Somebody, or the server after an upgrade, has applied or dismissed this operation before."""


class CommentMissing(Exception):
    """Nothing is dismissed without saying why."""


class TooLarge(Exception):
    """A corrected copy beyond what an operation may measure."""


@dataclass(frozen=True, slots=True)
class _Attempt:
    """Who tries what: `by` is a person's id, None for the server itself."""

    action: str
    by: str | None
    at: datetime
    comment: str | None = None
    mended: bytes | None = None


def apply_quarantined(session: Session, row: InboxOperation, by: str, now: datetime) -> InboxDecision:
    """Apply an operation as it came. The decision tells whether it is applied now or stays, and for which reason.

    Raises:
        AlreadyDecided
    """
    return _try(session, row, read_again(row), _Attempt("apply", by, now))


def apply_after_upgrade(session: Session, row: InboxOperation, now: datetime) -> InboxDecision:
    """Apply, by nobody's hand, what a former version of the server did not know.

    Raises:
        AlreadyDecided
    """
    return _try(session, row, read_again(row), _Attempt("rerun", None, now))


def mend(
    session: Session,
    row: InboxOperation,
    corrected: Mapping[str, object],
    by: str,
    comment: str | None,
    now: datetime,
) -> InboxDecision:
    """Apply a corrected copy of an operation, as JSON, in its author's name; the copy is kept beside what came.

    Raises:
        AlreadyDecided, TooLarge
    """
    data = canonical(corrected)
    if len(data) > OPERATION_BYTES_MAX:
        raise TooLarge
    attempt = _Attempt("mend", by, now, _stripped(comment), data)
    return _try(session, row, _read(corrected, row.id), attempt)


def dismiss(session: Session, row: InboxOperation, by: str, comment: str, now: datetime) -> InboxDecision:
    """Say, with the reason, that an operation is never to be applied. It is kept all the same.

    Raises:
        AlreadyDecided, CommentMissing
    """
    _lock(session, row)
    attempt = _Attempt("dismiss", by, now, _stripped(comment))
    if attempt.comment is None:
        raise CommentMissing
    row.decided_at = now
    made = _keep(session, row, attempt, "dismissed")
    _tell(session, made, {})
    return made


def read_again(row: InboxOperation) -> Operation | InvalidOperation:
    """What this version of the server reads in what came."""
    return _read(parse_json(row.raw), row.id)


def _read(raw: object, key: str) -> Operation | InvalidOperation:
    """Under the id by which the inbox keeps it: its own may be missing, broken, or that of another operation."""
    try:
        return replace(parse_operation({**raw, "id": key} if isinstance(raw, Mapping) else raw), id=key)
    except InvalidOperation as error:
        return error


def _lock(session: Session, row: InboxOperation) -> None:
    session.refresh(row, with_for_update=True)
    if not row.is_undecided:
        raise AlreadyDecided


def _try(
    session: Session, row: InboxOperation, read: Operation | InvalidOperation, attempt: _Attempt
) -> InboxDecision:
    _lock(session, row)
    author = author_of(session, row.person_id, row.device_id)
    operation = read if isinstance(read, Operation) else None
    at = (
        corrected_at(operation.recorded_at, operation.clock, row.received_at)
        if operation
        else row.corrected_at
    )
    decision = apply(session, read, author, at, row.received_at, flags_of(row.imported_by_id))
    row.status, row.flags = decision.status, list(decision.flags)
    row.reason, row.detail = decision.reason, decision.detail
    if operation is not None and decision.status != "quarantined":
        row.kind, row.target = operation.kind, operation.target
        row.recorded_at, row.corrected_at = operation.recorded_at, at
        row.decided_at = attempt.at
    made = _keep(session, row, attempt, decision.status)
    _tell(session, made, decision.about)
    _stamp(session, row, decision)
    return made


def _keep(session: Session, row: InboxOperation, attempt: _Attempt, outcome: str) -> InboxDecision:
    made = InboxDecision(
        operation=row,
        action=attempt.action,
        by_id=attempt.by,
        at=attempt.at,
        comment=attempt.comment,
        mended=attempt.mended,
        outcome=outcome,
        reason=row.reason,
        detail=row.detail,
    )
    session.add(made)
    session.flush()
    return made


def _tell(session: Session, made: InboxDecision, about: Mapping[str, str | None]) -> None:
    quarantine_decided.send(session, decision=made, operation=made.operation, about=about)


def _stamp(session: Session, row: InboxOperation, decision: Decision) -> None:
    # 5. the decision's own document is stamped with the effect: no device has the one without the other
    stamp(session)
    row.at = where_seen(positions(session, decision.documents), decision.documents)
    session.flush()


def _stripped(comment: str | None) -> str | None:
    return (comment or "").strip() or None
