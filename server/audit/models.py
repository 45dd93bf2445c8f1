"""Tables of the audit log. Rows are only ever added."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.database import Base


class AuditRow(Base):
    """One row of one table was made, changed or removed.

    `before` and `after` are JSON objects of the columns: all of a row that was made (`after`) or removed (`before`),
    those that changed otherwise. `hash` is over everything here and the hash of the row before.
    """

    __tablename__ = "audit_rows"
    __table_args__ = (Index(None, "in_table", "row_key"), Index(None, "by", "n"))

    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(index=True)
    by_kind: Mapped[str] = mapped_column(String(20))
    by: Mapped[str] = mapped_column(String(100))
    what: Mapped[str] = mapped_column(String(10))
    in_table: Mapped[str] = mapped_column(String(50))
    row_key: Mapped[str] = mapped_column(String(200))
    before: Mapped[str | None] = mapped_column(Text)
    after: Mapped[str | None] = mapped_column(Text)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class AuditHead(Base):
    """The end of the chain, one row: without it, nobody would miss the newest rows."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    n: Mapped[int]
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
