"""One entry beside what is now: what the worker was looking at, what stands today, and who else recorded the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.feed.models import Document
from server.inbox.models import InboxDecision
from server.people.models import Device, Person
from server.products.models import Product, ProductUse
from server.review.models import LogEntry
from server.review.permission import Viewer, find
from server.review.raw import RawOperation, read_raw
from server.review.search import load
from server.rounds.models import Round, Visit, VisitRecord
from server.work_orders.models import OrderCompletion, WorkOrder

_OFFERED_MAX = 20


@dataclass(frozen=True, slots=True)
class Record:
    """What one operation said of the same visit or order; `what` is a kind, `code` a reason or result."""

    operation_id: str
    person: str
    at: datetime
    what: str
    code: str | None
    minutes: int | None
    text: str | None


@dataclass(frozen=True, slots=True)
class Decided:
    """One attempt to decide what was quarantined; `person` is empty for the server itself."""

    person: str
    at: datetime
    action: str
    outcome: str
    reason: str | None
    comment: str | None
    mended: str | None


@dataclass(frozen=True, slots=True)
class EntryDetail:
    """An entry with all that its page shows. What the viewer may not see is None."""

    entry: LogEntry
    sent: RawOperation
    device: Device | None
    revision: int | None
    round: Round | None
    visit: Visit | None
    order: WorkOrder | None
    product_use: ProductUse | None
    offered: Sequence[str]
    records: Sequence[Record]
    decisions: Sequence[Decided]
    names: Mapping[str, str]

    @property
    def is_elsewhere(self) -> bool:
        """Whether what it is about belongs to another organisation or area than the viewer's."""
        entry = self.entry
        return any(
            key is not None and shown is None
            for key, shown in (
                (entry.round_id, self.round),
                (entry.order_id, self.order),
                (entry.product_use_id, self.product_use),
            )
        )


def find_entry(session: Session, viewer: Viewer, key: str) -> EntryDetail | None:
    """The entry with its surroundings, or None when there is none that the viewer may see."""
    if find(session, viewer, LogEntry, key) is None:
        return None
    [entry] = load(session, [key])
    sent = read_raw(entry.operation.raw)
    round_ = find(session, viewer, Round, entry.round_id) if entry.round_id else None
    order = find(session, viewer, WorkOrder, entry.order_id) if entry.order_id else None
    visit = entry.visit if round_ is not None else None
    records = _records(session, visit, order)
    mentioned = {
        round_.person_id if round_ else None,
        visit.by_id if visit else None,
        order.assigned_to_id if order else None,
        order.completed_by_id if order else None,
    }
    return EntryDetail(
        entry=entry,
        sent=sent,
        device=session.get(Device, entry.operation.device_id),
        revision=session.scalar(select(Document.revision).where(Document.id == sent.target)),
        round=round_,
        visit=visit,
        order=order,
        product_use=find(session, viewer, ProductUse, entry.product_use_id) if entry.product_use_id else None,
        offered=_offered(session, sent),
        records=records,
        decisions=_decisions(session, key),
        names=_names(session, mentioned),
    )


def _records(session: Session, visit: Visit | None, order: WorkOrder | None) -> Sequence[Record]:
    """Every record of the visit, or every completion of the order, the oldest first."""
    rows: Sequence[Any] = ()
    if visit is not None:
        statement = select(VisitRecord, Person.name).join(Person, VisitRecord.person_id == Person.id)
        rows = session.execute(
            statement.where(VisitRecord.visit_id == visit.id).order_by(VisitRecord.at)
        ).all()
        return [
            Record(row.operation_id, name, row.at, row.kind, row.reason, row.minutes, row.text)
            for row, name in rows
        ]
    if order is not None:
        completions = select(OrderCompletion, Person.name).join(
            Person, OrderCompletion.person_id == Person.id
        )
        rows = session.execute(
            completions.where(OrderCompletion.order_id == order.id).order_by(OrderCompletion.at)
        ).all()
    return [
        Record(row.operation_id, name, row.at, "work_order.complete", row.result, row.minutes, row.text)
        for row, name in rows
    ]


def _decisions(session: Session, key: str) -> Sequence[Decided]:
    """What was decided of a quarantined operation, or tried, the newest last."""
    statement = (
        select(InboxDecision, Person.name)
        .outerjoin(Person, InboxDecision.by_id == Person.id)
        .where(InboxDecision.operation_id == key)
        .order_by(InboxDecision.at, InboxDecision.id)
    )
    return [
        Decided(
            name or "",
            made.at,
            made.action,
            made.outcome,
            made.reason,
            made.comment,
            None if made.mended is None else made.mended.decode(errors="replace"),
        )
        for made, name in session.execute(statement)
    ]


def _offered(session: Session, sent: RawOperation) -> Sequence[str]:
    """Names of the eco-labelled products that the phone offered."""
    keys = sent.seen.get("alternatives")
    if not isinstance(keys, list):
        return []
    ids = [key.partition(":")[2] for key in keys[:_OFFERED_MAX] if isinstance(key, str)]
    return session.scalars(select(Product.name).where(Product.id.in_(ids)).order_by(Product.name)).all()


def _names(session: Session, keys: set[str | None]) -> Mapping[str, str]:
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_({key for key in keys if key})))
    return {row.id: row.name for row in rows}
