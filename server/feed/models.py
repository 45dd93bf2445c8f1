"""Tables of the feed: the history, buckets and their version counters, documents and their revisions, the lines that
devices get, and the snapshots of large buckets."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from server.database import Base, Key, new_id, only_where


class History(Base):
    """The server's history: one row, whose `epoch` is a random id that changes when a backup is restored.

    `backup_through`: what was received until then is in the newest verified backup.
    """

    __tablename__ = "feed_history"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    epoch: Mapped[str] = mapped_column(String(36))
    backup_through: Mapped[datetime | None]


class Bucket(Base):
    """A bucket's head. `documents` (how many) and `sum` are over current documents, tombstones excluded.

    `floor` is the highest version whose tombstone was purged.
    """

    __tablename__ = "feed_buckets"

    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger, default=0)
    documents: Mapped[int] = mapped_column(BigInteger, default=0)
    sum: Mapped[int] = mapped_column(BigInteger, default=0)
    floor: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")


class Document(Base):
    """A document's revision, the same in every bucket, and the SHA-256 of its JSON, to see if it changed at all."""

    __tablename__ = "feed_documents"

    id: Mapped[str] = mapped_column(String(100), primary_key=True)
    revision: Mapped[int] = mapped_column(BigInteger, default=0)
    digest: Mapped[bytes] = mapped_column(LargeBinary, default=b"")


class Entry(Base):
    """A document's place in a bucket. `line` is the finished NDJSON line, so that a pull only copies bytes.

    `deleted_at` is when it left the bucket: the line is then a tombstone, kept until it is purged.
    """

    __tablename__ = "feed_entries"
    __table_args__ = (
        Index(None, "bucket", "version", unique=True),
        Index(None, "document_id"),
        # Tombstones are few among the entries: the job that purges them looks through these only.
        Index(None, "deleted_at", **only_where("deleted_at IS NOT NULL")),
    )

    bucket: Mapped[str] = mapped_column(ForeignKey("feed_buckets.name"), primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("feed_documents.id"), primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger)
    revision: Mapped[int] = mapped_column(BigInteger)
    is_deleted: Mapped[bool] = mapped_column(Boolean)
    deleted_at: Mapped[datetime | None]
    line: Mapped[bytes] = mapped_column(LargeBinary)


class Snapshot(Base):
    """A large bucket's current lines at a version, in `files` compressed files made ahead; one a bucket."""

    __tablename__ = "feed_snapshots"

    id: Mapped[Key] = mapped_column(primary_key=True, default=new_id)
    bucket: Mapped[str] = mapped_column(ForeignKey("feed_buckets.name"), unique=True)
    version: Mapped[int] = mapped_column(BigInteger)
    files: Mapped[int]
    made_at: Mapped[datetime]
