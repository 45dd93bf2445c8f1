"""No page shows and no form changes what belongs to another organisation or area, whatever id somebody guesses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from server.courtyard.models import CallOut
from server.database import transaction
from server.duty.models import DutyAlert, DutyShift
from server.inspections.services import make_inspection
from server.people.models import Device as DeviceRow
from server.people.models import Person, PersonDistrict
from server.places.models import Area, Building, District
from server.review.models import LogEntry
from server.rounds.models import Cover, RoundPlan
from server.work_orders.models import WorkOrder
from tests.device import Device
from tests.server.console.browser import Browser
from tests.server.console.test_guard import console_rules
from tests.world import World


@dataclass(frozen=True, slots=True)
class Landlords:
    """Ids of what the service company must not reach."""

    entry: str
    device: str
    shift: str
    alert: str
    call_out: str
    cover: str
    inspection: str


@pytest.fixture
def landlords(world: World, client: FlaskClient) -> Landlords:
    """The landlord's cleaner has ticked a space."""
    device = Device(client, world.cleaner, "Ainon puhelin")
    tick = device.operation("round.tick", f"round:{world.round}", {"visit": world.visits[0]})
    device.sync(tick)
    with transaction() as session:
        shift, alert = _duty_elsewhere(session, world)
        call_out = CallOut(group_id=shift, record_kind="gritting", district_code="801")
        call_out.made_by_id, call_out.made_at = world.admin, datetime.now(UTC)
        session.add(call_out)
        session.flush()
        cover = Cover(absent_id=world.cleaner, organisation_id=world.landlord, reason="absence")
        cover.starts_on = cover.ends_on = world.today
        cover.made_at = datetime.now(UTC)
        session.add(cover)
        session.flush()
        called, covered = call_out.id, cover.id
        inspected = _inspection(session, world)
    return Landlords(tick["id"], device.joined["device"], shift, alert, called, covered, inspected)


def _inspection(session: Session, world: World) -> str:
    building, by = session.get_one(Building, world.own_building), session.get_one(Person, world.supervisor)
    return make_inspection(session, building, "basic_wash", world.today, by, datetime.now(UTC)).id


def _duty_elsewhere(session: Session, world: World) -> tuple[str, str]:
    """A shift and an alert of an area in which neither the company nor the supervisor has anything."""
    now = datetime.now(UTC)
    session.add(Area(code="8", name_fi="Östersundom", name_sv="Östersundom", name_en="Östersundom"))
    session.flush()
    session.add(
        District(code="801", area_code="8", name_fi="Karhusaari", name_sv="Björnsö", name_en="Karhusaari")
    )
    session.flush()
    shift = DutyShift(area_code="8", person_id=world.cleaner, place=1)
    shift.begins_at, shift.ends_at = now - timedelta(hours=1), now + timedelta(hours=8)
    alert = DutyAlert(order_id=world.order, area_code="8", raised_at=now, next_at=now)
    session.add_all([shift, alert])
    session.flush()
    return shift.id, alert.id


def _addresses(world: World, landlords: Landlords) -> Mapping[str, str]:
    """Every page and form that has an id in its address, with an id of the landlord's."""
    entry, order = f"/console/review/{landlords.entry}", f"/console/orders/{world.order}"
    person = f"/console/people/{world.cleaner}"
    shift = f"/console/duty/shifts/{landlords.shift}"
    return {
        "console.entry.page": f"{entry}/",
        "console.entry.approve": f"{entry}/approve",
        "console.entry.send_back": f"{entry}/return",
        "console.quarantine.apply": f"{entry}/apply",
        "console.quarantine.form": f"{entry}/correct",
        "console.quarantine.mend": f"{entry}/correct",
        "console.quarantine.dismiss": f"{entry}/dismiss",
        "console.order.page": f"{order}/",
        "console.order.assign": f"{order}/assign",
        "console.order.cancel": f"{order}/cancel",
        "console.order.merge_into": f"{order}/merge",
        "console.order.pause": f"{order}/pause",
        "console.order.resume": f"{order}/resume",
        "console.order.comment": f"{order}/comment",
        "console.person.page": f"{person}/",
        "console.person.invite_phone": f"{person}/invite",
        "console.person.revoke_device": f"{person}/devices/{landlords.device}/revoke",
        "console.person.import_file": f"{person}/import",
        "console.person.end_access": f"{person}/end-access",
        "console.person.give_access": f"{person}/give-access",
        "console.person.set_email": f"{person}/email",
        "console.person.make_calendar": f"{person}/calendar",
        "console.person.end_calendar": f"{person}/calendar/end",
        "console.building.page": f"/console/buildings/{world.own_building}/",
        "console.building.add": f"/console/buildings/{world.own_building}/brief",
        "console.building.end": f"/console/buildings/{world.own_building}/brief/end",
        "console.plans.show": f"/console/rounds/plans/{world.plan}/",
        "console.plans.change": f"/console/rounds/plans/{world.plan}/",
        "console.plans.end": f"/console/rounds/plans/{world.plan}/end",
        "console.round.page": f"/console/rounds/{world.round}/",
        "console.rounds.end": f"/console/rounds/covers/{landlords.cover}/end",
        "console.inspection.page": f"/console/inspections/{landlords.inspection}/",
        "console.call_outs.end": f"/console/courtyard/call-outs/{landlords.call_out}/end",
        "console.duty.acknowledge": f"/console/duty/alerts/{landlords.alert}/acknowledge",
        "console.duty_shift.page": f"{shift}/",
        "console.duty_shift.hand_over": f"{shift}/hand-over",
        "console.duty_shift.swap": f"{shift}/swap",
        "console.duty_shift.change": f"{shift}/change",
        "console.duty_shift.remove": f"{shift}/remove",
        "console.areas.set_hours": "/console/areas/8/hours",
    }


