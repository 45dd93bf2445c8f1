"""Deadlines, waits and duplicates at the desk."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from server.database import transaction
from server.places.models import Building, Property
from server.work_orders import services
from server.work_orders.models import WorkOrder
from tests.device import Device
from tests.server.console.browser import Browser
from tests.world import World


def _report(world: World, ago: timedelta = timedelta(), **more: object) -> str:
    with transaction() as session:
        new = {
            "property": session.get_one(Property, world.property),
            "building": session.get_one(Building, world.own_building),
            "category": "plumbing",
            "description": "Hana vuotaa keittiössä",
            "reporter": "resident",
            "contact": services.Contact("Matti Meikäläinen", "040 555 0123", "B 7"),
        }
        return services.create_order(session, services.NewOrder(**(new | more)), datetime.now(UTC) - ago).id


def _does(
    client: FlaskClient, world: World, kind: str, payload: dict[str, str], order: str | None = None
) -> dict:
    phone = Device(client, world.caretaker)
    return phone.sync(phone.operation(kind, f"work_order:{order or world.order}", payload))[0]


def _numbers(browser: Browser, query: str) -> list[str]:
    return re.findall(r'class="number-cell">(T-\d+)<', browser.get(f"/console/orders/{query}").text)


def test_the_list_tells_weekdays_left_and_what_an_order_waits_for(
    world: World, client: FlaskClient, supervisor: Browser
) -> None:
    assert re.search(r"\d weekdays? left", supervisor.get("/console/orders/").text)
    assert _numbers(supervisor, "?state=waiting") == []

    _does(client, world, "work_order.pause", {"reason": "another_time", "text": "Vasta perjantaina"})

    page = supervisor.get("/console/orders/?state=waiting").text
    assert "T-1" in page
    assert "Resident wants another time" in page
    assert "On hold" in page


def test_what_the_resident_lets_wait_is_not_late(
    world: World, client: FlaskClient, supervisor: Browser
) -> None:
    _report(world, timedelta(days=20))
    _does(client, world, "work_order.pause", {"reason": "no_entry"})
    with transaction() as session:
        session.get_one(WorkOrder, world.order).due_on = world.today - timedelta(days=1)
    assert _numbers(supervisor, "?time=late") == ["T-2"]

    _does(client, world, "work_order.pause", {"reason": "waiting_for_part"})
    assert sorted(_numbers(supervisor, "?time=late")) == ["T-1", "T-2"]


def test_a_page_tells_each_deadline_and_its_outcome(world: World, supervisor: Browser) -> None:
    order = _report(world, timedelta(hours=3), category="water_leak")

    page = supervisor.get(f"/console/orders/{order}/").text

    assert "Acknowledge by" in page
    assert "Begin by" in page
    assert page.count("Missed") == 2


def test_the_history_tells_waits_with_their_reasons(
    world: World, client: FlaskClient, supervisor: Browser
) -> None:
    _does(
        client,
        world,
        "work_order.pause",
        {"reason": "another_time", "until": "2099-05-05", "text": "Matkoilla"},
    )
    _does(client, world, "work_order.resume", {})

    page = supervisor.get(f"/console/orders/{world.order}/").text

    assert "Resident wants another time, goes on 5.5.2099: Matkoilla" in page
    assert "Goes on" in page


def test_two_reports_of_one_defect_become_one(
    world: World, client: FlaskClient, supervisor: Browser, session: Session
) -> None:
    duplicate = _report(world)
    assert "Hana vuotaa" in supervisor.get(f"/console/orders/{world.order}/").text, "it is offered"

    page = supervisor.post(f"/console/orders/{duplicate}/merge", {"into": world.order}).text

    assert "The orders are one now." in page
    assert "Merged into this order" in page
    assert "Matti Meikäläinen" in page, "the contact is reachable"
    assert "T-2: " in page, "both histories are shown"
    assert session.get_one(WorkOrder, duplicate).merged_into_id == world.order
    assert "The work goes on under the other order" in supervisor.get(f"/console/orders/{duplicate}/").text
    assert _numbers(supervisor, "?state=merged") == ["T-2"]
    assert _numbers(supervisor, "") == ["T-1"]

    kept = _does(client, world, "work_order.complete", {"result": "fixed"}, duplicate)
    assert (kept["status"], kept["flags"]) == ("flagged", ["merged"])


def test_what_may_not_be_chosen_is_said_at_its_field(
    world: World, supervisor: Browser, session: Session
) -> None:
    duplicate = _report(world)
    for into in ("", duplicate, world.round):
        answer = supervisor.post(f"/console/orders/{duplicate}/merge", {"into": into})
        assert answer.status_code == 422
    assert session.get_one(WorkOrder, duplicate).state == "new"


def test_a_company_is_offered_its_own_orders_only(
    world: World, company_supervisor: Browser, supervisor: Browser
) -> None:
    with transaction() as session:
        bought = session.get_one(Building, world.company_building)
    theirs = _report(world, category="cleaning", building=bought)
    page = company_supervisor.get(f"/console/orders/{theirs}/").text

    assert "Hana vuotaa" in page
    assert "Porrasvalo" not in page
    assert (
        company_supervisor.post(f"/console/orders/{theirs}/merge", {"into": world.order}).status_code == 422
    )


def test_what_was_found_on_the_way_is_linked_both_ways(
    world: World, client: FlaskClient, supervisor: Browser
) -> None:
    phone = Device(client, world.caretaker)
    key = "0193b0c0-0000-7000-8000-00000000f001"
    found = {
        "property": f"property:{world.property}",
        "category": "lock",
        "urgency": "minor",
        "description": "Lukko jumissa",
        "found_on": f"work_order:{world.order}",
    }
    assert (
        phone.sync(phone.operation("work_order.create", f"work_order:{key}", found))[0]["status"] == "applied"
    )

    assert "Found on the order" in supervisor.get(f"/console/orders/{key}/").text
    assert "Found on this order" in supervisor.get(f"/console/orders/{world.order}/").text
