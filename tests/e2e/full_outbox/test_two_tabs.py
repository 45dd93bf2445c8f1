"""Two tabs of one phone: they share the outbox, one of them syncs, both tell the truth."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.e2e.conftest import Place
from tests.e2e.full_outbox.both_ends import ids_on, operations_in, received, see_all_sent
from tests.e2e.full_outbox.filling import MORE_THAN_A_BATCH, finish_filling, start_filling
from tests.e2e.phone import Phone

pytestmark = pytest.mark.e2e

ADDRESS = "Kontulankaari 3"
_EACH = 120


def test_both_record_offline_and_everything_arrives_once(
    place: Place, new_phone: Callable[[str], Phone]
) -> None:
    one = new_phone(place.world.cleaner)
    context = one.page.context
    sent: list[str] = []
    context.on("response", lambda response: sent.extend(operations_in(response.request)))
    context.set_offline(True)
    two = one.new_tab()
    for tab, space in ((one, "Porras A"), (two, "Porras B")):
        tab.open_round(ADDRESS)
        start_filling(tab.page, space, _EACH)
    for tab in (one, two):
        finish_filling(tab.page)
    context.set_offline(False)
    for tab in (one, two):
        tab.open_outbox()
        see_all_sent(tab.page, 2 * _EACH)

    ids = ids_on(one.page)
    assert len(ids) == 2 * _EACH
    assert sorted(received(place)) == sorted(ids)
    assert sorted(sent) == sorted(ids), "one tab at a time sends"


def test_a_tab_closed_while_it_syncs_leaves_the_rest_to_the_other(
    place: Place, new_phone: Callable[[str], Phone]
) -> None:
    one = new_phone(place.world.cleaner)
    one.page.context.set_offline(True)
    one.open_round(ADDRESS)
    start_filling(one.page, "Porras A")
    finish_filling(one.page)
    # The first tab's request leaves and is never answered.
    one.page.route("**/api/sync", lambda _: None)
    with one.page.expect_request("**/api/sync"):
        one.page.context.set_offline(False)
    two = one.new_tab()
    two.open_round(ADDRESS)
    assert received(place) == {}
    one.page.close()
    two.tick("Porras B")
    two.open_outbox()
    see_all_sent(two.page, MORE_THAN_A_BATCH + 1)
    assert sorted(received(place)) == sorted(ids_on(two.page))
