"""The inbox: every operation ever received, as it came, with its result, and what was decided of it (steps 2 and 4)."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.database import Base, Key, new_id


class InboxOperation(Base):
    """One received operation. `raw` is its JSON with sorted keys; what could not be read of it is null.

    `status` is applied, flagged or quarantined. `at` are the bucket versions that carry its effect. What was
    quarantined and then decided bears `decided_at`; a dismissed one keeps its status, which devices of any build know.
    """

    __tablename__ = "inbox_operations"
    __table_args__ = (
        Index(None, "device_id", "stream", "sequence"),
        Index(None, "stream", "sequence"),
        Index(None, "person_id", "received_at"),
        Index(None, "status", "received_at"),
    )

    id: Mapped[Key] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id"))
    device_id: Mapped[str] = mapped_column(ForeignKey("devices.id"))
    stream: Mapped[str] = mapped_column(String(36))
    sequence: Mapped[int | None]
    """As the device counted, even where the operation could not be read otherwise: for gaps."""
    kind: Mapped[str | None] = mapped_column(String(50))
    target: Mapped[str | None] = mapped_column(String(100), index=True)
    recorded_at: Mapped[datetime | None]
    corrected_at: Mapped[datetime]
    received_at: Mapped[datetime]
    raw: Mapped[bytes] = mapped_column(LargeBinary)
    erased_digest: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The SHA-256 of what came, when texts in `raw` were erased since: the same operation is then still known."""
    status: Mapped[str] = mapped_column(String(20))
    flags: Mapped[list[str]]
    reason: Mapped[str | None] = mapped_column(String(50))
    detail: Mapped[str | None] = mapped_column(Text)
    at: Mapped[dict[str, Any]]
    decided_at: Mapped[datetime | None]
    """When a quarantined operation was applied or dismissed, by a supervisor or after an upgrade."""
    imported_by_id: Mapped[Key | None]
    """Which person brought it in from a file, when it did not come from its device."""

    def came_as(self, raw: bytes) -> bool:
        """Whether these bytes are what came under this id."""
        if self.erased_digest is not None:
            return self.erased_digest == sha256(raw).digest()
        return self.raw == raw

    @property
    def is_undecided(self) -> bool:
        """Whether it still waits for a decision."""
        return self.status == "quarantined" and self.decided_at is None


class InboxDecision(Base):
    """One attempt to decide a quarantined operation. All are kept; one that settles it is the last.

    `action` is `apply` (as it came), `mend` (a corrected copy, in `mended`), `dismiss`, or `rerun` (by the server
    itself, after an upgrade). `outcome` is applied, flagged or dismissed, or quarantined when it did not succeed.
    """

    __tablename__ = "inbox_decisions"
    __table_args__ = (Index(None, "at"),)

    id: Mapped[Key] = mapped_column(primary_key=True, default=new_id)
    operation_id: Mapped[str] = mapped_column(ForeignKey("inbox_operations.id"), index=True)
    action: Mapped[str] = mapped_column(String(20))
    by_id: Mapped[str | None] = mapped_column(ForeignKey("persons.id"))
    at: Mapped[datetime]
    comment: Mapped[str | None] = mapped_column(Text)
    mended: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The corrected copy, as JSON with sorted keys. What came from the device stands in the operation's `raw`."""
    outcome: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(String(50))
    detail: Mapped[str | None] = mapped_column(Text)

    operation: Mapped[InboxOperation] = relationship()
