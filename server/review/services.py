"""What supervisors decide about entries of the log."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from server.inbox.decide import dismiss
from server.inbox.models import InboxOperation
from server.people.models import Person
from server.review.models import LogEntry
from server.rounds.models import Round, Visit
from server.rounds.services import return_round, return_visit
from server.work_orders.models import WorkOrder
from server.work_orders.services import approve_order, return_order

COMMENT_CHARACTERS_MAX = 2_000


class AlreadyReviewed(Exception):
    """Somebody has approved or returned this entry before."""


class CommentMissing(Exception):
    """Nothing is sent back without saying why."""


def approve(session: Session, entries: Iterable[LogEntry], by: Person, now: datetime) -> list[LogEntry]:
    """Approve those entries that are open, and with a completion its order. Returns the entries that were approved.

    The caller has locked the entries, so that of two supervisors the first decides. What is quarantined is passed over:
    there is nothing to approve before it is applied.
    """
    approved = [entry for entry in entries if entry.state == "open" and entry.status != "quarantined"]
    for entry in approved:
        entry.state = "approved"
        entry.reviewed_by_id = by.id
        entry.reviewed_at = now
        order = _completed_order(session, entry, by)
        if order is not None and order.state == "done":
            approve_order(session, order, by, now)
    return approved


def return_entry(session: Session, entry: LogEntry, comment: str, by: Person, now: datetime) -> None:
    """Send an open entry back to its worker, with the reason.

    A visit, round or order that still stands as the entry left it opens again. What two people recorded stays as the
    other one left it. The `return` document reaches the worker's phone at its next sync. A quarantined operation is
    dismissed with that: the worker does it again.

    Raises:
        AlreadyReviewed, CommentMissing
    """
    if entry.state != "open":
        raise AlreadyReviewed(entry.state)
    comment = comment.strip()
    if not comment:
        raise CommentMissing
    operation = session.get_one(InboxOperation, entry.operation_id)
    if operation.is_undecided:
        dismiss(session, operation, by.id, comment, now)
    entry.state = "returned"
    entry.comment = comment
    entry.reviewed_by_id = by.id
    entry.reviewed_at = now
    visit = _recorded_visit(session, entry, by)
    if visit is not None:
        return_visit(session, visit, now)
    round_ = _finished_round(session, entry, by)
    if round_ is not None:
        return_round(session, round_, entry.recorded_at)
    order = _completed_order(session, entry, by)
    if order is not None and order.state in {"done", "approved"}:
        return_order(session, order, comment, by, now)


def _recorded_visit(session: Session, entry: LogEntry, by: Person) -> Visit | None:
    """The visit whose state this very entry is, unless another organisation answers for it."""
    if entry.visit_id is None or entry.kind not in {"round.tick", "round.skip"}:
        return None
    visit = session.get_one(Visit, entry.visit_id)
    stands = visit.by_id == entry.person_id and visit.at == entry.recorded_at
    return visit if stands and _answers_for(by, visit.round.organisation_id) else None


def _finished_round(session: Session, entry: LogEntry, by: Person) -> Round | None:
    """The round that an entry ended, unless another organisation answers for it."""
    if entry.round_id is None or entry.kind != "round.finish":
        return None
    round_ = session.get_one(Round, entry.round_id)
    return round_ if _answers_for(by, round_.organisation_id) else None


def _completed_order(session: Session, entry: LogEntry, by: Person) -> WorkOrder | None:
    """The order whose completion this very entry is, unless another organisation answers for it."""
    if entry.order_id is None or entry.kind != "work_order.complete":
        return None
    order = session.get_one(WorkOrder, entry.order_id)
    stands = order.completed_by_id == entry.person_id and order.completed_at == entry.recorded_at
    return order if stands and _answers_for(by, order.organisation_id) else None


def _answers_for(by: Person, organisation_id: str) -> bool:
    return by.organisation.kind == "landlord" or by.organisation_id == organisation_id
