"""Receives a batch of operations (docs/protocol.md, steps 2 to 5).

An operation is stored under its id. The same id again gives the first result if it is the same operation, and is kept
beside it, quarantined, if it is not. What has no usable id is kept under one derived from its bytes, so that sending it
again finds it again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server.database import Busy, chunks, transaction
from server.feed.stamp import positions, stamp
from server.inbox.apply import Decision, apply, flags_of, where_seen
from server.inbox.models import InboxOperation
from server.inbox.registry import Author, operation_decided
from sync.codes import QuarantineReason
from sync.errors import InvalidOperation
from sync.instants import corrected_at
from sync.messages import Result
from sync.operations import Operation
from sync.wire import canonical, derived_id, parse_operation, usable_id

OPERATIONS_PER_TRANSACTION = 25
ATTEMPTS = 3
SEQUENCE_KEPT_MAX = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Source:
    """Whose batch it is, from which outbox, and when it came.

    `held_as` is the reason with which all of it is quarantined without being tried. `imported_by` is who brought it in
    from a file.
    """

    author: Author
    stream: str
    received_at: datetime
    held_as: QuarantineReason | None = None
    imported_by: str | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """A result, and whether its operation came for the first time."""

    result: Result
    is_new: bool


@dataclass(frozen=True, slots=True)
class _Item:
    """One operation of a batch: the id it is known by, its bytes, its sequence, and what was read of it."""

    key: str
    raw: bytes
    sequence: int | None
    read: Operation | InvalidOperation


def receive(
    author: Author,
    stream: str,
    operations: Sequence[object],
    received_at: datetime,
    held_as: QuarantineReason | None = None,
) -> list[Result]:
    """Store and apply a batch as its device sent it; returns a result for each, in the order they were applied.

    Raises:
        Busy: nothing is acknowledged.
    """
    receipts = receive_from(Source(author, stream, received_at, held_as), operations)
    return [receipt.result for receipt in receipts]


def receive_from(source: Source, operations: Sequence[object]) -> list[Receipt]:
    """Store and apply a batch; returns a receipt for each, in the order they were applied.

    When a transaction can't be made now, its operations and all after them are answered `later`, so that a device's
    operations stay in their order.

    Raises:
        Busy: not even the first transaction could be made; nothing is acknowledged.
    """
    # 3. parse before the write transaction begins; a stable sort keeps what has no sequence where it came
    items = sorted((_read(raw, source.author) for raw in operations), key=lambda item: item.sequence or 0)
    receipts: list[Receipt] = []
    for batch in chunks(items, OPERATIONS_PER_TRANSACTION):
        try:
            receipts += _receive_batch(source, batch)
        except Busy:
            if not receipts:
                raise
            return receipts + [Receipt(Result(item.key, "later"), False) for item in items[len(receipts) :]]
    return receipts


def _read(raw: object, author: Author) -> _Item:
    data = canonical(raw)
    read: Operation | InvalidOperation
    try:
        read = parse_operation(raw)
    except InvalidOperation as error:
        read = error
    return _Item(usable_id(raw) or _beside("", author, data), data, _sequence_of(raw), read)


def _sequence_of(raw: object) -> int | None:
    """The number that the device counted, however broken the rest is: so that it leaves no gap.

    None as well for a number that no device reaches by counting, and no column takes.
    """
    found = raw.get("sequence") if isinstance(raw, Mapping) else None
    if not isinstance(found, int) or isinstance(found, bool):
        return None
    return found if 0 < found <= SEQUENCE_KEPT_MAX else None


def _beside(taken: str, author: Author, data: bytes) -> str:
    """An id for what has none, or whose own is taken: the same for the same bytes of the same person."""
    return derived_id(b"\n".join((taken.encode(), author.person_id.encode(), data)))


def _receive_batch(source: Source, batch: list[_Item]) -> list[Receipt]:
    attempt = 1
    while True:
        try:
            with transaction() as session:
                return _apply_batch(session, source, batch)
        except (Busy, IntegrityError) as error:
            # The same batch may arrive twice at once: the one that comes second finds what the first stored.
            if attempt == ATTEMPTS:
                raise Busy(str(error)) from error
        attempt += 1


def _apply_batch(session: Session, source: Source, batch: list[_Item]) -> list[Receipt]:
    author = source.author
    rows: list[tuple[str, InboxOperation, bool]] = []
    fresh: list[tuple[InboxOperation, Decision]] = []
    for item in batch:
        sent_as = item.key
        row = session.get(InboxOperation, item.key)
        if row is not None and (not row.came_as(item.raw) or row.person_id != author.person_id):
            # 2. another operation under a known id: kept beside it
            read = InvalidOperation("id_reused", "another operation has this id")
            item = replace(item, key=_beside(item.key, author, item.raw), read=read)  # noqa: PLW2901
            row = session.get(InboxOperation, item.key)
        is_new = row is None
        if row is None:
            row, decision = _store(session, source, item)
            fresh.append((row, decision))
        rows.append((sent_as, row, is_new))
    # 5. stamp once, after all the domain work; then every row can tell where its effect is to be seen
    stamp(session)
    found = positions(session, {document for _, decision in fresh for document in decision.documents})
    for row, decision in fresh:
        row.at = where_seen(found, decision.documents)
    session.flush()
    return [Receipt(_result(sent_as, row), is_new) for sent_as, row, is_new in rows]


def _store(session: Session, source: Source, item: _Item) -> tuple[InboxOperation, Decision]:
    author, received_at = source.author, source.received_at
    operation = item.read if isinstance(item.read, Operation) else None
    at = corrected_at(operation.recorded_at, operation.clock, received_at) if operation else received_at
    decision = _decide(session, source, item.read, at)
    row = InboxOperation(
        id=item.key,
        person_id=author.person_id,
        device_id=author.device_id,
        stream=source.stream,
        sequence=item.sequence,
        kind=operation.kind if operation else None,
        target=operation.target if operation else None,
        recorded_at=operation.recorded_at if operation else None,
        corrected_at=at,
        received_at=received_at,
        raw=item.raw,
        status=decision.status,
        flags=list(decision.flags),
        reason=decision.reason,
        detail=decision.detail,
        at={},
        imported_by_id=source.imported_by,
    )
    session.add(row)
    session.flush()
    _tell(session, row, decision.about)
    return row, decision


def _decide(session: Session, source: Source, read: Operation | InvalidOperation, at: datetime) -> Decision:
    if source.held_as is not None:
        problem = f"{read.reason}: {read.detail}" if isinstance(read, InvalidOperation) else None
        return Decision("quarantined", reason=source.held_as, detail=problem)
    return apply(session, read, source.author, at, source.received_at, flags_of(source.imported_by))


def _tell(session: Session, row: InboxOperation, about: Mapping[str, str | None]) -> None:
    """Tell the listeners; what a bad operation names need not exist, and must not stop the others."""
    try:
        with session.begin_nested():
            operation_decided.send(session, operation=row, about=about)
    except IntegrityError:
        operation_decided.send(session, operation=row, about={})


def _result(sent_as: str, row: InboxOperation) -> Result:
    return Result(
        id=sent_as,
        status=cast(Any, row.status),
        at=dict(row.at),
        flags=cast(Any, tuple(row.flags)),
        reason=cast(Any, row.reason),
    )
