"""What an order hangs together with: duplicates, what it was found on, what was found on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.inspections.models import Inspection
from server.review.permission import Viewer, find, visible
from server.rounds.models import Round
from server.work_orders.models import WorkOrder
from server.work_orders.rules import OPEN_STATES

_MAX = 50


@dataclass(frozen=True, slots=True)
class OrderLinks:
    """Only what the viewer may see. `origin_kind` tells what it was found on, also where that cannot be shown."""

    merged_into: WorkOrder | None
    found_on_order: WorkOrder | None
    found_on_round: Round | None
    inspection: Inspection | None
    """In which a space failed that this order is about."""
    origin_kind: str | None
    found_here: Sequence[WorkOrder]
    mergeable: Sequence[WorkOrder]


def links_of(session: Session, viewer: Viewer, order: WorkOrder) -> OrderLinks:
    """Of an order that the viewer may see."""
    kind, key = order.origin_kind, order.origin_id or ""
    return OrderLinks(
        merged_into=find(session, viewer, WorkOrder, order.merged_into_id or ""),
        found_on_order=find(session, viewer, WorkOrder, key) if kind == "work_order" else None,
        found_on_round=find(session, viewer, Round, key) if kind == "round" else None,
        inspection=find(session, viewer, Inspection, key) if kind == "inspection" else None,
        origin_kind=kind,
        found_here=found_on(session, viewer, "work_order", order.id),
        mergeable=mergeable(session, viewer, order),
    )


def found_on(session: Session, viewer: Viewer, kind: str, key: str) -> Sequence[WorkOrder]:
    """The orders that were found on a round or an order, or that a failed check of it led to."""
    statement = (
        select(WorkOrder)
        .where(visible(viewer, WorkOrder), WorkOrder.origin_kind == kind, WorkOrder.origin_id == key)
        .order_by(WorkOrder.number)
        .limit(_MAX)
    )
    return session.scalars(statement).all()


def mergeable(session: Session, viewer: Viewer, order: WorkOrder) -> Sequence[WorkOrder]:
    """The open orders at the same property, of the same organisation, into which this one may be merged."""
    if order.state not in OPEN_STATES or not viewer.may_decide:
        return []
    statement = (
        select(WorkOrder)
        .where(
            visible(viewer, WorkOrder),
            WorkOrder.property_id == order.property_id,
            WorkOrder.organisation_id == order.organisation_id,
            WorkOrder.state.in_(OPEN_STATES),
            WorkOrder.id != order.id,
        )
        .order_by(WorkOrder.category != order.category, WorkOrder.number.desc())
        .limit(_MAX)
    )
    return session.scalars(statement).all()
