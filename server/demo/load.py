"""Loads the demo into an empty database: one transaction for the city, then what is out of the ordinary."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from server.courtyard.models import CallOut, CourtyardRecord
from server.database import db, snapshot, transaction
from server.demo.chance import Chance
from server.demo.city import SEED, City, make_city
from server.demo.covers import let_rounds_be_covered
from server.demo.exceptions import let_exceptions_happen
from server.demo.inspections import let_work_be_inspected
from server.demo.organisations import LANDLORD
from server.demo.rows import Rows
from server.duty.models import DutyShift
from server.feed.changes import touch
from server.people.models import Organisation, Person
from server.places.models import Area, Building, District, Property, Space
from server.products.models import Product, ProductUse
from server.review.models import LogEntry
from server.rounds.models import Round
from server.work_orders.models import OrderContact, OrderNumber, WorkOrder

_DOCUMENTS: tuple[tuple[str, type, str], ...] = (
    ("district", District, "code"),
    ("organisation", Organisation, "id"),
    ("stock", Organisation, "id"),
    ("property", Property, "id"),
    ("building", Building, "id"),
    ("brief", Building, "id"),
    ("brief_codes", Building, "id"),
    ("product", Product, "id"),
    ("product_use", ProductUse, "id"),
    ("round", Round, "id"),
    ("work_order", WorkOrder, "id"),
    ("order_contact", OrderContact, "order_id"),
    ("courtyard_record", CourtyardRecord, "id"),
    ("courtyard_check", Space, "id"),
    ("call_out", CallOut, "id"),
    ("duty_shift", DutyShift, "id"),
    ("duty_roster", Area, "code"),
)


class NotEmpty(Exception):
    """There is something in the database already."""


def is_empty() -> bool:
    """Whether nobody has begun to use this database."""
    with snapshot() as session:
        return session.scalar(select(Organisation.id).limit(1)) is None


def holds_demo() -> bool:
    """Whether the landlord in this database is the demo's."""
    with snapshot() as session:
        return session.scalar(select(Organisation.id).where(Organisation.name == LANDLORD)) is not None


def load_demo(now: datetime) -> None:
    """Load the demo as for a first start at `now`.

    Raises:
        NotEmpty: the database holds something already, and stays as it is.
    """
    if not is_empty():
        raise NotEmpty
    city = make_city(now)
    load_city(city)
    let_exceptions_happen(city, Chance(SEED, "exceptions", now - timedelta(days=1)), now)
    let_rounds_be_covered(city, now)
    let_work_be_inspected(Chance(SEED, "inspections", now - timedelta(days=8)), now)
    db.session.remove()


def load_city(city: City) -> None:
    """Insert a city's rows and stamp their documents, in one transaction."""
    with transaction() as session:
        city.rows.insert_all(session)
        _check_numbers(session)
        touch(session, _document_ids(city.rows))
        # Thousands of documents ask for the scope of some person: held here, people are read once.
        people = session.scalars(select(Person).options(selectinload(Person.districts))).all()
        touch(session, (f"person:{person.id}" for person in people))


def _document_ids(rows: Rows) -> Iterator[str]:
    for document_type, model, key in _DOCUMENTS:
        for row in rows.of(model):
            yield f"{document_type}:{row[key]}"
    for row in rows.of(LogEntry):
        if row["state"] == "returned":
            yield f"return:{row['operation_id']}"


def _check_numbers(session: Session) -> None:
    """Orders were numbered from 1 as the database does in a fresh table; find out here if it ever does otherwise."""
    wrong = (
        select(WorkOrder.id)
        .join(OrderNumber, OrderNumber.order_id == WorkOrder.id)
        .where(OrderNumber.number != WorkOrder.number)
    )
    if session.scalar(wrong.limit(1)) is not None:
        raise RuntimeError("the database numbers orders otherwise than the demo does")
