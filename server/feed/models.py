"""Tables of the feed: buckets and their version counters, documents and their revisions, the lines devices get."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from server.database import Base


class History(Base):
    """The server's history: one row, whose `epoch` is a random id that changes when a backup is restored."""

    __tablename__ = "feed_history"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    epoch: Mapped[str] = mapped_column(String(36))


class Bucket(Base):
    """A bucket's head. `documents` (how many) and `sum` are over current documents, tombstones excluded."""

    __tablename__ = "feed_buckets"

    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger, default=0)
    documents: Mapped[int] = mapped_column(BigInteger, default=0)
    sum: Mapped[int] = mapped_column(BigInteger, default=0)


class Document(Base):
    """A document's revision, the same in every bucket, and the SHA-256 of its JSON, to see if it changed at all."""

    __tablename__ = "feed_documents"

    id: Mapped[str] = mapped_column(String(100), primary_key=True)
    revision: Mapped[int] = mapped_column(BigInteger, default=0)
    digest: Mapped[bytes] = mapped_column(LargeBinary, default=b"")


class Entry(Base):
    """A document's place in a bucket. `line` is the finished NDJSON line, so that a pull only copies bytes."""

    __tablename__ = "feed_entries"
    __table_args__ = (Index(None, "bucket", "version", unique=True), Index(None, "document_id"))

    bucket: Mapped[str] = mapped_column(ForeignKey("feed_buckets.name"), primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("feed_documents.id"), primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger)
    revision: Mapped[int] = mapped_column(BigInteger)
    is_deleted: Mapped[bool] = mapped_column(Boolean)
    line: Mapped[bytes] = mapped_column(LargeBinary)
