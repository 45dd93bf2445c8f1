"""Orders at the desk."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.database import transaction
from server.people.models import Person
from server.places.models import Property
from server.work_orders import services
from server.work_orders.models import OrderContact, WorkOrder
from tests.device import Device
from tests.server.console.browser import Browser
from tests.world import World

NEW = {"category": "plumbing", "description": "WC vuotaa.", "entry": "not_needed"}
CONTACT = {"contact_name": "Rauha Rinne", "contact_phone": "040 555 0199", "contact_apartment": "A 12"}


def _order(session: Session, key: str) -> WorkOrder:
    session.rollback()
    return session.get_one(WorkOrder, key)


def _make(world: World, supervisor: Browser, session: Session, **form: str) -> WorkOrder:
    page = supervisor.post("/console/orders/new", {**NEW, "property": world.property, **form})
    assert page.status_code == 200, page.text
    session.rollback()
    return session.scalars(select(WorkOrder).order_by(WorkOrder.number.desc())).first()


def _listed(browser: Browser, query: str = "") -> list[str]:
    page = browser.get(f"/console/orders/{query}")
    assert page.status_code == 200
    return re.findall(r'class="number-cell">(T-\d+)<', page.text)


def test_the_list_says_what_where_when_and_who(world: World, supervisor: Browser) -> None:
    page = supervisor.get("/console/orders/").text
    for words in (
        "T-1",
        "Lighting",
        "Porrasvalo ei syty.",
        "Kontulankaari 3 A",
        "Mellunkylä",
        "Kalle Koski",
        "Assigned",
    ):
        assert words in page


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", ["T-1"]),
        ("?state=assigned", ["T-1"]),
        ("?state=done", []),
        ("?urgency=urgent", []),
        ("?category=lighting", ["T-1"]),
        ("?category=yard", []),
        ("?district=703", ["T-1"]),
        ("?district=704", []),
        ("?time=late", []),
        ("?worker=koski", ["T-1"]),
        ("?worker=nobody", []),
        ("?text=T-1", ["T-1"]),
        ("?text=1", ["T-1"]),
        ("?text=2", []),
        ("?text=syty", ["T-1"]),
        ("?text=kontulank", ["T-1"]),
        ("?text=2.+kerros", ["T-1"]),
        ("?text=%25", []),
        ("?state=x&urgency=x&category=x&time=x&page=x", ["T-1"]),
        ("?text=99999999999999999999", []),
    ],
)
def test_filters(world: World, supervisor: Browser, query: str, numbers: list[str]) -> None:
    assert _listed(supervisor, query) == numbers


def test_urgent_orders_come_first_and_say_how_late_they_are(world: World, supervisor: Browser) -> None:
    with transaction() as session:
        property_ = session.get_one(Property, world.property)
        received = datetime.now(UTC) - timedelta(minutes=75, seconds=30)
        wanted = services.NewOrder(
            property=property_, category="water_leak", description="Vesi tulee katosta.", reporter="resident"
        )
        services.create_order(session, wanted, received)
    assert _listed(supervisor) == ["T-2", "T-1"]
    assert _listed(supervisor, "?time=late") == ["T-2"]
    page = supervisor.get("/console/orders/?urgency=urgent").text
    assert "15 min late" in page
    assert "Urgent" in page


def test_a_place_is_found_by_a_part_of_its_address(world: World, supervisor: Browser) -> None:
    page = supervisor.get("/console/orders/new?place=ntulank")
    assert f"property={world.property}" in page.text
    assert world.far_property not in page.text
    assert "No property of yours" in supervisor.get("/console/orders/new?place=Mannerheimintie").text
    part = supervisor.get("/console/orders/new?place=kontula", **{"HX-Request": "true"})
    assert "<html" not in part.text
    assert world.property in part.text


def test_a_new_order_gets_its_number_and_deadline_and_is_shown(
    world: World, supervisor: Browser, session: Session
) -> None:
    order = _make(world, supervisor, session, where=world.own_building, place="A 12")
    assert "Order T-2 is made." in supervisor.page.text
    assert (order.state, order.urgency, order.trade, order.reporter) == (
        "new",
        "minor",
        "caretaking",
        "supervisor",
    )
    assert (order.building_id, order.place, order.reported_by_id) == (
        world.own_building,
        "A 12",
        world.supervisor,
    )
    assert order.due_on is not None


def test_a_space_and_an_urgency_can_be_named(world: World, supervisor: Browser, session: Session) -> None:
    order = _make(world, supervisor, session, where=world.spaces[3], urgency="urgent")
    assert (order.building_id, order.space_id, order.urgency) == (
        world.own_building,
        world.spaces[3],
        "urgent",
    )
    assert order.start_by is not None


def test_a_residents_report_goes_with_its_contact_to_the_worker_only(
    world: World, supervisor: Browser, session: Session, client: FlaskClient
) -> None:
    order = _make(world, supervisor, session, entry="at_home", where=world.own_building, **CONTACT)
    assert order.reporter == "resident"
    assert session.get_one(OrderContact, order.id).phone == "040 555 0199"
    supervisor.post(f"/console/orders/{order.id}/assign", {"person": world.caretaker})
    assert "Rauha Rinne" in supervisor.page.text
    caretaker, cleaner = Device(client, world.caretaker), Device(client, world.cleaner)
    for device in (caretaker, cleaner):
        device.sync()
    assert f"order_contact:{order.id}" in caretaker.documents
    assert f"order_contact:{order.id}" not in cleaner.documents


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({"category": ""}, "Choose one."),
        ({"category": "earthquake"}, "Choose one."),
        ({"description": "  "}, "Fill this in."),
        ({"description": "x" * 2_001}, "at most 2000 characters"),
        ({"place": "x" * 201}, "at most 200 characters"),
        ({"entry": ""}, "Choose one."),
        ({"urgency": "soon"}, "Choose one."),
        ({"where": "elsewhere"}, "Choose one."),
        ({"entry": "at_home"}, "Somebody has to open the door"),
        ({"contact_name": "Rauha Rinne"}, "Fill this in."),
        ({"contact_phone": "1" * 31, "contact_name": "Rauha"}, "at most 30 characters"),
        ({"description": "a\x00b"}, "characters that can&#39;t be kept"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_the_rest_stays(
    world: World, supervisor: Browser, form: dict[str, str], message: str
) -> None:
    sent = {**NEW, "property": world.property, "place": "Pesutuvan ovi", **form}
    page = supervisor.post("/console/orders/new", sent)
    assert page.status_code == 422
    assert message in page.text
    assert 'aria-invalid="true"' in page.text
    if "place" not in form:
        assert "Pesutuvan ovi" in page.text
    assert _listed(supervisor) == ["T-1"]


def test_an_order_is_given_taken_and_given_again(world: World, supervisor: Browser, session: Session) -> None:
    address = f"/console/orders/{world.order}/assign"
    page = supervisor.post(address, {"person": ""})
    assert "The order waits for a worker." in page.text
    assert _order(session, world.order).state == "new"
    page = supervisor.post(address, {"person": world.caretaker})
    assert "The order has its worker." in page.text
    assert "Given to Kalle Koski" in page.text
    assert "Taken from its worker" in page.text
    assert _order(session, world.order).assigned_to_id == world.caretaker


def test_the_worker_gets_the_order_at_the_next_sync(
    world: World, supervisor: Browser, client: FlaskClient
) -> None:
    device = Device(client, world.caretaker)
    supervisor.post(f"/console/orders/{world.order}/assign", {"person": ""})
    device.sync()
    assert device.documents[f"work_order:{world.order}"]["assigned_to"] is None
    supervisor.post(f"/console/orders/{world.order}/assign", {"person": world.caretaker})
    device.sync()
    assert device.documents[f"work_order:{world.order}"]["assigned_to"] == f"person:{world.caretaker}"


def test_cancelling_needs_a_reason(world: World, supervisor: Browser, session: Session) -> None:
    page = supervisor.post(f"/console/orders/{world.order}/cancel", {"reason": " "})
    assert page.status_code == 422
    assert "Fill this in." in page.text
    assert _order(session, world.order).state == "assigned"
    page = supervisor.post(f"/console/orders/{world.order}/cancel", {"reason": "Tehtiin jo eilen."})
    assert _order(session, world.order).state == "cancelled"
    assert "Tehtiin jo eilen." in page.text


def test_what_is_closed_can_not_be_given_or_cancelled(world: World, supervisor: Browser) -> None:
    supervisor.post(f"/console/orders/{world.order}/cancel", {"reason": "Turha."})
    for action, form in (("assign", {"person": world.caretaker}), ("cancel", {"reason": "Taas"})):
        page = supervisor.post(f"/console/orders/{world.order}/{action}", form)
        assert page.status_code == 422


def test_work_done_after_cancellation_is_kept_and_shown(
    world: World, supervisor: Browser, client: FlaskClient
) -> None:
    device = Device(client, world.caretaker)
    supervisor.post(f"/console/orders/{world.order}/cancel", {"reason": "Turha."})
    done = device.operation(
        "work_order.complete", f"work_order:{world.order}", {"result": "fixed", "text": "Vaihdettu"}
    )
    [result] = device.sync(done)
    assert result["flags"] == ["done_after_cancellation"]
    page = supervisor.get(f"/console/orders/{world.order}/").text
    assert "Completion kept on record" in page
    assert "Vaihdettu" in page
    assert "Cancelled" in page
    assert "Done after cancellation" in supervisor.get("/console/review/").text


def test_both_completions_are_shown(world: World, supervisor: Browser, client: FlaskClient) -> None:
    for who, text in ((world.caretaker, "Vaihdoin lampun"), (world.cleaner, "Vaihdoin lampun minäkin")):
        device = Device(client, who)
        device.sync(
            device.operation(
                "work_order.complete", f"work_order:{world.order}", {"result": "fixed", "text": text}
            )
        )
    page = supervisor.get(f"/console/orders/{world.order}/").text
    assert "Recorded by more than one." in page
    assert page.index("Vaihdoin lampun<") < page.index("Vaihdoin lampun minäkin<")


def test_a_comment_reaches_the_phone(world: World, supervisor: Browser, client: FlaskClient) -> None:
    page = supervisor.post(f"/console/orders/{world.order}/comment", {"text": "Avain on kaapissa."})
    assert "Avain on kaapissa." in page.text
    assert supervisor.post(f"/console/orders/{world.order}/comment", {"text": ""}).status_code == 422
    device = Device(client, world.caretaker)
    device.sync()
    [comment] = device.documents[f"work_order:{world.order}"]["comments"]
    assert (comment["text"], comment["by"]) == ("Avain on kaapissa.", f"person:{world.supervisor}")


def test_a_companys_defect_goes_to_the_landlord(
    world: World, company_supervisor: Browser, session: Session
) -> None:
    order = _make(world, company_supervisor, session, where=world.company_building)
    assert order.organisation_id == world.landlord
    assert company_supervisor.page.request.path == "/console/orders/"
    assert "went to the organisation that sees to it" in company_supervisor.page.text
    own = _make(world, company_supervisor, session, where=world.company_building, category="cleaning")
    assert own.organisation_id == world.company
    assert company_supervisor.page.request.path == f"/console/orders/{own.id}/"


def test_only_workers_of_the_trade_in_the_district_are_offered(
    world: World, supervisor: Browser, session: Session
) -> None:
    page = supervisor.get(f"/console/orders/{world.order}/").text
    assert "Kalle Koski (1 open)" in page
    assert "Aino Laine" not in page
    with transaction() as writing:
        writing.get_one(Person, world.caretaker).is_active = False
    page = supervisor.get(f"/console/orders/{world.order}/").text
    assert "Nobody of this trade works in the district." in page
