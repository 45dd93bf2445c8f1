"""A new version of the app comes while the outbox is full."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from server.web import phone_app
from tests.e2e.conftest import Place
from tests.e2e.full_outbox.both_ends import received, see_all_sent, see_all_waiting, stored_on
from tests.e2e.full_outbox.filling import MORE_THAN_A_BATCH, finish_filling, start_filling
from tests.e2e.phone import Phone
from tests.e2e.server_process import REPOSITORY

pytestmark = pytest.mark.e2e

FIELDAPP = REPOSITORY / "fieldapp"
NEXT_VERSION = "99.0.0"


@pytest.fixture(scope="session")
def next_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The app as a later release would build it: the same sources under another version."""
    repository = tmp_path_factory.mktemp("next-version")
    # The forms of courtyard records are one definition for both sides.
    shutil.copytree(REPOSITORY / "sync/courtyard", repository / "sync/courtyard", dirs_exist_ok=True)
    sources = repository / "fieldapp"
    for name in ("src", "public"):
        shutil.copytree(FIELDAPP / name, sources / name)
    for name in ("index.html", "vite.config.ts", "tsconfig.json"):
        shutil.copyfile(FIELDAPP / name, sources / name)
    package = json.loads((FIELDAPP / "package.json").read_text())
    (sources / "package.json").write_text(json.dumps({**package, "version": NEXT_VERSION}))
    (sources / "node_modules").symlink_to(FIELDAPP / "node_modules")
    built = subprocess.run(
        ["bash", "-c", '. scripts/node.sh && cd "$1" && npx --no-install vite build', "build", str(sources)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    return sources / "dist"


def _look_for_an_update(phone: Phone) -> None:
    # The app does this when it comes into view.
    phone.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_the_outbox_of_the_old_version_is_sent_by_the_new_one(
    place: Place,
    new_phone: Callable[[str], Phone],
    next_build: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    phone = new_phone(place.world.cleaner)
    page = phone.page
    # The way to the app's own files is open, the way of the work is not: as with a server that is being upgraded.
    page.context.route("**/api/sync", lambda route: route.abort())
    phone.open_round("Kontulankaari 3")
    start_filling(page, "Porras A")
    finish_filling(page)
    recorded = stored_on(page)

    monkeypatch.setattr(phone_app, "BUILT", next_build)
    _look_for_an_update(phone)
    expect(page.get_by_text("Uusi versio on valmis")).to_be_visible()
    phone.tick("Porras B")
    with page.expect_navigation():
        page.get_by_role("button", name="Käynnistä").click()

    phone.open_outbox()
    expect(page.get_by_role("listitem").filter(has_text="Versio")).to_contain_text(NEXT_VERSION)
    see_all_waiting(page, MORE_THAN_A_BATCH + 1)
    assert stored_on(page)[:MORE_THAN_A_BATCH] == recorded
    assert received(place) == {}

    page.context.unroute("**/api/sync")
    page.get_by_role("button", name="Lähetä ja hae nyt").click()
    see_all_sent(page, MORE_THAN_A_BATCH + 1)
    assert sorted(received(place)) == sorted(record["id"] for record in stored_on(page))
