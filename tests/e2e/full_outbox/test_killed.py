"""The browser dies in the middle of recording and of sending, again and again; the app opens without network."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.e2e.conftest import Place
from tests.e2e.full_outbox.both_ends import received, see_all_sent, see_all_waiting, stored_on
from tests.e2e.full_outbox.filling import start_filling
from tests.e2e.full_outbox.threaded_server import ThreadedServer
from tests.e2e.phone import Phone

pytestmark = pytest.mark.e2e

_SYNC = "**/api/sync"


def _stored_without_a_gap(phone: Phone) -> list[str]:
    stored = stored_on(phone.page)
    assert [record["sequence"] for record in stored] == list(range(1, len(stored) + 1))
    return [record["id"] for record in stored]


def _die_recording(phone: Phone, space: str, said: int) -> None:
    """Die when the screen has said "saved" so many times."""
    phone.open_round("Kontulankaari 3")
    with phone.page.expect_console_message(lambda message: message.text == f"saved {said}"):
        start_filling(phone.page, space, 1_000)
    phone.kill()
    phone.reopen(is_offline=True)


def _die_before_the_server_hears(phone: Phone, _: ThreadedServer) -> None:
    phone.page.route(_SYNC, lambda _: None)
    with phone.page.expect_request(_SYNC):
        phone.page.context.set_offline(False)
    phone.kill()
    phone.reopen(is_offline=True)


def _die_before_the_answer_comes(phone: Phone, server: ThreadedServer) -> None:
    with server.holding_answers() as has_answered:
        phone.page.context.set_offline(False)
        assert has_answered.wait(30)
        phone.kill()
    phone.reopen(is_offline=True)


def _die_taking_the_answer(phone: Phone, _: ThreadedServer) -> None:
    with phone.page.expect_response(_SYNC):
        phone.page.context.set_offline(False)
    phone.kill()
    phone.reopen(is_offline=True)


def test_nothing_that_was_called_saved_is_lost(place: Place, new_phone: Callable[[str], Phone]) -> None:
    phone = new_phone(place.world.cleaner)
    phone.page.context.set_offline(True)
    saved = 0
    for space, said in (("Porras A", 97), ("Porras B", 40), ("Porras C", 71)):
        _die_recording(phone, space, said)
        stored = _stored_without_a_gap(phone)
        assert len(stored) >= saved + said
        saved = len(stored)
    phone.open_outbox()
    see_all_waiting(phone.page, saved)

    for die in (_die_before_the_server_hears, _die_before_the_answer_comes, _die_taking_the_answer):
        die(phone, place.server)
        assert _stored_without_a_gap(phone) == stored

    phone.page.context.set_offline(False)
    phone.open_outbox()
    see_all_sent(phone.page, saved)
    assert sorted(received(place)) == sorted(stored)
