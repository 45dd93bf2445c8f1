"""What the tests of all subjects need: a document as it would be built now, an operation applied, work undone."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from server.database import transaction
from server.feed.changes import prepared_documents
from server.feed.registry import Built, builder
from server.inbox.apply import Decision, apply
from server.inbox.registry import Author
from server.people.models import Person
from sync import operations
from sync.operations import Operation, Payload


def built(session: Session, document_id: str, now: datetime | None = None) -> Built | None:
    """The document as it should be now."""
    session.flush()
    document_type, _, key = document_id.partition(":")
    return builder(document_type)(session, [key], now or datetime.now(UTC)).get(key)


def buckets(session: Session, document_id: str, now: datetime | None = None) -> set[str]:
    """The buckets in which the document should lie now."""
    document = built(session, document_id, now)
    return set() if document is None else set(document.buckets)


def count_queries(session: Session, document_type: str, keys: Collection[str]) -> int:
    """How many statements it takes to build these documents."""
    count = 0

    def count_one(*_: object) -> None:
        nonlocal count
        count += 1

    session.flush()
    session.expire_all()
    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", count_one)
    try:
        assert len(builder(document_type)(session, keys, datetime.now(UTC))) == len(keys)
    finally:
        event.remove(engine, "before_cursor_execute", count_one)
    return count


def operation(target: str, payload: Payload, recorded_at: datetime | None = None, **fields: Any) -> Operation:
    """An operation, recorded now on a phone whose clock is right."""
    recorded = Operation(
        id=str(uuid7()),
        sequence=1,
        kind=payload.kind,
        kind_version=payload.version,
        target=target,
        base_revision=None,
        recorded_at=recorded_at or datetime.now(UTC),
        clock=None,
        payload=payload,
        seen={},
    )
    return replace(recorded, **fields)


def apply_as(
    session: Session, person_id: str, recorded: Operation, received_at: datetime | None = None
) -> Decision:
    """Apply an operation as the inbox does, at the time at which it was recorded."""
    author = session.get_one(Person, person_id)
    return apply(
        session,
        recorded,
        Author(author.id, author.organisation_id, author.role, "a device"),
        recorded.recorded_at.astimezone(UTC),
        received_at or datetime.now(UTC),
    )


def prepared(session: Session, document_id: str) -> Any:
    """The JSON of a document that waits to be stamped in this transaction."""
    return json.loads(prepared_documents(session)[document_id].json)


def wire_author(session: Session, person_id: str) -> operations.Author:
    """The author as the overlay takes it."""
    person = session.get_one(Person, person_id)
    return operations.Author(f"person:{person.id}", f"organisation:{person.organisation_id}")


@contextmanager
def undone() -> Iterator[Session]:
    """A transaction that leaves nothing behind, so that many examples can use one database."""
    try:
        with transaction() as session:
            yield session
            session.flush()
            raise _Undo
    except _Undo:
        pass


class _Undo(Exception):
    pass
