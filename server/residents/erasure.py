"""Erases what residents left: contact data, texts about them, private links, some time after an order was closed.

The order itself stays, with its description, and a log says which fields of it were erased and when.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import cast

import structlog
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, aliased

from server.inbox.erase import erase_texts
from server.residents.models import Erasure, ResidentReport
from server.work_orders.models import OrderContact, OrderPause, OrderVisitNote, WorkOrder

log = structlog.get_logger(__name__)

AT_ONCE = 50
"""Orders in one transaction."""
_CONTACT_FIELDS = ("name", "phone", "email", "apartment", "pets", "alarm", "preferred_time")
_TEXTS: tuple[tuple[str, type[OrderVisitNote | OrderPause], str], ...] = (
    ("visit_note.text", OrderVisitNote, "work_order.visit_note"),
    ("pause.text", OrderPause, "work_order.pause"),
)
"""What workers wrote of a resident: its name in the log, its table, and the kind of operation that brought it."""


def find_to_erase(session: Session, before: datetime) -> Sequence[str]:
    """Ids of orders that were closed before this instant and still have something of a resident."""
    left = [
        select(OrderContact.order_id).where(OrderContact.order_id == WorkOrder.id).exists(),
        select(ResidentReport.order_id).where(ResidentReport.order_id == WorkOrder.id).exists(),
        *(
            select(table.id).where(table.order_id == WorkOrder.id, table.text.is_not(None)).exists()
            for _, table, _ in _TEXTS
        ),
    ]
    statement = select(WorkOrder.id).where(_is_over(before), or_(*left)).order_by(WorkOrder.id)
    return session.scalars(statement).all()


def erase(session: Session, order_ids: Sequence[str], before: datetime, now: datetime) -> Sequence[Erasure]:
    """Erase these orders' data; one that was opened again meanwhile keeps them. Returns the log of it."""
    statement = select(WorkOrder).where(WorkOrder.id.in_(order_ids), _is_over(before)).order_by(WorkOrder.id)
    closed = session.scalars(statement.with_for_update(of=WorkOrder)).all()
    targets = [f"work_order:{order.id}" for order in closed]
    for _, _, kind in _TEXTS:
        erase_texts(session, kind, targets, ("text",))
    erased = []
    for order in closed:
        fields = [
            *_erase_contact(session, order.id),
            *_erase_texts(session, order.id),
            *_erase_link(session, order.id),
        ]
        if fields:
            row = Erasure(order_id=order.id, fields=fields, at=now)
            session.add(row)
            erased.append(row)
            log.info("erased what a resident left", order=order.id, fields=fields)
    return erased


def _is_over(before: datetime) -> ColumnElement[bool]:
    """Closed before then; of a duplicate, the order that lives on as well."""
    living = aliased(WorkOrder)
    lives_on = select(living.id).where(
        living.id == WorkOrder.merged_into_id, living.closed_at.is_(None) | (living.closed_at >= before)
    )
    return (WorkOrder.closed_at < before) & ~lives_on.exists()


def _erase_contact(session: Session, order_id: str) -> list[str]:
    contact = session.get(OrderContact, order_id)
    if contact is None:
        return []
    fields = [f"contact.{name}" for name in _CONTACT_FIELDS if getattr(contact, name)]
    session.delete(contact)
    return fields


def _erase_texts(session: Session, order_id: str) -> list[str]:
    fields = []
    for name, table, _ in _TEXTS:
        has_text = table.order_id == order_id, table.text.is_not(None)
        rows = cast(
            "Sequence[OrderVisitNote | OrderPause]", session.scalars(select(table).where(*has_text)).all()
        )
        for row in rows:
            row.text = None
        fields += [name] if rows else []
    return fields


def _erase_link(session: Session, order_id: str) -> list[str]:
    report = session.get(ResidentReport, order_id)
    if report is None:
        return []
    session.delete(report)
    return ["link"]
