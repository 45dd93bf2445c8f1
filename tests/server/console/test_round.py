"""One round at the desk: its spaces, and the orders that were found on it or that a skipped space led to."""

from __future__ import annotations

import re

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.database import transaction
from server.rounds.models import RoundPlan
from server.work_orders.models import WorkOrder
from tests.device import Device
from tests.server.console.browser import Browser
from tests.world import World

FOUND = "0193b0c0-0000-7000-8000-00000000f002"


def report(phone: Device, world: World) -> None:
    found = {
        "property": f"property:{world.property}",
        "category": "lock",
        "urgency": "minor",
        "description": "Lukko jumissa",
        "found_on": f"round:{world.round}",
    }
    [result] = phone.sync(phone.operation("work_order.create", f"work_order:{FOUND}", found))
    assert result["status"] == "applied"


def test_what_was_found_on_a_round_is_linked_both_ways(
    world: World, client: FlaskClient, supervisor: Browser
) -> None:
    page = supervisor.get(f"/console/rounds/{world.round}/").text
    assert "No orders." in page
    report(Device(client, world.cleaner), world)

    page = supervisor.get(f"/console/rounds/{world.round}/").text
    assert f'href="/console/orders/{FOUND}/"' in page
    assert "Lock or key" in page
    assert f'href="/console/rounds/{world.round}/"' in supervisor.get(f"/console/orders/{FOUND}/").text
    assert f'href="/console/rounds/{world.round}/"' in supervisor.get("/console/rounds/").text


def test_the_order_of_a_skipped_space_comes_from_its_round(
    world: World, client: FlaskClient, supervisor: Browser, session: Session
) -> None:
    with transaction() as writing:
        writing.get_one(RoundPlan, world.plan).on_skip = "order"
    phone = Device(client, world.cleaner)
    skip = {"visit": world.visits[0], "reason": "locked", "text": "Avain puuttui"}
    phone.sync(
        phone.operation("round.skip", f"round:{world.round}", skip),
        phone.operation("round.tick", f"round:{world.round}", {"visit": world.visits[1], "minutes": 7}),
    )
    session.rollback()
    order = session.scalars(select(WorkOrder).where(WorkOrder.reporter == "worker")).one()
    assert (order.origin_kind, order.origin_id) == ("round", world.round)

    page = supervisor.get(f"/console/rounds/{world.round}/").text
    assert f'href="/console/orders/{order.id}/"' in page
    assert re.search(r"Locked: Avain puuttui", page)
    assert "7 of" in page
    assert "Aino Laine" in page


def test_a_round_that_is_not_to_be_seen_is_not_here(
    world: World, client: FlaskClient, company_supervisor: Browser, manager: Browser
) -> None:
    assert company_supervisor.get(f"/console/rounds/{world.round}/").status_code == 404
    assert company_supervisor.get(f"/console/rounds/{world.company_round}/").status_code == 200
    assert manager.get(f"/console/rounds/{world.round}/").status_code == 200


def test_an_order_of_the_landlord_found_on_a_companys_round_stays_the_landlords(
    world: World, client: FlaskClient, company_supervisor: Browser, supervisor: Browser
) -> None:
    with transaction() as session:
        order = session.get_one(WorkOrder, world.order)
        order.origin_kind, order.origin_id = "round", world.company_round
    assert world.order not in company_supervisor.get(f"/console/rounds/{world.company_round}/").text
    assert world.order in supervisor.get(f"/console/rounds/{world.company_round}/").text


def test_only_the_reader_of_the_audit_log_is_led_there(
    world: World, admin: Browser, supervisor: Browser
) -> None:
    address = f"/console/rounds/{world.round}/"
    assert f"table=rounds&amp;record={world.round}" in admin.get(address).text
    assert "/console/audit/" not in supervisor.get(address).text
