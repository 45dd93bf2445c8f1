"""Two reports of one defect: the duplicate is closed, the other lives on. Nothing is deleted.

The duplicate keeps its history, comments, visit notes and contact data; whoever has the order that lives on has these
comments, notes and contacts too (documents.py). A record that arrives for the duplicate counts for the other one.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.people.models import Person
from server.work_orders.models import WorkOrder
from server.work_orders.pauses import end_pause, settle_deadlines
from server.work_orders.rules import Standing, may_merge
from server.work_orders.services import OrderError, add_event

Moment = TypeVar("Moment", date, datetime)


class NotMergeable(OrderError):
    """Only two open orders at one property that one organisation sees to can be one."""

    code = "not_mergeable"


def merge(session: Session, duplicate: WorkOrder, into: WorkOrder, by: Person, now: datetime) -> None:
    """Close `duplicate` as the same as `into`, which takes over what is stricter: urgency, deadlines, who has it.

    Raises NotMergeable.
    """
    for order in sorted((duplicate, into), key=lambda order: order.id):
        session.refresh(order, with_for_update={"of": WorkOrder})
    if not may_merge(_standing_of(duplicate), _standing_of(into)):
        raise NotMergeable(duplicate.id)
    end_pause(session, duplicate, now)
    _take_over(session, into, duplicate)
    duplicate.state = "merged"
    duplicate.closed_at = now
    duplicate.merged_into_id = into.id
    session.flush()
    # Those that were merged into this one earlier follow: there is never a chain.
    for earlier in session.scalars(select(WorkOrder).where(WorkOrder.merged_into_id == duplicate.id)):
        earlier.merged_into_id = into.id
    add_event(session, duplicate, "merged", by.id, now, {"order": into.id})
    add_event(session, into, "took_in", by.id, now, {"order": duplicate.id})


def order_that_counts(session: Session, order: WorkOrder) -> WorkOrder:
    """The order that lives on, locked, for a duplicate; any other order itself."""
    if order.merged_into_id is None:
        return order
    return session.get_one(WorkOrder, order.merged_into_id, with_for_update=True, populate_existing=True)


def _take_over(session: Session, into: WorkOrder, duplicate: WorkOrder) -> None:
    if "urgent" in (into.urgency, duplicate.urgency):
        into.urgency = "urgent"
    # What was promised to the first who reported it is promised.
    into.due_on = into.promised_on = _earlier(_promised_on(into), _promised_on(duplicate))
    into.start_by = into.promised_start_by = _earlier(_promised_start_by(into), _promised_start_by(duplicate))
    into.acknowledge_by = _earlier(into.acknowledge_by, duplicate.acknowledge_by)
    into.acknowledged_at = _earlier(into.acknowledged_at, duplicate.acknowledged_at)
    into.first_started_at = _earlier(into.first_started_at, duplicate.first_started_at)
    settle_deadlines(session, into)
    if into.entry == "not_needed":
        into.entry = duplicate.entry
    if into.assigned_to_id is None and duplicate.assigned_to_id is not None:
        into.assigned_to_id = duplicate.assigned_to_id
        into.state = duplicate.state
        into.started_at = duplicate.started_at


def _standing_of(order: WorkOrder) -> Standing:
    return Standing(order.id, order.state, order.property_id, order.organisation_id)


def _promised_on(order: WorkOrder) -> date | None:
    return order.promised_on or order.due_on


def _promised_start_by(order: WorkOrder) -> datetime | None:
    return order.promised_start_by or order.start_by


def _earlier(one: Moment | None, other: Moment | None) -> Moment | None:
    return min((each for each in (one, other) if each is not None), default=None)
