"""Snapshots: the lines of a large bucket as compressed files, made ahead (docs/protocol.md, step 12).

A first download of thousands of documents is then a matter of sending files. A small bucket needs none: its lines fit
in a page or two.
"""

from __future__ import annotations

import gzip
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from server.database import new_id
from server.feed.models import Bucket, Entry, Snapshot
from server.feed.purge import TOMBSTONES_KEPT
from sync.messages import ResponseEnd
from sync.wire import canonical, dump_end

FROM_DOCUMENTS = 1000
"""A bucket with fewer gets no snapshot: it is two pages or less."""
FILE_BYTES_MAX = 1024 * 1024
"""Of one file, before compression."""
_RENEW_AFTER = timedelta(days=30)
_RENEW_AT_SHARE = 10
"""A snapshot is made anew when more lines than a tenth of its documents have come after it."""
_ROWS_PER_READ = 500
_GZIP_LEVEL = 9


def snapshots_folder(instance_path: Path) -> Path:
    """Where all files are."""
    return instance_path / "snapshots"


def find_due(session: Session, now: datetime) -> list[str]:
    """The large buckets that have no snapshot, or one that is old or much behind."""
    statement = (
        select(Bucket.name)
        .outerjoin(Snapshot, Snapshot.bucket == Bucket.name)
        .where(
            Bucket.documents >= FROM_DOCUMENTS,
            or_(
                Snapshot.id.is_(None),
                Snapshot.version < Bucket.floor,
                Snapshot.made_at < now - _RENEW_AFTER,
                (Bucket.version - Snapshot.version) * _RENEW_AT_SHARE > Bucket.documents,
            ),
        )
        .order_by(Bucket.name)
    )
    return list(session.scalars(statement))


def write_snapshot(session: Session, bucket: str, folder: Path, now: datetime) -> Snapshot:
    """Write a bucket's files from the caller's snapshot of the database; returns the row, which belongs to no session.

    Until the row is kept, nobody finds the files.
    """
    version = session.scalars(select(Bucket.version).where(Bucket.name == bucket)).one()
    made = Snapshot(id=new_id(), bucket=bucket, version=version, files=0, made_at=now)
    folder.mkdir(parents=True, exist_ok=True)
    for lines, read_to, is_last in _files(_lines(session, bucket)):
        end = ResponseEnd({bucket: version if is_last else read_to}, is_complete=False, checks={}, next_s=0)
        _write(_file(folder, made.id, made.files), b"".join((*lines, canonical(dump_end(end)), b"\n")))
        made.files += 1
    return made


def keep_snapshot(session: Session, made: Snapshot) -> None:
    """Let devices find a snapshot, in the place of the bucket's former one. Call inside a transaction."""
    former = session.scalar(select(Snapshot).where(Snapshot.bucket == made.bucket))
    if former is not None:
        session.delete(former)
        session.flush()
    session.add(made)


def find_unfit(session: Session, now: datetime) -> list[Snapshot]:
    """Snapshots that devices may not read any more, and that no new one has replaced."""
    statement = (
        select(Snapshot)
        .join(Bucket, Bucket.name == Snapshot.bucket)
        .where(or_(Bucket.documents < FROM_DOCUMENTS, ~_is_fit(now)))
    )
    return list(session.scalars(statement))


def find_kept(session: Session) -> frozenset[str]:
    """The ids of all snapshots."""
    return frozenset(session.scalars(select(Snapshot.id)))


def remove_files(folder: Path, but_of: Collection[str]) -> None:
    """Remove the files of all snapshots but these."""
    for path in folder.glob("*"):
        if path.name.partition(".")[0] not in but_of:
            path.unlink(missing_ok=True)


def read_file(folder: Path, snapshot_id: str, number: int) -> bytes | None:
    """A snapshot's file as it is, compressed; None when it is gone. The id must be one from the database."""
    try:
        return _file(folder, snapshot_id, number).read_bytes()
    except FileNotFoundError:
        return None


def find_snapshots(session: Session, buckets: Collection[str], now: datetime) -> Mapping[str, Snapshot]:
    """The snapshots that a device may read in the place of these buckets' lines."""
    statement = (
        select(Snapshot)
        .join(Bucket, Bucket.name == Snapshot.bucket)
        .where(Snapshot.bucket.in_(buckets), _is_fit(now))
    )
    return {row.bucket: row for row in session.scalars(statement)}


def _is_fit(now: datetime) -> ColumnElement[bool]:
    # 12. above it no tombstone is missing
    return (Snapshot.version >= Bucket.floor) & (Snapshot.made_at > now - TOMBSTONES_KEPT)


def _lines(session: Session, bucket: str) -> Iterator[tuple[int, bytes]]:
    version = 0
    while True:
        rows = session.execute(
            select(Entry.version, Entry.line)
            .where(Entry.bucket == bucket, Entry.version > version, Entry.is_deleted.is_(False))
            .order_by(Entry.version)
            .limit(_ROWS_PER_READ)
        ).all()
        for version, line in rows:
            yield version, line
        if len(rows) < _ROWS_PER_READ:
            return


def _files(lines: Iterable[tuple[int, bytes]]) -> Iterator[tuple[list[bytes], int, bool]]:
    """The lines of each file, the version of its last one, and whether it is the last file."""
    batch: list[bytes] = []
    size = read_to = 0
    for version, line in lines:
        if batch and size + len(line) > FILE_BYTES_MAX:
            yield batch, read_to, False
            batch, size = [], 0
        batch.append(line)
        size += len(line)
        read_to = version
    yield batch, read_to, True


def _file(folder: Path, snapshot_id: str, number: int) -> Path:
    return folder / f"{snapshot_id}.{number}.ndjson.gz"


def _write(path: Path, content: bytes) -> None:
    unfinished = path.with_suffix(".unfinished")
    with unfinished.open("wb") as file:
        file.write(gzip.compress(content, _GZIP_LEVEL, mtime=0))
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(path)
