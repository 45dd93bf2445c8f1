"""Finds and mends what differs between a device and the server (docs/protocol.md, step 11).

Both functions look at the id and the revision of every current document of one bucket, which is cheap beside its lines
and happens only when a device has found that its sum is another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.database import chunks
from server.feed.models import Entry
from sync.sums import slot_of, slot_sums
from sync.wire import mended_bytes


def read_slot_sums(session: Session, bucket: str) -> tuple[int, ...]:
    """The 256 sums of a bucket's current documents."""
    statement = select(Entry.document_id, Entry.revision).where(
        Entry.bucket == bucket, Entry.is_deleted.is_(False)
    )
    return slot_sums((document_id, revision) for document_id, revision in session.execute(statement))


def read_slots(
    session: Session, bucket: str, slots: Collection[int], room: int
) -> tuple[list[int], list[bytes]]:
    """Whole slots of a bucket, in ascending order, as long as their lines fit into `room` bytes; the first one always.

    Returns the slots, and all their lines marked as mended.
    """
    ids_by_slot: dict[int, list[str]] = defaultdict(list)
    for document_id in session.scalars(
        select(Entry.document_id).where(Entry.bucket == bucket, Entry.is_deleted.is_(False))
    ):
        ids_by_slot[slot_of(document_id)].append(document_id)
    mended: list[int] = []
    lines: list[bytes] = []
    for slot in sorted(slots):
        found = _lines(session, bucket, ids_by_slot[slot])
        room -= sum(map(len, found))
        if room < 0 and mended:
            break
        mended.append(slot)
        lines += found
    return mended, lines


def _lines(session: Session, bucket: str, ids: list[str]) -> list[bytes]:
    return [
        mended_bytes(line)
        for batch in chunks(ids)
        # In no order: asked for one, the database goes through the whole bucket by version instead of by these ids.
        for line in session.scalars(
            select(Entry.line).where(Entry.bucket == bucket, Entry.document_id.in_(batch))
        )
    ]
