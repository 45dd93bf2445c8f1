"""The console in a real browser: by keyboard alone, beside the list, up to date by itself, and for everybody's eyes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from server.config import REPOSITORY
from server.courtyard.models import CallOut, CourtyardRecord
from server.database import new_id
from server.duty.models import DutyAlert, DutyShift
from server.inbox.models import InboxOperation
from server.people.models import Device, Person
from server.places.models import Space
from server.review.entries import record
from server.rounds.models import Cover, Visit, VisitRecord
from server.work_orders.models import WorkOrder
from server.work_orders.pauses import NewPause, begin_pause
from tests.e2e.browser import Chromium
from tests.e2e.conftest import PASSWORD, USERNAME, Place
from tests.e2e.console_desk import Desk
from tests.world import World

pytestmark = pytest.mark.e2e

AXE = REPOSITORY / "fieldapp" / "node_modules" / "axe-core" / "axe.min.js"
_LIVE_MS = 15_000


def _tick(session: Session, world: World, visit_id: str, flags: list[str]) -> str:
    """What a phone's tick leaves in the database."""
    now = datetime.now(UTC)
    device = Device(person_id=world.cleaner, name="Puhelin", joined_at=now, last_contact_at=now)
    session.add(device)
    session.flush()
    visit = session.get_one(Visit, visit_id)
    visit.state, visit.at, visit.by_id = "done", now, world.cleaner
    key = str(uuid4())
    operation = InboxOperation(
        id=key,
        person_id=world.cleaner,
        device_id=device.id,
        stream=str(uuid4()),
        sequence=1,
        kind="round.tick",
        target=f"round:{world.round}",
        recorded_at=now,
        corrected_at=now,
        received_at=now,
        raw=(
            b'{"kind": "round.tick", "target": "round:%b", "payload": {"visit": "%b"}, "seen": {"state": "open"}}'
            % (world.round.encode(), visit_id.encode())
        ),
        status="flagged" if flags else "applied",
        flags=flags,
        at={},
    )
    session.add(operation)
    session.add(
        VisitRecord(operation_id=key, visit_id=visit_id, kind="round.tick", person_id=world.cleaner, at=now)
    )
    session.flush()
    record(
        session,
        operation,
        {
            "property_id": world.property,
            "building_id": world.own_building,
            "round_id": world.round,
            "visit_id": visit_id,
        },
    )
    return key


def _fill(place: Place) -> None:
    """Three entries to review, one of them flagged."""

    def change(session: Session) -> None:
        for index, flags in enumerate(([], [], ["outside_scope"])):
            _tick(session, place.world, place.world.visits[index], flags)

    place.change(change)


def _quarantine(place: Place) -> tuple[str, str]:
    """A tick that could not be applied, from a phone whose records are missing in part; and one of no known kind."""
    known, unknown = str(uuid4()), str(uuid4())

    def change(session: Session) -> None:
        for number, (key, kind) in enumerate(((known, "round.tick"), (unknown, "round.polish")), start=1):
            done = session.get_one(
                InboxOperation, _tick(session, place.world, place.world.visits[2 + number], [])
            )
            broken = InboxOperation(
                id=key,
                person_id=done.person_id,
                device_id=done.device_id,
                stream=done.stream,
                sequence=5,
                corrected_at=done.corrected_at,
                received_at=done.received_at,
                raw=done.raw.replace(b"round.tick", kind.encode()),
                status="quarantined",
                flags=[],
                reason="malformed_operation",
                at={},
            )
            session.add(broken)
            session.flush()
            record(session, broken, {})
            session.get_one(Device, done.device_id).differing = ["catalogue"]

    place.change(change)
    return known, unknown


def _landlord_at_work(place: Place) -> dict[str, str]:
    """Something on each of the pages: a wait, a shift, an alert, a call-out, a record, a cover. Sari sees all."""
    world, now, keys = place.world, datetime.now(UTC), dict[str, str]()

    def change(session: Session) -> None:
        session.get_one(Person, world.supervisor).role = "admin"
        order = session.get_one(WorkOrder, world.order)
        until = world.today + timedelta(days=7)
        begin_pause(session, order, NewPause("another_time", until, "Matkalla"), world.supervisor, now)
        shift = DutyShift(area_code="7", person_id=world.caretaker, place=1)
        shift.begins_at, shift.ends_at = now - timedelta(hours=1), now + timedelta(hours=8)
        alert = DutyAlert(order_id=world.order, area_code="7", raised_at=now, next_at=now)
        call_out = CallOut(group_id=new_id(), record_kind="gritting", district_code="703")
        call_out.made_by_id, call_out.made_at = world.supervisor, now
        record = CourtyardRecord(id=new_id(), record_kind="gritting", form_version=1, fields={})
        record.property_id, record.organisation_id = world.property, world.landlord
        record.by_id, record.at, record.started_at, record.ended_at = world.caretaker, now, now, now
        playground = Space(building_id=world.own_building, position=100, kind="playground")
        playground.name, playground.area_m2, playground.norm_minutes = "Leikkipaikka", 10, 10
        cover = Cover(absent_id=world.cleaner, person_id=world.other_cleaner, organisation_id=world.landlord)
        cover.starts_on = cover.ends_on = world.today
        cover.reason, cover.made_at = "absence", now
        session.add_all([shift, alert, call_out, record, playground, cover])
        session.flush()
        keys["shift"] = shift.id

    place.change(change)
    return keys


