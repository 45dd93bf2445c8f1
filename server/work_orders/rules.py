"""What an operation on an order decides (docs/operations.md), and whose an order is.

As with rounds: whatever a ruling says, the caller keeps the record.
"""

from __future__ import annotations

from dataclasses import dataclass

OPEN_STATES = frozenset({"new", "assigned", "started", "returned"})
URGENT_CATEGORIES = frozenset({"water_leak", "sewer", "heating", "electricity", "lift_trapped", "outer_door"})
"""Urgent unless somebody says otherwise."""


@dataclass(frozen=True, slots=True)
class OrderNow:
    """What the rules need to know of an order."""

    state: str
    assigned_to_id: str | None
    completed_by_id: str | None


@dataclass(frozen=True, slots=True)
class Ruling:
    """`is_applied`: the state changes as the table says."""

    is_applied: bool
    flags: tuple[str, ...] = ()


def decide_start(order: OrderNow, author_id: str) -> Ruling:
    """`work_order.start`: what is open and not started yet is."""
    return Ruling(order.state in OPEN_STATES - {"started"}, _reassigned(order, author_id))


def decide_complete(order: OrderNow, author_id: str) -> Ruling:
    """`work_order.complete`: what is open is done."""
    flags = [*_reassigned(order, author_id)]
    if order.state == "cancelled":
        flags.append("done_after_cancellation")
    if order.state in {"done", "approved"} and order.completed_by_id != author_id:
        flags.append("already_done")
    return Ruling(order.state in OPEN_STATES, tuple(flags))


def decide_visit_note(order: OrderNow, author_id: str) -> Ruling:
    """`work_order.visit_note`: the note is kept in any state, and the order stays as it is."""
    return Ruling(True, _reassigned(order, author_id))


def decide_pause(order: OrderNow, author_id: str) -> Ruling:
    """`work_order.pause` and `work_order.resume`: what is open waits, or goes on."""
    return Ruling(order.state in OPEN_STATES, _reassigned(order, author_id))


@dataclass(frozen=True, slots=True)
class Standing:
    """What merging needs to know of an order."""

    id: str
    state: str
    property_id: str
    organisation_id: str


def may_merge(duplicate: Standing, into: Standing) -> bool:
    """Two open orders at one property that one organisation sees to: no comment or contact reaches another's people."""
    return (
        duplicate.id != into.id
        and {duplicate.state, into.state} <= OPEN_STATES
        and duplicate.property_id == into.property_id
        and duplicate.organisation_id == into.organisation_id
    )


def default_urgency(category: str) -> str:
    """How urgent an order of a category is when nobody says."""
    return "urgent" if category in URGENT_CATEGORIES else "minor"


def trade_of(category: str) -> str:
    """Which trade a category is for."""
    return "cleaning" if category == "cleaning" else "caretaking"


def responsible_organisation(trade: str, landlord_id: str, cleaning_provider_id: str | None) -> str:
    """Who has to see to an order: whoever cleans the building (null for a yard), otherwise the landlord."""
    return cleaning_provider_id if trade == "cleaning" and cleaning_provider_id else landlord_id


def _reassigned(order: OrderNow, author_id: str) -> tuple[str, ...]:
    return ("reassigned",) if order.assigned_to_id not in (None, author_id) else ()
