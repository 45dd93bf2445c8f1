"""Receives a batch of operations (docs/protocol.md, steps 2 to 5).

An operation is stored under its id. The same id again gives the first result if it is the same operation, and is kept
beside it, quarantined, if it is not. What has no usable id is kept under one derived from its bytes, so that sending it
again finds it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server.database import Busy, chunks, transaction
from server.feed.stamp import positions, stamp
from server.inbox.apply import Decision, apply
from server.inbox.models import InboxOperation
from server.inbox.registry import Author, operation_decided
from sync.errors import InvalidOperation
from sync.instants import corrected_at
from sync.messages import Result
from sync.operations import Operation
from sync.wire import canonical, derived_id, parse_operation, usable_id

OPERATIONS_PER_TRANSACTION = 25
ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class _Item:
    """One operation of a batch: the id it is known by, its bytes, and what was read of it."""

    key: str
    raw: bytes
    read: Operation | InvalidOperation


@dataclass(frozen=True, slots=True)
class _Source:
    """Whose batch it is, from which outbox, and when it came."""

    author: Author
    stream: str
    received_at: datetime


def receive(author: Author, stream: str, operations: Sequence[object], received_at: datetime) -> list[Result]:
    """Store and apply a batch; returns a result for each, in the order they were applied.

    When a transaction can't be made now, its operations and all after them are answered `later`, so that a device's
    operations stay in their order.

    Raises:
        Busy: not even the first transaction could be made; nothing is acknowledged.
    """
    # 3. parse before the write transaction begins; a stable sort keeps what has no sequence where it came
    items = sorted((_read(raw, author) for raw in operations), key=_sequence)
    source = _Source(author, stream, received_at)
    results: list[Result] = []
    done = 0
    for batch in chunks(items, OPERATIONS_PER_TRANSACTION):
        try:
            results += _receive_batch(source, batch)
        except Busy:
            if not results:
                raise
            return results + [Result(item.key, "later") for item in items[done:]]
        done += len(batch)
    return results


def _read(raw: object, author: Author) -> _Item:
    data = canonical(raw)
    read: Operation | InvalidOperation
    try:
        read = parse_operation(raw)
    except InvalidOperation as error:
        read = error
    return _Item(usable_id(raw) or _beside("", author, data), data, read)


def _beside(taken: str, author: Author, data: bytes) -> str:
    """An id for what has none, or whose own is taken: the same for the same bytes of the same person."""
    return derived_id(b"\n".join((taken.encode(), author.person_id.encode(), data)))


def _sequence(item: _Item) -> int:
    return item.read.sequence if isinstance(item.read, Operation) else 0


def _receive_batch(source: _Source, batch: list[_Item]) -> list[Result]:
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with transaction() as session:
                return _apply_batch(session, source, batch)
        except (Busy, IntegrityError) as error:
            # The same batch may arrive twice at once: the one that comes second finds what the first stored.
            if attempt == ATTEMPTS:
                raise Busy(str(error)) from error
    raise AssertionError("unreachable")


def _apply_batch(session: Session, source: _Source, batch: list[_Item]) -> list[Result]:
    author = source.author
    rows: list[tuple[_Item, InboxOperation]] = []
    fresh: list[tuple[InboxOperation, Decision]] = []
    for item in batch:
        row = session.get(InboxOperation, item.key)
        key, read = item.key, item.read
        if row is not None and (row.raw != item.raw or row.person_id != author.person_id):
            # 2. another operation under a known id: kept beside it
            key = _beside(item.key, author, item.raw)
            read = InvalidOperation("id_reused", "another operation has this id")
            row = session.get(InboxOperation, key)
        if row is None:
            row, decision = _store(session, source, key, item.raw, read)
            fresh.append((row, decision))
        rows.append((item, row))
    # 5. stamp once, after all the domain work; then every row can tell where its effect is to be seen
    stamp(session)
    found = positions(session, {document for _, decision in fresh for document in decision.documents})
    for row, decision in fresh:
        row.at = _latest(found[document] for document in decision.documents if document in found)
    session.flush()
    return [_result(item, row) for item, row in rows]


def _store(
    session: Session,
    source: _Source,
    key: str,
    raw: bytes,
    read: Operation | InvalidOperation,
) -> tuple[InboxOperation, Decision]:
    author, received_at = source.author, source.received_at
    operation = read if isinstance(read, Operation) else None
    at = corrected_at(operation.recorded_at, operation.clock, received_at) if operation else received_at
    decision = apply(session, read, author, at, received_at)
    row = InboxOperation(
        id=key,
        person_id=author.person_id,
        device_id=author.device_id,
        stream=source.stream,
        sequence=operation.sequence if operation else None,
        kind=operation.kind if operation else None,
        target=operation.target if operation else None,
        recorded_at=operation.recorded_at if operation else None,
        corrected_at=at,
        received_at=received_at,
        raw=raw,
        status=decision.status,
        flags=list(decision.flags),
        reason=decision.reason,
        detail=decision.detail,
        at={},
    )
    session.add(row)
    session.flush()
    _tell(session, row, decision.about)
    return row, decision


def _tell(session: Session, row: InboxOperation, about: Mapping[str, str | None]) -> None:
    """Tell the listeners; what a bad operation names need not exist, and must not stop the others."""
    try:
        with session.begin_nested():
            operation_decided.send(session, operation=row, about=about)
    except IntegrityError:
        operation_decided.send(session, operation=row, about={})


def _latest(found: Iterable[Mapping[str, int]]) -> dict[str, int]:
    at: dict[str, int] = {}
    for versions in found:
        for bucket, version in versions.items():
            at[bucket] = max(version, at.get(bucket, 0))
    return at


def _result(item: _Item, row: InboxOperation) -> Result:
    return Result(
        id=item.key,
        status=cast(Any, row.status),
        at=dict(row.at),
        flags=cast(Any, tuple(row.flags)),
        reason=cast(Any, row.reason),
    )
