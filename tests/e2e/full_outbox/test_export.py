"""The way out when nothing else gets through: everything recorded, in a file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.browser import Chromium
from tests.e2e.conftest import PASSWORD, USERNAME, Place
from tests.e2e.console_desk import Desk
from tests.e2e.full_outbox.both_ends import ids_on, received, see_all_sent, stored_on
from tests.e2e.full_outbox.filling import MORE_THAN_A_BATCH, finish_filling, start_filling
from tests.e2e.phone import Phone

pytestmark = pytest.mark.e2e

ADDRESS = "Kontulankaari 3"


def _export(phone: Phone, folder: Path) -> Path:
    phone.open_outbox()
    with phone.page.expect_download() as download:
        phone.page.get_by_role("button", name="Vie tiedostoon").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def _bring_in(desk: Desk, person_id: str, file: Path) -> None:
    page = desk.page
    page.goto(f"{desk.server_url}/console/people/{person_id}")
    page.get_by_text("Bring in a file from a phone").click()
    page.get_by_label("The file that the phone exported").set_input_files(file)
    page.get_by_role("button", name="Bring in", exact=True).click()
    page.wait_for_load_state()


def test_a_file_brought_in_at_the_desk_and_sent_after_all_counts_once(
    place: Place, new_phone: Callable[[str], Phone], desk: Chromium, tmp_path: Path
) -> None:
    phone = new_phone(place.world.cleaner)
    phone.page.context.set_offline(True)
    phone.open_round(ADDRESS)
    start_filling(phone.page, "Porras A")
    finish_filling(phone.page)
    recorded = stored_on(phone.page)

    file = _export(phone, tmp_path)
    contents = json.loads(file.read_text())
    assert contents["operations"] == recorded
    assert contents["person"]["id"] == place.world.cleaner
    assert "token" not in json.dumps(contents)

    supervisor = Desk(desk, place.server.url, USERNAME, PASSWORD)
    _bring_in(supervisor, place.world.cleaner, file)
    brought_in = received(place)
    assert sorted(brought_in) == sorted(record["id"] for record in recorded)
    assert all("imported" in flags for flags in brought_in.values())

    phone.open_round(ADDRESS)
    phone.tick("Porras B")
    phone.page.context.set_offline(False)
    phone.open_outbox()
    see_all_sent(phone.page, MORE_THAN_A_BATCH + 1)
    after = received(place)
    assert brought_in.items() <= after.items()
    assert sorted(after) == sorted(ids_on(phone.page))
    _bring_in(supervisor, place.world.cleaner, file)
    assert received(place) == after
