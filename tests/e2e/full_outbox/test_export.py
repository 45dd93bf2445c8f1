"""The way out when nothing else gets through: everything recorded, in a file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.conftest import Place
from tests.e2e.full_outbox.both_ends import stored_on
from tests.e2e.full_outbox.filling import MORE_THAN_A_BATCH, finish_filling, start_filling
from tests.e2e.phone import Phone

pytestmark = pytest.mark.e2e


def _export(phone: Phone, folder: Path) -> Path:
    phone.open_outbox()
    with phone.page.expect_download() as download:
        phone.page.get_by_role("button", name="Vie tiedostoon").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_a_full_outbox_goes_into_a_file(
    place: Place, new_phone: Callable[[str], Phone], tmp_path: Path
) -> None:
    phone = new_phone(place.world.cleaner)
    phone.page.context.set_offline(True)
    phone.open_round("Kontulankaari 3")
    start_filling(phone.page, "Porras A")
    finish_filling(phone.page)

    contents = json.loads(_export(phone, tmp_path).read_text())

    assert contents["operations"] == stored_on(phone.page)
    assert len(contents["operations"]) == MORE_THAN_A_BATCH
    assert contents["person"]["id"] == place.world.cleaner
    assert "token" not in json.dumps(contents)