FORM = {
    "comment": "Hei",
    "why": "Hei",
    "json": "{}",
    "reason": "Hei",
    "text": "Hei",
    "person": "",
    "pause_reason": "no_entry",
    "opens": "08:00",
    "closes": "14:00",
}


def _assert_untouched(session: Session, world: World, landlords: Landlords) -> None:
    session.rollback()
    assert session.get_one(LogEntry, landlords.entry).state == "open"
    order = session.get_one(WorkOrder, world.order)
    assert (order.state, order.assigned_to_id, order.comments) == ("assigned", world.caretaker, [])
    assert order.pauses == []
    assert session.get_one(DeviceRow, landlords.device).revoked_at is None
    assert session.get_one(Person, world.cleaner).is_active
    assert session.get_one(Person, world.cleaner).email is None
    assert session.get_one(DutyShift, landlords.shift).person_id == world.cleaner
    assert session.get_one(DutyAlert, landlords.alert).state == "open"
    assert session.get_one(Area, "8").opens is None
    assert session.get_one(CallOut, landlords.call_out).ended_at is None
    assert session.get_one(Cover, landlords.cover).ends_on == world.today
    assert session.get_one(RoundPlan, world.plan).ends_on is None


def test_every_address_with_an_id_is_tried(app: Flask, world: World, landlords: Landlords) -> None:
    with_ids = {
        rule.endpoint
        for method in ("GET", "POST")
        for rule in console_rules(app, method)
        if rule.arguments - {"anything"}
    }
    # Products are everybody's to read: test_products.py tries who may change what.
    shared = {endpoint for endpoint in with_ids if endpoint.startswith("console.product.")}
    assert set(_addresses(world, landlords)) == with_ids - shared


def test_a_company_finds_nothing_of_the_landlords(
    app: Flask, world: World, landlords: Landlords, company_supervisor: Browser, session: Session
) -> None:
    for endpoint, address in _addresses(world, landlords).items():
        is_page = endpoint.endswith(".page")
        answer = company_supervisor.get(address) if is_page else company_supervisor.post(address, FORM)
        assert answer.status_code == 404, address
        assert "Aino" not in answer.text
    _assert_untouched(session, world, landlords)


def test_nor_does_a_supervisor_of_another_area(
    app: Flask, world: World, landlords: Landlords, supervisor: Browser, session: Session
) -> None:
    with transaction() as writing:
        person = writing.get_one(Person, world.supervisor)
        person.districts = [PersonDistrict(district_code="704")]
    for endpoint, address in _addresses(world, landlords).items():
        answer = supervisor.get(address) if endpoint.endswith(".page") else supervisor.post(address, FORM)
        assert answer.status_code == 404, address
    _assert_untouched(session, world, landlords)


def test_a_building_manager_looks_at_work_but_not_at_people(
    world: World, landlords: Landlords, manager: Browser, session: Session
) -> None:
    for endpoint, address in _addresses(world, landlords).items():
        if endpoint.endswith(".page"):
            is_hidden = "person" in endpoint or "duty" in endpoint
            assert manager.get(address).status_code == (404 if is_hidden else 200), address
        else:
            assert manager.post(address, FORM).status_code in {403, 404}, address
    for address in ("/console/people/", "/console/people/new"):
        assert manager.get(address).status_code == 404
    _assert_untouched(session, world, landlords)


