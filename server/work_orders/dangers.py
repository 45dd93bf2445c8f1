"""Orders that a danger leads to. What a danger is, courtyards know; here is only what becomes of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from server.people.models import Person
from server.places.models import Building, Property, Space
from server.work_orders.services import NewOrder, Origin, create_order

_CLOSED_OFF = "Kohde on suljettu käytöstä."
"""In the language of the register, as descriptions of orders are."""
_CHARACTERS_MAX = 1900


@dataclass(frozen=True, slots=True)
class Danger:
    """Something dangerous that a courtyard record found; `what` in the finder's words."""

    record_id: str
    property_id: str
    building_id: str | None
    space_id: str | None
    by_id: str
    what: Sequence[str]
    is_closed_off: bool


def order_danger(session: Session, danger: Danger, at: datetime, received_at: datetime) -> None:
    """Make the order of a danger, one for each record. It is urgent until the place is closed off."""
    space = session.get(Space, danger.space_id) if danger.space_id is not None else None
    name = f"{space.name}: " if space is not None else ""
    closed_off = f" {_CLOSED_OFF}" if danger.is_closed_off else ""
    create_order(
        session,
        NewOrder(
            property=session.get_one(Property, danger.property_id),
            building=session.get(Building, danger.building_id) if danger.building_id is not None else None,
            space=space,
            category="yard",
            urgency="minor" if danger.is_closed_off else "urgent",
            description=(name + "; ".join(danger.what) + ".")[:_CHARACTERS_MAX] + closed_off,
            reporter="worker",
            reported_by=session.get_one(Person, danger.by_id),
            origin=Origin("courtyard_record", danger.record_id, "findings"),
        ),
        at,
        received_at,
    )
