"""The inbox: every operation ever received, as it came, with its result (docs/protocol.md, step 2)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.database import Base, Key


class InboxOperation(Base):
    """One received operation. `raw` is its JSON with sorted keys; what could not be read of it is null.

    `status` is applied, flagged or quarantined. `at` are the bucket versions that carry its effect.
    """

    __tablename__ = "inbox_operations"
    __table_args__ = (
        Index(None, "device_id", "stream", "sequence"),
        Index(None, "person_id", "received_at"),
        Index(None, "status", "received_at"),
    )

    id: Mapped[Key] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id"))
    device_id: Mapped[str] = mapped_column(ForeignKey("devices.id"))
    stream: Mapped[str] = mapped_column(String(36))
    sequence: Mapped[int | None]
    kind: Mapped[str | None] = mapped_column(String(50))
    target: Mapped[str | None] = mapped_column(String(100), index=True)
    recorded_at: Mapped[datetime | None]
    corrected_at: Mapped[datetime]
    received_at: Mapped[datetime]
    raw: Mapped[bytes] = mapped_column(LargeBinary)
    status: Mapped[str] = mapped_column(String(20))
    flags: Mapped[list[str]]
    reason: Mapped[str | None] = mapped_column(String(50))
    detail: Mapped[str | None] = mapped_column(Text)
    at: Mapped[dict[str, Any]]