def _violations(page: Page) -> list[str]:
    page.evaluate(AXE.read_text())
    found = page.evaluate(
        "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
    )
    return [
        f"{violation['id']}: {violation['help']}: {violation['nodes'][0]['html']}"
        for violation in found["violations"]
    ]


def test_a_review_by_keyboard_alone(place: Place, desk: Chromium) -> None:
    _fill(place)
    page = Desk(desk, place.server.url, USERNAME, PASSWORD).page
    page.goto(f"{place.server.url}/console/review/")
    rows, sheet = page.locator("table.review tbody tr"), page.locator("#sheet")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(sheet.get_by_role("heading", level=1)).to_contain_text("Porras C")
    page.keyboard.press("r")
    sheet.get_by_label("What should be done?").press("Tab")
    page.keyboard.press("Enter")
    expect(sheet.get_by_text("Fill this in.")).to_be_visible()
    expect(sheet.get_by_label("What should be done?")).to_be_focused()
    page.keyboard.type("Ovi jäi auki.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(sheet.get_by_text("1 entry was sent back.")).to_be_visible()
    expect(rows.first).to_contain_text("Sent back")
    # The next entry comes by itself.
    expect(sheet.get_by_role("heading", level=1)).to_contain_text("Porras B")
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(rows.nth(1).get_by_role("link")).to_be_focused()
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.get_by_text("2 selected")).to_be_visible()
    page.keyboard.press("a")
    expect(page.get_by_text("2 entries approved.")).to_be_visible()
    expect(page.get_by_text("All is reviewed")).to_be_visible()


def test_single_keys_can_be_switched_off(place: Place, desk: Chromium) -> None:
    _fill(place)
    page = Desk(desk, place.server.url, USERNAME, PASSWORD).page
    page.goto(f"{place.server.url}/console/review/")
    page.get_by_text("Keyboard").click()
    page.get_by_label("Single-key shortcuts are on").uncheck()
    page.reload()
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.get_by_text("1 selected")).to_be_hidden()
    expect(page.locator("tr:focus-within")).to_have_count(0)


def test_the_overview_is_live_and_says_when_it_is_not(place: Place, desk: Chromium) -> None:
    page = Desk(desk, place.server.url, USERNAME, PASSWORD).page
    page.goto(f"{place.server.url}/console/")
    figure = page.locator(".figure").first
    expect(figure.locator("strong")).to_have_text("0")
    _fill(place)
    expect(figure.locator("strong")).to_have_text("3", timeout=_LIVE_MS)
    page.context.set_offline(True)
    expect(page.get_by_text("these figures are getting old")).to_be_visible(timeout=_LIVE_MS)
    page.context.set_offline(False)
    expect(page.get_by_text("these figures are getting old")).to_be_hidden(timeout=_LIVE_MS)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_of_plans_duty_and_yards_are_for_everybodys_eyes(
    place: Place, desk: Chromium, scheme: str
) -> None:
    keys = _landlord_at_work(place)
    page = Desk(desk, place.server.url, USERNAME, PASSWORD).page
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    world = place.world
    for address in (
        f"orders/{world.order}/",
        "rounds/",
        f"rounds/{world.round}/",
        "rounds/plans/",
        f"rounds/plans/{world.plan}/",
        f"rounds/plans/new?building={world.own_building}",
        "rounds/covers",
        f"buildings/{world.own_building}/",
        "courtyard/",
        "courtyard/checks",
        "courtyard/call-outs/",
        "duty/?area=7",
        f"duty/shifts/{keys['shift']}/",
        "areas/",
        "audit/",
        f"audit/?table=work_orders&record={world.order}",
        "audit/?who=nobody",
        f"people/{world.cleaner}/",
        f"products/{world.plain_product}/",
    ):
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(f"{place.server.url}/console/{address}")
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            assert page.get_by_text("Not here").count() == 0, address
            assert _violations(page) == [], (address, width)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (address, width)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 800), (390, 844), (320, 640)], ids=["desk", "phone", "small"])
def test_pages_are_for_everybodys_eyes(
    place: Place, desk: Chromium, scheme: str, size: tuple[int, int]
) -> None:
    _fill(place)
    known, unknown = _quarantine(place)
    page = Desk(desk, place.server.url, USERNAME, PASSWORD).page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    world = place.world
    for address in (
        "",
        "review/?state=all",
        f"review/{known}/",
        f"review/{known}/correct",
        f"review/{unknown}/correct",
        "orders/",
        f"orders/{world.order}/",
        "orders/new?place=kontula",
        f"orders/new?property={world.property}",
        "products/",
        "products/new",
        "products/import",
        f"products/{world.eco_product}/",
        f"products/{world.eco_product}/change",
        "inspections/",
        "inspections/results",
        "inspections/standards",
        "inspections/new?place=kontula",
        f"inspections/new?building={world.own_building}",
        "people/",
        "people/new",
        f"people/{world.cleaner}/",
        "password",
        "nowhere",
    ):
        page.goto(f"{place.server.url}/console/{address}")
        assert _violations(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    page.goto(f"{place.server.url}/console/inspections/new?building={world.own_building}")
    page.get_by_role("button", name="Draw the spaces").click()
    expect(page.locator("table.inspected")).to_be_visible()
    assert _violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto(f"{place.server.url}/console/review/")
    page.locator("table.review .row-link").first.click()
    expect(page.locator("#sheet article")).to_be_visible()
    assert _violations(page) == []
    assert [text for text in complaints if "404" not in text] == []
