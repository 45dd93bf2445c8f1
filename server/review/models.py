"""The synced log as supervisors review it: one entry for each operation received."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.courtyard.models import CourtyardRecord
from server.database import Base, Key
from server.inbox.models import InboxOperation
from server.people.models import Organisation, Person
from server.places.models import Building, District, Property
from server.products.models import ProductUse
from server.rounds.models import Round, Visit
from server.work_orders.models import WorkOrder


class LogEntry(Base):
    """Where and by whom, for filters and permission, and the review itself. What was recorded stands in `operation`.

    `state`: `open` (waits for review), `noted` (nothing to review: a start, a comment), `approved`, `returned`,
    `dismissed` (quarantined, and never to be applied).
    """

    __tablename__ = "log_entries"
    __table_args__ = (
        Index(None, "state", "recorded_at"),
        Index(None, "organisation_id", "state", "recorded_at"),
        Index(None, "district_code", "state", "recorded_at"),
    )

    operation_id: Mapped[Key] = mapped_column(ForeignKey("inbox_operations.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id"), index=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"))
    kind: Mapped[str | None] = mapped_column(String(50))
    """As the phone named it, even where the operation could not be read."""
    recorded_at: Mapped[datetime]
    """The corrected time."""
    received_at: Mapped[datetime]
    status: Mapped[str] = mapped_column(String(20))
    district_code: Mapped[str | None] = mapped_column(ForeignKey("districts.code"))
    property_id: Mapped[str | None] = mapped_column(ForeignKey("properties.id"), index=True)
    building_id: Mapped[str | None] = mapped_column(ForeignKey("buildings.id"))
    round_id: Mapped[str | None] = mapped_column(ForeignKey("rounds.id"), index=True)
    visit_id: Mapped[str | None] = mapped_column(ForeignKey("visits.id"), index=True)
    order_id: Mapped[str | None] = mapped_column(ForeignKey("work_orders.id"), index=True)
    product_use_id: Mapped[str | None] = mapped_column(ForeignKey("product_uses.id"), index=True)
    courtyard_record_id: Mapped[str | None] = mapped_column(ForeignKey("courtyard_records.id"), index=True)
    state: Mapped[str] = mapped_column(String(20))
    reviewed_by_id: Mapped[str | None] = mapped_column(ForeignKey("persons.id"))
    reviewed_at: Mapped[datetime | None]
    comment: Mapped[str | None] = mapped_column(Text)
    """Why it was returned or dismissed; null for an entry that never was."""
    is_redone: Mapped[bool] = mapped_column(default=False)
    """True when the worker did a returned entry again: its return then leaves the phone."""

    operation: Mapped[InboxOperation] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    organisation: Mapped[Organisation] = relationship()
    reviewed_by: Mapped[Person | None] = relationship(foreign_keys=[reviewed_by_id])
    district: Mapped[District | None] = relationship()
    property: Mapped[Property | None] = relationship()
    building: Mapped[Building | None] = relationship()
    round: Mapped[Round | None] = relationship()
    visit: Mapped[Visit | None] = relationship()
    order: Mapped[WorkOrder | None] = relationship()
    product_use: Mapped[ProductUse | None] = relationship()
    courtyard_record: Mapped[CourtyardRecord | None] = relationship()
