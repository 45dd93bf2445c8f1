"""The console in a real browser: by keyboard alone, beside the list, up to date by itself, and for everybody's eyes."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from server.config import REPOSITORY
from server.inbox.models import InboxOperation
from server.people.models import Device
from server.review.entries import record
from server.rounds.models import Visit, VisitRecord
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
