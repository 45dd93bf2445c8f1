"""Orders that a skipped space leads to. Which spaces these are, rounds know; here is only what becomes of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from server.people.models import Person
from server.places.models import Property, Space
from server.work_orders.models import WorkOrder
from server.work_orders.services import NewOrder, Origin, cancel, create_order

_ORDERS_OF_SKIPS = UUID("0193b0c0-0000-7000-8000-00005b1b0000")
_WHY = {
    "locked": "ovi oli lukossa",
    "occupied": "tila oli käytössä",
    "no_water_or_power": "ei vettä tai sähköä",
    "unsafe": "ei ollut turvallista",
    "out_of_time": "aika ei riittänyt",
    "other": "muu syy",
}
"""In the language of the register, as descriptions of orders are."""
_DONE_AFTER_ALL = "Tila tehtiin sittenkin, tai ohitus peruttiin."


@dataclass(frozen=True, slots=True)
class Skip:
    """A space that was skipped on a round: `id` is the operation that said so, `reason` a code of docs/documents.md."""

    id: str
    round_id: str
    property_id: str
    space_id: str
    is_yard: bool
    by_id: str
    reason: str
    text: str | None


def order_skipped(session: Session, skip: Skip, at: datetime) -> None:
    """Make the order of a skip, unless it is there already: its id follows from the skip's."""
    if session.get(WorkOrder, _order_id(skip)) is not None:
        return
    space = session.get_one(Space, skip.space_id)
    why = _WHY.get(skip.reason, _WHY["other"])
    create_order(
        session,
        NewOrder(
            id=_order_id(skip),
            property=session.get_one(Property, skip.property_id),
            building=space.building,
            space=space,
            category="yard" if skip.is_yard else "cleaning",
            urgency="minor",
            description=f"Jäi kierroksella tekemättä: {space.name} ({why})."
            + (f" {skip.text}" if skip.text else ""),
            reporter="worker",
            reported_by=session.get_one(Person, skip.by_id),
            origin=Origin("round", skip.round_id),
        ),
        at,
    )


def cancel_skipped(session: Session, skip: Skip, at: datetime) -> None:
    """Cancel the order of a skip that has been taken back, as long as nobody has begun it."""
    order = session.get(WorkOrder, _order_id(skip))
    if order is not None and order.state in {"new", "assigned"}:
        cancel(session, order, session.get_one(Person, skip.by_id), _DONE_AFTER_ALL, at)


def _order_id(skip: Skip) -> str:
    return str(uuid5(_ORDERS_OF_SKIPS, skip.id))
