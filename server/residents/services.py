"""What the residents' form asks: addresses, the order it makes, and the order behind a private link."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from server.database import is_uuid
from server.places.models import Building, Property, Space
from server.residents.models import ResidentReport
from server.residents.rules import Report
from server.work_orders.models import WorkOrder
from server.work_orders.services import Contact, NewOrder, create_order

FOUND_MAX = 20
SEARCH_MIN = 3
"""Fewer letters would list the whole city."""


@dataclass(frozen=True, slots=True)
class Form:
    """One filled-in form: its own number, the secret of its private link, its language."""

    number: str
    secret: str
    language: str


def find_buildings(session: Session, text: str) -> Sequence[Building]:
    """Buildings whose address, or whose property's, has the text in it; those that begin with it come first."""
    text = " ".join(text.split())
    if len(text) < SEARCH_MIN:
        return []
    matches = [column.icontains(text, autoescape=True) for column in (Building.address, Property.address)]
    statement = (
        select(Building)
        .join(Property, Property.id == Building.property_id)
        .where(or_(*matches))
        .order_by(~Building.address.istartswith(text, autoescape=True), Building.address, Building.id)
        .limit(FOUND_MAX)
        .options(joinedload(Building.property).joinedload(Property.district))
    )
    # 2 stands before 13, as in the street.
    return sorted(session.scalars(statement), key=lambda row: _naturally(text, row.address))


def find_building(session: Session, key: str) -> Building | None:
    """A building by its id or its permanent building id, which a sign in the stairwell may bear; None for neither."""
    if not is_uuid(key) and not (key.isascii() and key.isalnum()):
        return None
    column = Building.id if is_uuid(key) else Building.permanent_id
    statement = (
        select(Building)
        .where(column == (key.lower() if is_uuid(key) else key.upper()))
        .options(joinedload(Building.property).joinedload(Property.district), selectinload(Building.spaces))
    )
    return session.scalars(statement).one_or_none()


def make_report(
    session: Session, building: Building, report: Report, form: Form, now: datetime
) -> ResidentReport | None:
    """Make the order that a report asks for. None when this form has made one already: that one stays."""
    form_hash = _hash(form.number)
    if session.scalars(select(ResidentReport).where(ResidentReport.form_hash == form_hash)).first():
        return None
    order = create_order(session, _new_order(session, building, report), now)
    made = ResidentReport(
        order_id=order.id, link_hash=_hash(form.secret), form_hash=form_hash, language=form.language
    )
    session.add(made)
    session.flush()
    return made


def find_report(session: Session, secret: str) -> ResidentReport | None:
    """The report behind a private link, with all that its page tells; None when there is none (any more)."""
    return session.scalars(
        select(ResidentReport)
        .where(ResidentReport.link_hash == _hash(secret))
        .options(
            joinedload(ResidentReport.order).joinedload(WorkOrder.property).joinedload(Property.district),
            joinedload(ResidentReport.order).joinedload(WorkOrder.merged_into),
            joinedload(ResidentReport.order).joinedload(WorkOrder.building),
            joinedload(ResidentReport.order).joinedload(WorkOrder.space),
            joinedload(ResidentReport.order).selectinload(WorkOrder.visit_notes),
        )
    ).one_or_none()


def has_link(session: Session, order_id: str) -> bool:
    """Whether an order has a private link that still leads somewhere."""
    return session.get(ResidentReport, order_id) is not None


def _new_order(session: Session, building: Building, report: Report) -> NewOrder:
    is_in_yard = report.place == "yard"
    return NewOrder(
        property=building.property,
        building=None if is_in_yard else building,
        space=session.get_one(Space, report.space_id) if report.space_id else None,
        place=report.more_exactly,
        category=report.category,
        description=report.description,
        reporter="resident",
        entry=_entry(report),
        contact=_contact(report),
    )


def _entry(report: Report) -> str:
    if report.home is None:
        return "not_needed"
    return "master_key" if report.home.may_use_master_key else "at_home"


def _contact(report: Report) -> Contact | None:
    home, caller = report.home, report.caller
    if home is None and not caller.is_known:
        return None
    return Contact(
        name=caller.name,
        phone=caller.phone,
        apartment=home.apartment if home else "",
        pets=home.pets if home else None,
        alarm=home.alarm if home else None,
        preferred_time=home.preferred_time if home else None,
        email=caller.email,
    )


def _naturally(text: str, address: str) -> tuple[bool, list[tuple[int, str]]]:
    """What begins with the text first, then by words, numbers by their size."""
    parts = re.findall(r"\d+|\D+", address)
    return not address.lower().startswith(text.lower()), [
        (int(part), "") if part.isdecimal() else (0, part) for part in parts
    ]


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()
