"""Two phones of one person on the same round, each with more than a batch, none of which knows of the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Place
from tests.e2e.full_outbox.both_ends import held_on, received, see_all_sent, stored_on
from tests.e2e.full_outbox.filling import MORE_THAN_A_BATCH, finish_filling, start_filling
from tests.e2e.phone import Phone

pytestmark = pytest.mark.e2e

ADDRESS = "Kontulankaari 3"
TICKED = ("Porras B", "Porras C", "Talosauna")


def _finish_the_round(phone: Phone) -> None:
    page = phone.page
    page.get_by_role("button", name="Päätä kierros").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radio", name="Jätä ilman syytä").check(force=True)
    dialog.get_by_role("button", name="Päätä kierros").click()
    expect(dialog).to_have_count(0)


def test_everything_arrives_clashes_are_flagged_and_both_end_equal(
    place: Place, new_phone: Callable[[str], Phone]
) -> None:
    first, second = new_phone(place.world.cleaner), new_phone(place.world.cleaner)
    for phone in (first, second):
        phone.page.context.set_offline(True)
        phone.open_round(ADDRESS)
        start_filling(phone.page, "Porras A")
    for phone in (first, second):
        finish_filling(phone.page)
        for space in TICKED:
            phone.tick(space)
    _finish_the_round(first)
    second.tick("Pesutupa")

    # The phone that finished the round is the first to arrive: what the other one has done came after the end.
    for phone, count in ((first, MORE_THAN_A_BATCH + 4), (second, MORE_THAN_A_BATCH + 4)):
        phone.page.context.set_offline(False)
        phone.open_outbox()
        see_all_sent(phone.page, count)

    at_server = received(place)
    on_phones = [record for phone in (first, second) for record in stored_on(phone.page)]
    assert sorted(at_server) == sorted(record["id"] for record in on_phones)
    assert all(record["result"]["flags"] == at_server[record["id"]] for record in on_phones)
    flagged = Counter(
        (record["operation"]["kind"], *record["result"]["flags"])
        for record in stored_on(second.page)
        if record["result"]["flags"]
    )
    assert flagged == {
        ("round.untick", "round_finished"): MORE_THAN_A_BATCH // 2,
        # Porras A, which the first phone had left open, and Pesutupa.
        ("round.tick", "round_finished"): 2,
    }

    first.page.get_by_role("button", name="Lähetä ja hae nyt").click()
    for phone in (first, second):
        phone.open_round(ADDRESS)
        for space in ("Porras A", *TICKED, "Pesutupa"):
            expect(phone.visit(space)).to_contain_text("Tehty")
        expect(phone.visit("Kuivaushuone").get_by_role("button", name="Kuittaa tehdyksi")).to_be_visible()
    assert held_on(first.page) == held_on(second.page)
