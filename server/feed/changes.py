"""The changed documents of a transaction: collected at each flush, built when asked, kept until they are stamped.

An operation's documents are built inside its savepoint (docs/protocol.md, step 3): what fails there undoes that
operation only.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import event, select
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction

from server import clock
from server.database import chunks, insert_missing
from server.feed.models import Document
from server.feed.once import one_build
from server.feed.registry import builder, is_watched, touched_by

_CHANGED = "feed_changed"
_PREPARED = "feed_prepared"
_BULK = "feed_bulk_allowed"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document ready to be stamped. Without buckets it is to be removed wherever it lies."""

    id: str
    buckets: frozenset[str]
    json: bytes
    digest: bytes


class BulkOnDocuments(Exception):
    """A bulk UPDATE or DELETE on a table behind documents, which would go past the gateway."""


@event.listens_for(Session, "after_flush")
def _collect(session: Session, _context: object) -> None:
    changed = changed_ids(session)
    for rows in (session.new, session.deleted):
        for row in rows:
            changed.update(touched_by(row))
    for row in session.dirty:
        if session.is_modified(row):
            changed.update(touched_by(row))


@event.listens_for(Session, "do_orm_execute")
def _refuse_bulk(state: ORMExecuteState) -> None:
    if not (state.is_update or state.is_delete) or state.session.info.get(_BULK):
        return
    for mapper in state.all_mappers:
        if is_watched(mapper.class_):
            raise BulkOnDocuments(mapper.class_.__name__)


@contextmanager
def bulk_statements(session: Session) -> Iterator[None]:
    """Allow bulk statements on tables behind documents; the caller names the documents itself, by `touch`."""
    session.info[_BULK] = True
    try:
        yield
    finally:
        session.info.pop(_BULK, None)


def changed_ids(session: Session) -> set[str]:
    """Ids of documents that changed in this transaction and are not built yet."""
    changed: set[str] = session.info.setdefault(_CHANGED, set())
    return changed


def touch(session: Session, ids: Iterable[str]) -> None:
    """Say that these documents may have changed: for bulk inserts, and for what depends on today's date."""
    changed_ids(session).update(ids)


def prepare(session: Session) -> frozenset[str]:
    """Build the documents changed since the last call; returns their ids.

    Their revision rows are locked first, in order, so that of two transactions that change one document the second
    builds it from what the first committed. A document that can't be built raises, whatever the builder raises.
    """
    session.flush()
    changed = changed_ids(session)
    ids = frozenset(changed)
    changed.clear()
    if ids:
        _lock(session, sorted(ids))
        # All or none: what was built before one that can't be is undone with its operation.
        with one_build(session):
            built = {item.id: item for item in _build(session, ids)}
        prepared_documents(session).update(built)
    return ids


def prepared_documents(session: Session) -> dict[str, Prepared]:
    """What waits to be stamped in this transaction, by document id."""
    prepared: dict[str, Prepared] = session.info.setdefault(_PREPARED, {})
    return prepared


def forget(session: Session) -> None:
    """Drop what was collected: the work was undone."""
    changed_ids(session).clear()


@event.listens_for(Session, "after_transaction_end")
def _forget_all(session: Session, transaction: SessionTransaction) -> None:
    if (
        transaction.parent is None
    ):  # not at the end of a savepoint: the others' work still waits to be stamped
        session.info.pop(_CHANGED, None)
        session.info.pop(_PREPARED, None)


def _lock(session: Session, ids: list[str]) -> None:
    for batch in chunks(ids):
        insert_missing(
            session,
            Document.metadata.tables["feed_documents"],
            [{"id": i, "revision": 0, "digest": b""} for i in batch],
        )
        session.execute(
            select(Document.id).where(Document.id.in_(batch)).order_by(Document.id).with_for_update()
        )


def _build(session: Session, ids: Collection[str]) -> Iterator[Prepared]:
    keys_by_type: dict[str, list[str]] = defaultdict(list)
    for document_id in sorted(ids):
        document_type, _, key = document_id.partition(":")
        keys_by_type[document_type].append(key)
    now = clock.now()
    for document_type, all_keys in keys_by_type.items():
        build = builder(document_type)
        for keys in chunks(all_keys):
            built = build(session, keys, now)
            for key in keys:
                document = built.get(key)
                if document is None:
                    yield Prepared(f"{document_type}:{key}", frozenset(), b"", b"")
                else:
                    body: dict[str, Any] = {"type": document_type, **document.body}
                    json = orjson.dumps(body)
                    yield Prepared(
                        f"{document_type}:{key}", document.buckets, json, hashlib.sha256(json).digest()
                    )