def test_lists_of_a_company_hold_nothing_of_the_landlords(
    world: World, landlords: Landlords, company_supervisor: Browser
) -> None:
    for address in (
        "/console/",
        "/console/review/?state=all",
        "/console/review/?state=all&district=703",
        "/console/orders/?state=all",
        "/console/orders/?state=all&text=syty",
        "/console/people/",
        "/console/people/?text=Ain",
        f"/console/people/?organisation={world.landlord}",
        "/console/inspections/",
        "/console/inspections/results",
    ):
        page = company_supervisor.get(address)
        assert page.status_code == 200
        for name in ("Aino Laine", "Kalle Koski", "Porrasvalo", "Kaupungin Kodit"):
            assert name not in page.text, address


def test_bulk_decisions_pass_over_what_lies_elsewhere(
    world: World, landlords: Landlords, company_supervisor: Browser, session: Session
) -> None:
    company_supervisor.post("/console/review/approve", {"entry": [landlords.entry]})
    company_supervisor.post("/console/review/approve-clean", {"seen_at": "2100-01-01T00:00:00+00:00"})
    answer = company_supervisor.post("/console/review/return", {"entry": [landlords.entry], "comment": "Hei"})
    assert "0 entries were sent back" in answer.text
    assert company_supervisor.post("/console/review/return", {"entry": [landlords.entry]}).status_code == 404
    _assert_untouched(session, world, landlords)


def test_a_phone_is_revoked_only_under_its_own_person(
    world: World, landlords: Landlords, supervisor: Browser, session: Session
) -> None:
    address = f"/console/people/{world.other_cleaner}/devices/{landlords.device}/revoke"
    assert supervisor.post(address).status_code == 404
    _assert_untouched(session, world, landlords)


@pytest.mark.parametrize("who", ["company_cleaner", "company_supervisor", "admin", "manager"])
def test_a_landlords_supervisor_does_not_act_in_the_name_of_others(
    world: World, supervisor: Browser, session: Session, who: str
) -> None:
    key = getattr(world, who)
    for action in ("invite", "end-access", "give-access"):
        assert supervisor.post(f"/console/people/{key}/{action}").status_code in {403, 404}
    session.rollback()
    assert session.get_one(Person, key).is_active


def test_an_order_is_given_to_nobody_from_elsewhere(
    world: World, supervisor: Browser, session: Session
) -> None:
    for key in (world.company_cleaner, world.cleaner, world.admin, "nobody"):
        answer = supervisor.post(f"/console/orders/{world.order}/assign", {"person": key})
        assert answer.status_code == 422
        assert "Choose one." in answer.text
    session.rollback()
    assert session.get_one(WorkOrder, world.order).assigned_to_id == world.caretaker


def test_a_company_makes_orders_for_what_it_cleans_only(world: World, company_supervisor: Browser) -> None:
    page = company_supervisor.get(f"/console/orders/new?property={world.property}")
    assert world.company_building in page.text
    assert world.own_building not in page.text
    form = {
        "property": world.property,
        "category": "cleaning",
        "description": "Roskia",
        "entry": "not_needed",
    }
    refused = company_supervisor.post("/console/orders/new", {**form, "where": world.own_building})
    assert refused.status_code == 422
    assert (
        company_supervisor.post("/console/orders/new", {**form, "property": world.far_property}).status_code
        == 404
    )


@pytest.mark.parametrize("key", ["%00", "x", "' or 1=1 --", "0193b0c0-0000-7000-8000-00000000ffff", "ä" * 36])
def test_an_id_that_is_none_is_not_here(supervisor: Browser, key: str) -> None:
    for page in ("review", "orders", "people"):
        assert supervisor.get(f"/console/{page}/{key}/").status_code == 404
    assert supervisor.post("/console/review/return", {"entry": [key], "comment": "Hei"}).status_code == 200
    assert supervisor.get("/console/orders/?text=%00a&worker=%00").status_code == 200


def test_a_form_with_characters_that_no_database_takes(supervisor: Browser, world: World) -> None:
    forms: dict[str, dict[str, str]] = {
        f"/console/products/{world.eco_product}/stock": {"organisation": "\x00", "is_stocked": "yes"},
        "/console/sign-in": {"username": "m\x00", "password": "\x00"},
        "/console/orders/new": {
            "property": "\x00",
            "where": "\x00",
            "category": "\x00",
            "description": "\x00",
        },
        "/console/courtyard/call-outs/new": {"district": "\x00", "work": "\x00", "text": "\x00"},
    }
    for path, form in forms.items():
        assert 400 <= supervisor.post(path, form).status_code < 500, path
