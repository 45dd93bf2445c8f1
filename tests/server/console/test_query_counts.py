"""Pages ask the database a fixed number of questions, however much there is to show."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from server.courtyard.models import CallOut, CourtyardRecord
from server.database import new_id, transaction
from server.duty.models import DutyAlert, DutyShift
from server.inspections.services import make_inspection
from server.people.models import Organisation, Person
from server.places.models import Area, Building, District, Property, Space
from server.products.models import Licence, StockItem
from server.rounds.models import Cover
from server.work_orders.models import WorkOrder
from server.work_orders.services import NewOrder, assign, create_order
from tests.device import Device
from tests.rows import add_plan, add_product, add_round
from tests.server.console.browser import Browser
from tests.world import World

PAGES = (
    "/console/",
    "/console/review/?state=all",
    "/console/orders/?state=all",
    "/console/people/",
    "/console/products/",
    "/console/rounds/?district=703",
    "/console/rounds/plans/",
    "/console/rounds/covers",
    "/console/courtyard/",
    "/console/courtyard/checks",
    "/console/courtyard/call-outs/",
    "/console/duty/?area=7",
    "/console/areas/",
    "/console/audit/?table=work_orders",
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
        _grow_rounds(session, world, now)
        _grow_courtyards(session, world, now)
        _grow_duty(session, world, now)


def _grow_rounds(session: Session, world: World, now: datetime) -> None:
    """Products with licences, plans, rounds of today, covers."""
    landlord = session.get_one(Organisation, world.landlord)
    cleaner = session.get_one(Person, world.other_cleaner)
    building = session.get_one(Building, world.own_building)
    for index in range(8):
        product = add_product(session, f"Aine {index}", "sanitary")
        licence = Licence(product_id=product.id, label="nordic_swan", licence=f"3026 1{index:03}")
        licence.valid_from = world.today - timedelta(days=9)
        session.add_all([licence, StockItem(organisation_id=world.landlord, product_id=product.id)])
        often = {
            "work": "basic_wash",
            "rrule": "FREQ=YEARLY",
            "starts_on": world.today - timedelta(days=index),
        }
        plan = add_plan(session, building, landlord, cleaner, ("mop",), building.spaces, **often)
        add_round(session, building, landlord, cleaner, world.today, ("mop",), plan=plan)
        cover = Cover(
            plan_id=plan.id, person_id=world.cleaner, organisation_id=world.landlord, reason="other"
        )
        cover.starts_on = cover.ends_on = world.today
        cover.made_at = now
        session.add(cover)


def _grow_courtyards(session: Session, world: World, now: datetime) -> None:
    """Records, spaces with checks that are due, call-outs."""
    for index in range(8):
        playground = Space(building_id=world.own_building, position=100 + index, kind="playground")
        playground.name, playground.area_m2, playground.norm_minutes = f"Leikkipaikka {index}", 10, 10
        call_out = CallOut(group_id=new_id(), record_kind="gritting", district_code="703")
        call_out.made_by_id, call_out.made_at = world.admin, now
        record = CourtyardRecord(id=new_id(), record_kind="gritting", form_version=1, fields={})
        place = Property(code=f"91-47-2-{index}", name="Koti", address=f"Kontulankaari {index}")
        place.district_code = "703"
        by = Person(name=f"Talo {index}", role="caretaker", organisation_id=world.landlord)
        session.add_all([playground, call_out, place, by])
        session.flush()
        record.property_id, record.organisation_id, record.by_id = place.id, world.landlord, by.id
        record.at = record.started_at = record.ended_at = now
        session.add(record)


def _grow_duty(session: Session, world: World, now: datetime) -> None:
    """Shifts, an alert of each order, another area."""
    session.add(Area(code="6", name_fi="Kaakko", name_sv="Sydost", name_en="South-eastern"))
    session.flush()
    session.add(District(code="601", area_code="6", name_fi="Kallio", name_sv="Berghäll", name_en="Kallio"))
    alerted = set(session.scalars(select(DutyAlert.order_id)))
    for index, order in enumerate(session.scalars(select(WorkOrder)).all()):
        shift = DutyShift(area_code="7", person_id=world.caretaker, place=1)
        shift.begins_at, shift.ends_at = now + timedelta(hours=index), now + timedelta(hours=index + 1)
        session.add(shift)
        # Outside office hours an urgent one has raised its own.
        if order.id not in alerted:
            session.add(DutyAlert(order_id=order.id, area_code="7", raised_at=now, next_at=now))


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
