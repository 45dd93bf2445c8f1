"""Two phones without network on the same work, and work that the desk took away meanwhile."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from server.rounds.models import Round
from server.work_orders.models import WorkOrder
from tests.e2e.browser import Chromium
from tests.e2e.conftest import PASSWORD, USERNAME, Place
from tests.e2e.console_desk import Desk
from tests.e2e.phone import Phone
from tests.world import World

pytestmark = pytest.mark.e2e

_SYNCED_MS = 60_000


def _wait_until_accepted(phone: Phone, count: int) -> None:
    phone.open_outbox()
    expect(phone.page.get_by_role("listitem").filter(has_text="Vastaanotettu")).to_have_count(
        count, timeout=_SYNCED_MS
    )


def _complete_the_order(phone: Phone) -> None:
    page = phone.page
    phone.go("Työt")
    page.get_by_role("link", name=re.compile("Porrasvalo")).first.click()
    page.get_by_role("button", name="Merkitse valmiiksi").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radio", name=re.compile("Korjattu")).first.check(force=True)
    dialog.get_by_role("button", name="Tallenna valmiiksi").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def _leave_to_anybody(session: Session, world: World) -> None:
    session.get_one(Round, world.round).person_id = None
    session.get_one(WorkOrder, world.order).assigned_to_id = None
    session.get_one(WorkOrder, world.order).state = "new"


def test_two_phones_tick_and_complete_the_same(
    place: Place, new_phone: Callable[[str], Phone], desk: Chromium
) -> None:
    place.change(lambda session: _leave_to_anybody(session, place.world))
    one, two = new_phone(place.world.cleaner), new_phone(place.world.other_cleaner)
    first, second = new_phone(place.world.caretaker), new_phone(place.world.supervisor)
    place.server.stop()
    for phone in (one, two):
        phone.open_round("Kontulankaari 3")
        phone.tick("Porras A")
    for phone in (first, second):
        _complete_the_order(phone)
    place.server.start()
    for phone in (one, two, first, second):
        _wait_until_accepted(phone, 1)

    supervisor = Desk(desk, place.server.url, USERNAME, PASSWORD)
    supervisor.open_review("?state=all")
    expect(supervisor.row("Kalle Koski")).to_have_count(1)
    expect(supervisor.row("Sari Salo")).to_have_count(1)
    expect(supervisor.row("Aino Laine", "Porras A")).to_have_count(1)
    expect(supervisor.row("Bao Nguyen", "Porras A")).to_have_count(1)
    expect(supervisor.page.locator("table.review tbody tr.flagged")).to_have_count(2)


def test_an_order_cancelled_at_the_desk_and_done_in_the_cellar(
    place: Place, new_phone: Callable[[str], Phone], desk: Chromium
) -> None:
    caretaker = new_phone(place.world.caretaker)
    supervisor = Desk(desk, place.server.url, USERNAME, PASSWORD)
    caretaker.page.context.set_offline(True)
    _complete_the_order(caretaker)
    supervisor.page.goto(f"{place.server.url}/console/orders/{place.world.order}")
    supervisor.page.get_by_text("Cancel the order").first.click()
    supervisor.page.get_by_label(re.compile("Why|Reason")).fill("Tehdään ensi viikolla.")
    supervisor.page.get_by_role("button", name=re.compile("^Cancel")).last.click()
    caretaker.page.context.set_offline(False)
    _wait_until_accepted(caretaker, 1)
    supervisor.open_review()
    row = supervisor.row("Kalle Koski")
    expect(row).to_have_count(1)
    expect(row).to_have_class(re.compile("flagged"))
