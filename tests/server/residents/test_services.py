"""From a report to an order, and from the private link back to it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from server.database import transaction
from server.local_time import local
from server.places.models import Building
from server.residents import services
from server.residents.models import ResidentReport
from server.residents.rules import Caller, Home, Report
from server.work_orders.deadlines import due_on
from server.work_orders.models import OrderEvent, WorkOrder
from server.work_orders.signals import order_event

NOW = datetime(2026, 4, 1, 7, tzinfo=UTC)
FORM = services.Form(number="lomake-1", secret="salaisuus-1", language="sv")


def report(**changes):
    values = {
        "place": "yard",
        "space_id": None,
        "more_exactly": "",
        "category": "lighting",
        "description": "Pihavalo ei syty",
        "home": None,
        "caller": Caller(),
    }
    return Report(**{**values, **changes})


def make(world, told, form=FORM, building=None):
    with transaction() as session:
        found = session.get_one(Building, building or world.own_building)
        made = services.make_report(session, found, told, form, NOW)
        return made.order_id if made is not None else None


def test_a_minor_fault_in_the_yard_is_the_landlords_with_its_deadline(world, session):
    order = session.get_one(WorkOrder, make(world, report()))
    assert (order.reporter, order.reported_by_id, order.state) == ("resident", None, "new")
    assert (order.property_id, order.building_id) == (world.property, None)
    assert (order.organisation_id, order.trade, order.urgency) == (world.landlord, "caretaking", "minor")
    assert order.due_on == due_on(local(NOW))
    assert (order.entry, order.contact) == ("not_needed", None)


def test_cleaning_goes_to_whoever_cleans_the_building(world, session):
    told = report(place="shared", space_id=world.company_spaces[0], category="cleaning")
    order = session.get_one(WorkOrder, make(world, told, building=world.company_building))
    assert (order.organisation_id, order.trade) == (world.company, "cleaning")
    assert (order.building_id, order.space_id) == (world.company_building, world.company_spaces[0])


def test_an_urgent_one_has_to_be_started_within_the_hour(world, session):
    order = session.get_one(WorkOrder, make(world, report(category="water_leak")))
    assert (order.urgency, order.due_on) == ("urgent", None)
    assert order.start_by is not None


@pytest.mark.parametrize(("may_use", "entry"), [(True, "master_key"), (False, "at_home")])
def test_a_flat_brings_its_entry_and_its_contact(world, session, may_use, entry):
    home = Home("A 12", may_use, "Koira", "Hälytin", "Iltaisin")
    told = report(place="flat", home=home, caller=Caller("Liisa", "040 555 0100", "liisa@esimerkki.fi"))
    order = session.get_one(WorkOrder, make(world, told))
    contact = order.contact
    assert order.entry == entry
    assert order.building_id == world.own_building
    assert contact is not None
    assert (contact.name, contact.phone, contact.email) == ("Liisa", "040 555 0100", "liisa@esimerkki.fi")
    assert (contact.apartment, contact.pets, contact.alarm) == ("A 12", "Koira", "Hälytin")
    assert contact.preferred_time == "Iltaisin"
    assert "A 12" not in order.place + order.description


def test_a_flat_with_the_master_key_needs_no_name(world, session):
    told = report(place="flat", home=Home("A 12", True, None, None, None))
    contact = session.get_one(WorkOrder, make(world, told)).contact
    assert contact is not None
    assert (contact.name, contact.phone, contact.apartment) == ("", "", "A 12")


def test_the_same_form_makes_one_order(world, session):
    first = make(world, report())
    assert make(world, report(description="Vielä kerran")) is None
    assert first is not None
    assert make(world, report(), services.Form("lomake-2", "salaisuus-2", "fi")) not in {None, first}
    assert len(session.scalars(select(ResidentReport)).all()) == 2


def test_whoever_listens_hears_of_it(world):
    heard = []

    def listen(order, event, **_):
        heard.append((order.id, event.what))

    with order_event.connected_to(listen):
        order_id = make(world, report())
    assert heard == [(order_id, "created")]


def test_the_link_finds_its_report_and_nothing_else(world, session):
    order_id = make(world, report())
    found = services.find_report(session, FORM.secret)
    assert found is not None
    assert (found.order_id, found.language) == (order_id, "sv")
    for other in ("", "salaisuus-2", found.link_hash, order_id):
        assert services.find_report(session, other) is None


def test_only_hashes_are_kept(world, session):
    make(world, report())
    row = session.scalars(select(ResidentReport)).one()
    kept = {row.link_hash, row.form_hash}
    assert kept.isdisjoint({FORM.secret, FORM.number})
    assert not any(FORM.secret in str(event.details) for event in session.scalars(select(OrderEvent)))


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("kontulankaari 3", ["Kontulankaari 3 A", "Kontulankaari 3 B"]),
        ("  Kontulankaari   3 b ", ["Kontulankaari 3 B"]),
        ("vuotie", ["Vuotie 10 A"]),
        ("ko", []),
        ("", []),
        ("%%%", []),
        ("Mannerheimintie", []),
    ],
)
def test_addresses_are_found_by_a_part_of_them(world, session, text, addresses):
    assert [row.address for row in services.find_buildings(session, text)] == addresses


def test_an_address_that_begins_with_an_umlaut_is_found_in_small_letters(world, session):
    with transaction() as writing:
        writing.get_one(Building, world.own_building).address = "Äyritie 1"
    assert [row.address for row in services.find_buildings(session, "äyri")] == ["Äyritie 1"]


def test_a_sign_names_a_building_by_either_id(world, session):
    for key in (world.own_building, world.own_building.upper(), "1000000001"):
        found = services.find_building(session, key)
        assert found is not None
        assert found.id == world.own_building
    for key in ("", "\0", "1000000009", "Kontulankaari 3"):
        assert services.find_building(session, key) is None
