"""Documents of a made-up type, written as the test pleases, and the answers that a device would get about them."""

from __future__ import annotations

import gzip
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.api.answer import dump_page
from server.database import db, snapshot, transaction
from server.feed import snapshots
from server.feed.changes import touch
from server.feed.models import Bucket, Entry
from server.feed.pull import PAGE_BYTES_MAX, pull
from server.feed.purge import purge
from server.feed.registry import Built, register_documents
from sync.messages import ResponseHeader, SyncRequest

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


class Board:
    """`notes` are what the builder builds: buckets and a text by key."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.notes: dict[str, tuple[frozenset[str], str]] = {}

    def put(self, key: str, buckets: Collection[str], text: str = "") -> None:
        """Write a note, or move it; without buckets it leaves all of them."""
        self.put_all({key: (frozenset(buckets), text)})

    def put_all(self, notes: Mapping[str, tuple[frozenset[str], str]]) -> None:
        """Write many in one transaction."""
        self.notes |= notes
        with transaction() as session:
            touch(session, [f"note:{key}" for key in notes])

    def purge(self, bucket: str, limit: int = 500) -> int:
        """Purge tombstones, however young; returns how many."""
        with transaction() as session:
            return purge(session, bucket, datetime.now(UTC) + timedelta(days=1), limit)

    def make_snapshot(self, bucket: str, at: datetime = NOW) -> None:
        """Make a bucket's snapshot, however small it is."""
        with snapshot() as session:
            made = snapshots.write_snapshot(session, bucket, self.folder, at)
        with transaction() as session:
            snapshots.keep_snapshot(session, made)

    def answer(
        self, asked: SyncRequest, scope: Collection[str], page_bytes_max: int = PAGE_BYTES_MAX
    ) -> bytes:
        """What the server answers somebody with this scope."""
        with snapshot() as session:
            page = pull(session, frozenset(scope), asked, NOW, page_bytes_max)
        return dump_page(ResponseHeader("e-1", NOW), page, 60)

    def file(self, path: str) -> bytes | None:
        """A snapshot's file by its address."""
        _, snapshot_id, number = path.rsplit("/", 2)
        content = snapshots.read_file(self.folder, snapshot_id, int(number))
        return None if content is None else gzip.decompress(content)

    def current(self, bucket: str) -> dict[str, str]:
        """The texts that somebody who has the bucket must see."""
        return {f"note:{key}": text for key, (buckets, text) in self.notes.items() if bucket in buckets}

    def floor(self, bucket: str) -> int:
        """A bucket's floor."""
        session = db.session()
        session.rollback()
        return session.scalars(select(Bucket.floor).where(Bucket.name == bucket)).one()

    def entries(self, bucket: str) -> dict[str, tuple[int, bool]]:
        """Revision, and whether it is a tombstone, by the id of a document."""
        session = db.session()
        session.rollback()
        rows = session.scalars(select(Entry).where(Entry.bucket == bucket))
        return {row.document_id: (row.revision, row.is_deleted) for row in rows}

    def _build(self, _session: Session, keys: Collection[str], _now: datetime) -> Mapping[str, Built]:
        found = {key: self.notes[key] for key in keys}
        return {key: Built(buckets, {"text": text}) for key, (buckets, text) in found.items() if buckets}


@contextmanager
def open_board(folder: Path) -> Iterator[Board]:
    """A board whose notes are documents while the block runs."""
    board = Board(folder)
    register_documents("note", board._build, {})
    yield board
    register_documents("note", lambda *_: {}, {})
