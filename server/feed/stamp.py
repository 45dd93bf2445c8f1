"""The one gateway through which documents reach devices (docs/protocol.md, steps 5 and 9).

Called last in every write transaction, whoever made it. Order of work:

1. build what is changed and not built yet;
2. lock the touched buckets in sorted order, so that two transactions can't wait for each other;
3. give each put or tombstone a version of its own, write its finished line, keep count and sum.

A document whose JSON did not change keeps its revision and costs nothing; one that only moved keeps its revision too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from server import clock
from server.database import before_commit, chunks, insert_missing
from server.feed.changes import Prepared, prepare, prepared_documents
from server.feed.models import Bucket, Document, Entry
from sync import sums
from sync.wire import line_bytes

_entries = Entry.metadata.tables["feed_entries"]
_buckets = Bucket.metadata.tables["feed_buckets"]
_documents = Document.metadata.tables["feed_documents"]
_WRITTEN = ("version", "revision", "is_deleted", "deleted_at", "line")


@dataclass(slots=True)
class _Head:
    version: int
    count: int
    sum: int


@dataclass(frozen=True, slots=True)
class _Row:
    revision: int
    is_deleted: bool


@dataclass(frozen=True, slots=True)
class _Write:
    """One line to be written: a put (`json` given) or a tombstone, over a row that is there already or not."""

    bucket: str
    document_id: str
    revision: int
    json: bytes | None
    old: _Row | None


@before_commit
def stamp(session: Session) -> None:
    """Stamp everything that changed in this transaction."""
    prepare(session)
    prepared = prepared_documents(session)
    for batch in chunks(sorted(prepared.values(), key=lambda item: item.id)):
        _stamp_batch(session, batch)
    prepared.clear()


def positions(session: Session, ids: Iterable[str]) -> dict[str, dict[str, int]]:
    """Where documents lie now: {document id: {bucket: version}}, tombstones included (a device must read these too)."""
    found: dict[str, dict[str, int]] = {}
    for batch in chunks(sorted(set(ids))):
        rows = session.execute(
            select(Entry.document_id, Entry.bucket, Entry.version).where(Entry.document_id.in_(batch))
        )
        for document_id, bucket, version in rows:
            found.setdefault(document_id, {})[bucket] = version
    return found


def buckets_of(session: Session, document_id: str) -> frozenset[str]:
    """The buckets that hold a document now."""
    statement = select(Entry.bucket).where(Entry.document_id == document_id, Entry.is_deleted.is_(False))
    return frozenset(session.scalars(statement))


def _stamp_batch(session: Session, batch: list[Prepared]) -> None:
    ids = [item.id for item in batch]
    known = {
        row.id: (row.revision, row.digest)
        for row in session.execute(select(_documents).where(_documents.c.id.in_(ids)))
    }
    rows: dict[str, dict[str, _Row]] = {}
    for row in session.execute(
        select(_entries.c.bucket, _entries.c.document_id, _entries.c.revision, _entries.c.is_deleted).where(
            _entries.c.document_id.in_(ids)
        )
    ):
        rows.setdefault(row.document_id, {})[row.bucket] = _Row(row.revision, row.is_deleted)

    writes: list[_Write] = []
    revisions: list[dict[str, object]] = []
    for item in batch:
        revision, digest = known[item.id]
        is_changed = bool(item.buckets) and item.digest != digest
        if is_changed:
            revision += 1
            revisions.append({"key": item.id, "revision": revision, "digest": item.digest})
        writes.extend(_writes_of(item, revision, is_changed, rows.get(item.id, {})))
    if revisions:
        session.connection().execute(
            update(_documents)
            .where(_documents.c.id == bindparam("key"))
            .values(revision=bindparam("revision"), digest=bindparam("digest")),
            revisions,
        )
    if writes:
        _write(session, writes)


def _writes_of(item: Prepared, revision: int, is_changed: bool, rows: Mapping[str, _Row]) -> Iterable[_Write]:
    for bucket in sorted(item.buckets):
        old = rows.get(bucket)
        if is_changed or old is None or old.is_deleted:
            yield _Write(bucket, item.id, revision, item.json, old)
    for bucket, old in sorted(rows.items()):
        if bucket not in item.buckets and not old.is_deleted:
            # 9. a move is a tombstone here and a put there, in one transaction
            yield _Write(bucket, item.id, old.revision, None, old)


def _write(session: Session, writes: list[_Write]) -> None:
    connection = session.connection()
    heads = _lock_heads(session, sorted({write.bucket for write in writes}))
    now = clock.now()
    inserts: list[dict[str, object]] = []
    updates: list[dict[str, object]] = []
    for write in writes:
        head = heads[write.bucket]
        head.version += 1
        if write.old is not None and not write.old.is_deleted:
            head.count -= 1
            head.sum = sums.remove(head.sum, write.document_id, write.old.revision)
        if write.json is not None:
            head.count += 1
            head.sum = sums.add(head.sum, write.document_id, write.revision)
        row: dict[str, object] = {
            "version": head.version,
            "revision": write.revision,
            "is_deleted": write.json is None,
            "deleted_at": now if write.json is None else None,
            "line": line_bytes(write.bucket, head.version, write.document_id, write.revision, write.json),
        }
        if write.old is None:
            inserts.append({"bucket": write.bucket, "document_id": write.document_id, **row})
        else:
            updates.append({"b_bucket": write.bucket, "b_document_id": write.document_id, **row})
    if inserts:
        connection.execute(_entries.insert(), inserts)
    if updates:
        connection.execute(
            update(_entries)
            .where(
                _entries.c.bucket == bindparam("b_bucket"),
                _entries.c.document_id == bindparam("b_document_id"),
            )
            .values({name: bindparam(name) for name in _WRITTEN}),
            updates,
        )
    connection.execute(
        update(_buckets)
        .where(_buckets.c.name == bindparam("b_name"))
        .values(version=bindparam("b_version"), documents=bindparam("b_count"), sum=bindparam("b_sum")),
        [
            {"b_name": name, "b_version": head.version, "b_count": head.count, "b_sum": head.sum}
            for name, head in heads.items()
        ],
    )


def _lock_heads(session: Session, names: list[str]) -> dict[str, _Head]:
    heads: dict[str, _Head] = {}
    for batch in chunks(names):
        insert_missing(
            session, _buckets, [{"name": name, "version": 0, "documents": 0, "sum": 0} for name in batch]
        )
        statement = (
            select(_buckets).where(_buckets.c.name.in_(batch)).order_by(_buckets.c.name).with_for_update()
        )
        for row in session.execute(statement):
            heads[row.name] = _Head(row.version, row.documents, row.sum)
    return heads
