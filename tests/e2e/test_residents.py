"""A resident in a real browser, with scripts switched off: from an address to the private link."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect
from sqlalchemy import select

from server.work_orders.models import WorkOrder
from tests.e2e.browser import chromium_path
from tests.e2e.conftest import Place
from tests.e2e.test_console import _violations

pytestmark = pytest.mark.e2e

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def browser(playwright_process: Playwright) -> Iterator[Browser]:
    """A browser of somebody who was never here."""
    browser = playwright_process.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
    yield browser
    browser.close()


def _find_building(page: Page, url: str) -> None:
    page.goto(f"{url}/report/?lang=en")
    page.get_by_label("Address of the building").fill("kontulankaari")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Kontulankaari 3 A").click()


def test_a_defect_is_reported_and_followed_without_scripts(place: Place, browser: Browser) -> None:
    page = browser.new_context(java_script_enabled=False, viewport=PHONE).new_page()
    _find_building(page, place.server.url)
    page.get_by_role("radio", name="Plumbing").check()
    expect(page.get_by_label("Staircase and flat")).to_be_hidden()
    page.get_by_role("radio", name="In a flat").check()
    page.get_by_label("Tell more").fill("The tap drips")
    page.get_by_label("Staircase and flat").fill("B 23")
    page.get_by_role("radio", name="No. Come in only").check()
    # Enter sends the form, whatever buttons stand above it; what is missing is said, and what was written stays.
    page.get_by_label("Pets").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Not sent yet")
    expect(page.get_by_label("Tell more")).to_have_value("The tap drips")
    page.get_by_role("link", name="Phone number").click()
    page.get_by_label("Name").fill("Liisa")
    page.get_by_label("Phone number").fill("040 555 0177")
    page.get_by_role("button", name="Svenska").click()
    expect(page.get_by_label("Berätta mera")).to_have_value("The tap drips")
    page.get_by_role("button", name="English").click()
    page.get_by_role("button", name="Send the report").last.click()
    expect(page.get_by_text("Your report has been received")).to_be_visible()
    expect(page.locator("[aria-current=step]")).to_contain_text("Work is planned")
    place.change(
        lambda session: [
            setattr(order, "state", "started") for order in session.scalars(select(WorkOrder)).all()
        ]
    )
    page.reload()
    expect(page.locator("[aria-current=step]")).to_contain_text("Work has started")


def test_the_way_back_sends_nothing_twice(place: Place, browser: Browser) -> None:
    page = browser.new_context(java_script_enabled=False, viewport=PHONE).new_page()
    _find_building(page, place.server.url)
    page.get_by_role("radio", name="Lighting").check()
    page.get_by_role("radio", name="In the yard").check()
    page.get_by_label("Tell more").fill("A lamp is dark")
    page.get_by_role("button", name="Send the report").last.dblclick()
    expect(page.get_by_role("heading", level=1)).to_contain_text("T-2")
    link = page.url.partition("?")[0]
    page.go_back()
    expect(page.get_by_label("Tell more")).to_have_value("A lamp is dark")
    page.get_by_role("button", name="Send the report").last.click()
    expect(page.get_by_text("it was made once")).to_be_visible()
    assert page.url.partition("?")[0] == link


def test_every_page_is_for_everybodys_eyes_and_thumbs(place: Place, browser: Browser) -> None:
    page = browser.new_context(viewport={"width": 320, "height": 640}).new_page()
    url = place.server.url
    _find_building(page, url)
    form = page.url
    page.get_by_role("radio", name="Somewhere else").check()
    page.get_by_role("button", name="Send the report").last.click()
    assert _violations(page) == []
    page.goto(form)
    page.get_by_role("radio", name="Cleaning").check()
    page.get_by_role("radio", name="In the yard").check()
    page.get_by_label("Tell more").fill("Litter everywhere")
    page.get_by_role("button", name="Send the report").last.click()
    for address in (
        page.url,
        f"{url}/report/",
        f"{url}/report/?address=kontula",
        form,
        f"{url}/report/nothing",
    ):
        page.goto(address)
        assert _violations(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        small = page.evaluate(
            "[...document.querySelectorAll('main a, .languages :is(a, button), .button, select, .pick, "
            "main input:not([type=radio])')]"
            ".filter((each) => each.checkVisibility() && each.type !== 'hidden' && !each.closest('.faults'))"
            ".map((each) => [each.outerHTML.slice(0, 80), Math.round(each.getBoundingClientRect().height)])"
            ".filter(([, height]) => height > 1 && height < 44)"
        )
        assert small == [], address
