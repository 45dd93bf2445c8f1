"""Applies one operation in a savepoint of its own (docs/protocol.md, steps 3 and 4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from server.database import is_transient
from server.feed.changes import forget, prepare, touch
from server.inbox.registry import Author, Outcome, Quarantine, Received, handler_of
from sync.errors import InvalidOperation
from sync.instants import is_skewed
from sync.operations import Operation

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Decision:
    """What the inbox remembers of an operation, and the documents that carry its effect."""

    status: str
    flags: tuple[str, ...] = ()
    reason: str | None = None
    detail: str | None = None
    about: Mapping[str, str | None] = field(default_factory=dict)
    documents: frozenset[str] = frozenset()


def apply(
    session: Session,
    operation: Operation | InvalidOperation,
    author: Author,
    at: datetime,
    received_at: datetime,
    flags: tuple[str, ...] = (),
) -> Decision:
    """Decide one operation. Whatever goes wrong with it, it is kept, and what it did is undone alone.

    `flags` are those that it bears because of how it came, whatever its handler says.

    Raises:
        DBAPIError: transient ones only (lock, deadlock): the whole transaction is to be tried again.
    """
    if isinstance(operation, InvalidOperation):
        return Decision(
            "quarantined", reason=operation.reason, detail=f"{operation.detail} {dict(operation.errors)}"
        )
    handler = handler_of(operation.kind)
    if handler is None:
        return Decision("quarantined", reason="unknown_kind", detail=operation.kind)
    received = Received(operation, author, at, received_at)
    try:
        with session.begin_nested():
            is_visible = received.sees(session, operation.target)
            outcome = handler(session, received)
            # The target's present version belongs to the answer even when nothing changed: the device then shows
            # what the server has, not what it guessed.
            touch(session, [operation.target])
            documents = prepare(session)
    except Quarantine as quarantine:
        forget(session)
        return Decision(
            "quarantined", reason=quarantine.reason, detail=quarantine.detail, about=quarantine.about
        )
    except DBAPIError as error:
        forget(session)
        if is_transient(error):
            raise
        return _failed(operation, error)
    except Exception as error:  # noqa: BLE001 - a poison operation must not take the others with it
        forget(session)
        return _failed(operation, error)
    raised = _flags(outcome, is_visible, is_skewed(operation.recorded_at, at), flags)
    return Decision("flagged" if raised else "applied", raised, about=outcome.about, documents=documents)


def flags_of(imported_by: str | None) -> tuple[str, ...]:
    """The flags that an operation bears because of how it came: from its device, or from a file by somebody's hand."""
    return () if imported_by is None else ("imported",)


def where_seen(positions: Mapping[str, Mapping[str, int]], documents: Iterable[str]) -> dict[str, int]:
    """The bucket versions at which a device has all of these documents, out of where stamped documents lie."""
    at: dict[str, int] = {}
    for document in documents:
        for bucket, version in positions.get(document, {}).items():
            at[bucket] = max(version, at.get(bucket, 0))
    return at


def _flags(outcome: Outcome, is_visible: bool, is_clock_off: bool, more: tuple[str, ...]) -> tuple[str, ...]:
    flags = dict.fromkeys(outcome.flags)
    if not is_visible:
        flags["outside_scope"] = None
    if is_clock_off:
        flags["clock_skew"] = None
    return tuple(flags | dict.fromkeys(more))


def _failed(operation: Operation, error: Exception) -> Decision:
    log.error("operation failed", operation=operation.id, kind=operation.kind, exc_info=error)
    return Decision("quarantined", reason="apply_failed", detail=type(error).__name__)
