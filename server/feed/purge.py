"""Forgets old tombstones, and remembers by a bucket's floor that it did (docs/protocol.md, step 10).

The row of a document stays even when it lies in no bucket any more: if it comes back, its revision goes on. Were it to
begin at 1 again, a device could hold another state of it under the same revision, and no sum would ever tell.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from server.feed.models import Bucket, Document, Entry

TOMBSTONES_KEPT = timedelta(days=90)
AT_ONCE = 500
"""Tombstones a transaction: phones wait no longer than that takes."""


def find_buckets_to_purge(session: Session, before: datetime) -> list[str]:
    """The buckets with tombstones older than that."""
    statement = select(Entry.bucket).where(Entry.deleted_at < before).distinct().order_by(Entry.bucket)
    return list(session.scalars(statement))


def purge(session: Session, bucket: str, before: datetime, limit: int = AT_ONCE) -> int:
    """Delete a bucket's tombstones older than that, the first `limit` of them, and raise its floor; returns how many.

    Locks in the order in which documents are stamped: first the documents, then the bucket. So a document that comes
    back either finds its tombstone, or comes as if it had never been there. One that is being stamped just now is left
    for another day.
    """
    is_old = (Entry.bucket == bucket, Entry.deleted_at < before)
    ids = session.scalars(select(Entry.document_id).where(*is_old).order_by(Entry.version).limit(limit)).all()
    mine = session.scalars(
        select(Document.id)
        .where(Document.id.in_(ids))
        .order_by(Document.id)
        .with_for_update(skip_locked=True)
    ).all()
    old = {
        row.document_id: row.version
        for row in session.execute(
            select(Entry.document_id, Entry.version).where(*is_old, Entry.document_id.in_(mine))
        )
    }
    if old:
        highest = max(old.values())
        session.execute(
            update(Bucket).where(Bucket.name == bucket, Bucket.floor < highest).values(floor=highest)
        )
        session.execute(delete(Entry).where(Entry.bucket == bucket, Entry.document_id.in_(old)))
    return len(old)
