"""A day: recorded without network, kept through a dead battery, sent by itself, reviewed, and one entry sent back."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import Chromium
from tests.e2e.conftest import PASSWORD, USERNAME, Place
from tests.e2e.console_desk import Desk
from tests.e2e.phone import Phone

pytestmark = pytest.mark.e2e

ADDRESS = "Kontulankaari 3"
TICKED = ("Porras A", "Porras B", "Porras C", "Talosauna", "Pesutupa")
SKIPPED = "Kuivaushuone"
_SYNCED_MS = 60_000


def _record_products(phone: Phone) -> None:
    page = phone.page
    page.get_by_role("button", name="Aine käytetty").click()
    page.get_by_role("dialog").get_by_role("button", name=re.compile("Kirkas Teho")).click()
    expect(page.get_by_text("Ympäristömerkitty aine on varastossa")).to_be_visible()
    page.get_by_role("dialog").get_by_role("radio", name=re.compile("^8 l")).check(force=True)
    page.get_by_role("dialog").get_by_role("button", name=re.compile("^Kirjaa 20")).click()
    expect(page.get_by_text("Valitse syy tai vaihda ympäristömerkittyyn.")).to_be_visible()
    page.get_by_role("dialog").get_by_role("radio", name=re.compile("loppu", re.IGNORECASE)).check(force=True)
    page.get_by_role("dialog").get_by_role("button", name=re.compile("^Kirjaa 20")).click()
    expect(page.get_by_role("dialog")).to_have_count(0)

    page.get_by_role("button", name="Aine käytetty").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Valitse muu aine").click()
    dialog.get_by_role("button", name=re.compile("Pihta Yleis")).click()
    dialog.get_by_role("radio", name=re.compile("^8 l")).check(force=True)
    dialog.get_by_role("button", name=re.compile("^Kirjaa 20")).click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def _report_a_defect(phone: Phone) -> None:
    page = phone.page
    phone.go("Kirjaa")
    page.get_by_role("radio", name=re.compile("Valaistus|Valo")).first.check(force=True)
    page.get_by_label("Mitä on tapahtunut?").fill("Lamppu pimeänä C-rapussa.")
    page.get_by_role("button", name="Tallenna vika").click()
    expect(page.get_by_text("Tallessa puhelimessa").first).to_be_visible()


def _complete_an_order(phone: Phone) -> None:
    page = phone.page
    phone.go("Työt")
    page.get_by_role("link", name=re.compile("Porrasvalo|" + re.escape(ADDRESS))).first.click()
    page.get_by_role("button", name="Merkitse valmiiksi").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radio", name=re.compile("Korjattu|Kunnossa")).first.check(force=True)
    dialog.get_by_role("button", name="Tallenna valmiiksi").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def _work_offline(cleaner: Phone, caretaker: Phone) -> None:
    cleaner.open_round(ADDRESS)
    for space in TICKED:
        cleaner.tick(space)
    cleaner.skip(SKIPPED, "Lukossa")
    _record_products(cleaner)
    _report_a_defect(cleaner)
    _complete_an_order(caretaker)


def test_a_day_without_network(place: Place, new_phone: Callable[[str], Phone], desk: Chromium) -> None:
    cleaner, caretaker = new_phone(place.world.cleaner), new_phone(place.world.caretaker)
    place.server.stop()
    _work_offline(cleaner, caretaker)

    for phone in (cleaner, caretaker):
        phone.kill()
    for phone in (cleaner, caretaker):
        phone.reopen()

    cleaner.open_outbox()
    waiting = cleaner.page.get_by_role("listitem").filter(has_text="Tallessa puhelimessa")
    expect(waiting).to_have_count(len(TICKED) + 1 + 2 + 1)
    cleaner.open_round(ADDRESS)
    for space in TICKED:
        expect(cleaner.visit(space)).to_contain_text("Tehty")
    expect(cleaner.visit(SKIPPED)).to_contain_text("Ohitettu")
    caretaker.open_outbox()
    expect(caretaker.page.get_by_text("Tallessa puhelimessa").first).to_be_visible()

    place.server.start()
    # Nobody touches the phones: they try again by themselves.
    cleaner.open_outbox()
    expect(cleaner.page.get_by_role("listitem").filter(has_text="Vastaanotettu")).to_have_count(
        9, timeout=_SYNCED_MS
    )
    caretaker.open_outbox()
    expect(caretaker.page.get_by_role("listitem").filter(has_text="Vastaanotettu")).to_have_count(
        1, timeout=_SYNCED_MS
    )

    supervisor = Desk(desk, place.server.url, USERNAME, PASSWORD)
    supervisor.open_review()
    for space in TICKED:
        row = supervisor.row("Aino Laine", space)
        expect(row).to_have_count(1)
        expect(row.locator("td.times time")).to_be_visible()
        expect(row.locator("td.times .small")).to_be_visible()
    expect(supervisor.row("Aino Laine", SKIPPED)).to_have_count(1)
    expect(supervisor.row("Aino Laine", "Kirkas Teho")).to_have_count(1)
    expect(supervisor.row("Aino Laine", "Pihta Yleis")).to_have_count(1)
    expect(supervisor.row("Kalle Koski")).to_have_count(1)

    supervisor.approve(supervisor.row("Porras B"), supervisor.row("Porras C"))
    expect(supervisor.row("Porras B")).to_have_count(0)
    supervisor.send_back(supervisor.row("Porras A"), "Ovi jäi pesemättä.")
    expect(supervisor.row("Porras A")).to_have_count(0)

    cleaner.go("Tänään")
    expect(cleaner.page.get_by_text("Ovi jäi pesemättä.").first).to_be_visible(timeout=_SYNCED_MS)
    cleaner.open_round(ADDRESS)
    expect(cleaner.visit("Porras A")).to_contain_text("Palautettu")
