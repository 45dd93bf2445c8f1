"""Tables of residents: their reports with the links to follow them, and the log of what was erased."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.database import Base, Key, new_id
from server.work_orders.models import WorkOrder


class ResidentReport(Base):
    """A report made with the form. Erased together with the contact data: the link then finds nothing.

    Both hashes are SHA-256 in hex of random texts, so that a slow hash would add nothing.
    """

    __tablename__ = "resident_reports"

    order_id: Mapped[str] = mapped_column(ForeignKey("work_orders.id"), primary_key=True)
    link_hash: Mapped[str] = mapped_column(String(64), unique=True)
    """Of the secret in the private link."""
    form_hash: Mapped[str] = mapped_column(String(64), unique=True)
    """Of the form's own number: the same form sent twice makes one order."""
    language: Mapped[str] = mapped_column(String(5))
    """In which the form was filled in: the link's page speaks it too."""

    order: Mapped[WorkOrder] = relationship()


class Erasure(Base):
    """That something of an order was erased: which fields and when, and nothing of what stood in them."""

    __tablename__ = "erasures"

    id: Mapped[Key] = mapped_column(primary_key=True, default=new_id)
    order_id: Mapped[str] = mapped_column(ForeignKey("work_orders.id"), index=True)
    fields: Mapped[list[str]]
    at: Mapped[datetime]
