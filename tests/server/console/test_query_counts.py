"""Pages ask the database a fixed number of questions, however much there is to show."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, select

from server.database import transaction
from server.inspections.services import make_inspection
from server.people.models import Person
from server.places.models import Building, Property
from server.work_orders.services import NewOrder, assign, create_order
from tests.device import Device
from tests.server.console.browser import Browser
from tests.world import World

PAGES = (
    "/console/",
    "/console/review/?state=all",
    "/console/orders/?state=all",
    "/console/people/",
    "/console/inspections/",
    "/console/inspections/results",
)


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collects the statements of a block."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def _grow(world: World, client: FlaskClient) -> None:
    """More of everything: entries of all kinds, orders with workers, people with phones."""
    phones = [Device(client, who) for who in (world.cleaner, world.other_cleaner, world.caretaker)]
    for phone in phones:
        phone.post(
            *(
                phone.operation("round.tick", f"round:{world.round}", {"visit": visit})
                for visit in world.visits
            ),
            phone.operation("work_order.comment", f"work_order:{world.order}", {"text": "Hei"}),
            phone.operation("nonsense", "round:x"),
            pending={"count": 2, "oldest_recorded_at": "2026-04-01T08:00:00+03:00"},
        )
    with transaction() as session:
        now = datetime.now(UTC)
        supervisor = session.get_one(Person, world.supervisor)
        property_ = session.get_one(Property, world.property)
        buildings = session.scalars(select(Building).where(Building.property_id == property_.id)).all()
        for index in range(12):
            new = NewOrder(
                property=property_,
                building=buildings[index % 2],
                category=("yard", "water_leak", "cleaning")[index % 3],
                description="Jotain on rikki",
                reporter="resident",
            )
            order = create_order(session, new, now)
            assign(session, order, session.get_one(Person, world.caretaker), supervisor, now)
        for building in buildings:
            for _ in range(5):
                made = make_inspection(session, building, "basic_wash", world.today, supervisor, now)
                made.state, made.spaces[0].level = "finished", 3
        for index in range(10):
            session.add(Person(name=f"Uusi {index}", role="cleaner", organisation_id=world.landlord))


@pytest.mark.parametrize("address", PAGES)
def test_the_number_of_queries_does_not_grow(
    world: World, admin: Browser, client: FlaskClient, address: str
) -> None:
    admin.get(address)
    with counted() as few:
        before = admin.get(address)
    _grow(world, client)
    admin.get(address)
    with counted() as many:
        after = admin.get(address)
    assert len(after.text) > len(before.text)
    # What a page of rows needs beside the rows (their districts, their phones) is asked for once.
    assert len(many) <= len(few) + 2, "\n".join(many)
    assert len(many) < 20
