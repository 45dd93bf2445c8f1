"""Erases what residents left: contact data, texts of visit notes, private links, some time after an order was closed.

The order itself stays, with its description, and a log says which fields of it were erased and when.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.inbox.erase import erase_texts
from server.residents.models import Erasure, ResidentReport
from server.work_orders.models import OrderContact, OrderVisitNote, WorkOrder

log = structlog.get_logger(__name__)

AT_ONCE = 50
"""Orders in one transaction."""
_CONTACT_FIELDS = ("name", "phone", "email", "apartment", "pets", "alarm", "preferred_time")


def find_to_erase(session: Session, before: datetime) -> Sequence[str]:
    """Ids of orders that were closed before this instant and still have something of a resident."""
    has_contact = select(OrderContact.order_id).where(OrderContact.order_id == WorkOrder.id).exists()
    has_link = select(ResidentReport.order_id).where(ResidentReport.order_id == WorkOrder.id).exists()
    has_note = (
        select(OrderVisitNote.id)
        .where(OrderVisitNote.order_id == WorkOrder.id, OrderVisitNote.text.is_not(None))
        .exists()
    )
    statement = (
        select(WorkOrder.id)
        .where(WorkOrder.closed_at < before, has_contact | has_link | has_note)
        .order_by(WorkOrder.id)
    )
    return session.scalars(statement).all()


def erase(session: Session, order_ids: Sequence[str], before: datetime, now: datetime) -> Sequence[Erasure]:
    """Erase these orders' data; one that was opened again meanwhile keeps them. Returns the log of it."""
    closed = session.scalars(
        select(WorkOrder)
        .where(WorkOrder.id.in_(order_ids), WorkOrder.closed_at < before)
        .order_by(WorkOrder.id)
        .with_for_update()
    ).all()
    erase_texts(session, "work_order.visit_note", [f"work_order:{order.id}" for order in closed], ("text",))
    erased = []
    for order in closed:
        fields = [*_erase_contact(session, order.id), *_erase_notes(session, order.id)]
        fields += _erase_link(session, order.id)
        if fields:
            row = Erasure(order_id=order.id, fields=fields, at=now)
            session.add(row)
            erased.append(row)
            log.info("erased what a resident left", order=order.id, fields=fields)
    return erased


def _erase_contact(session: Session, order_id: str) -> list[str]:
    contact = session.get(OrderContact, order_id)
    if contact is None:
        return []
    fields = [f"contact.{name}" for name in _CONTACT_FIELDS if getattr(contact, name)]
    session.delete(contact)
    return fields or ["contact"]


def _erase_notes(session: Session, order_id: str) -> list[str]:
    notes = session.scalars(
        select(OrderVisitNote).where(OrderVisitNote.order_id == order_id, OrderVisitNote.text.is_not(None))
    ).all()
    for note in notes:
        note.text = None
    return ["visit_note.text"] if notes else []


def _erase_link(session: Session, order_id: str) -> list[str]:
    report = session.get(ResidentReport, order_id)
    if report is None:
        return []
    session.delete(report)
    return ["link"]
