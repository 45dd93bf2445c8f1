"""axe-core over the phone's screens in a real browser, light and dark: colours and sizes too, which need one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from server.config import REPOSITORY
from server.courtyard.models import CallOut
from server.database import new_id
from server.duty.models import DutyAlert, DutyShift, DutyStep
from server.places.models import BriefItem, Space
from tests.e2e.conftest import Place
from tests.e2e.phone import START, Phone

pytestmark = pytest.mark.e2e

AXE = REPOSITORY / "fieldapp" / "node_modules" / "axe-core" / "axe.min.js"
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_FAULTS = """(tags) => axe.run(document, { runOnly: tags }).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`)))"""
_WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
_SETTLED = "Promise.all(document.getAnimations().map((each) => each.finished.catch(() => null)))"


def _fill(place: Place) -> None:
    """An alert for the one on duty, a call-out, what is to be checked in the yard, a door code."""
    world, now = place.world, datetime.now(UTC)

    def change(session: Session) -> None:
        shift = DutyShift(area_code="7", person_id=world.caretaker, place=1)
        shift.begins_at, shift.ends_at = now - timedelta(hours=1), now + timedelta(hours=8)
        alert = DutyAlert(
            id=new_id(), order_id=world.order, area_code="7", state="open", raised_at=now, next_at=now
        )
        session.add_all([shift, alert])
        session.flush()
        asked = DutyStep(
            id=new_id(), alert_id=alert.id, number=0, person_id=world.caretaker, role="duty", at=now
        )
        called = CallOut(group_id=new_id(), record_kind="gritting", district_code="703")
        called.made_by_id, called.made_at = world.supervisor, now
        playground = Space(building_id=world.own_building, position=100, kind="playground")
        playground.name, playground.area_m2, playground.norm_minutes = "Leikkipaikka", 88.9, 10
        code = BriefItem(building_id=world.own_building, topic="access", language="fi", is_sensitive=True)
        code.text = "Ovikoodi 1234"
        session.add_all([asked, called, playground, code])

    place.change(change)


def _require_faultless(page: Page, where: str) -> None:
    """Nothing that axe finds in either theme, and nothing wider than the screen."""
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        page.evaluate(_SETTLED)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        assert page.evaluate(_FAULTS, _RULES) == [], f"{where}, {theme}"
    assert not page.evaluate(_WIDER), where


@contextmanager
def _sheet(page: Page, opens: str) -> Iterator[None]:
    page.get_by_role("button", name=opens).first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    yield
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_caretakers_screens_have_no_fault(place: Place, new_phone: Callable[[str], Phone]) -> None:
    _fill(place)
    phone = new_phone(place.world.caretaker)
    page = phone.page
    expect(page.get_by_role("heading", name="Hälytykset")).to_be_visible()
    for name, seen in (
        ("", "Tarkastukset"),
        ("duty", "Päivystys"),
        ("orders", "Työt"),
        ("record", "Kirjaa"),
        ("products", "Aineet"),
        ("more", "Ilmoitukset"),
    ):
        page.goto(f"{phone.server_url}{START}{name}")
        expect(page.get_by_role("heading", name=seen, exact=True)).to_be_visible()
        _require_faultless(page, name or "today")

    page.goto(f"{phone.server_url}{START}orders/{place.world.order}")
    for opens, saves, problem in (
        ("Tauolle", "Merkitse odottamaan", "Valitse ensin syy."),
        ("Merkitse valmiiksi", "Tallenna valmiiksi", "Valitse ensin tulos."),
    ):
        with _sheet(page, opens):
            page.get_by_role("button", name=saves).click()
            expect(page.get_by_text(problem)).to_be_visible()
            _require_faultless(page, opens)
    _require_faultless(page, "order")

    page.goto(f"{phone.server_url}{START}record")
    page.get_by_role("radio", name="Pihatyö").check(force=True)
    page.get_by_role("radio", name="Leikkipaikka").check(force=True)
    page.get_by_role("button", name="Lisää puute").click()
    page.get_by_role("button", name="Tallenna kirjaus").click()
    expect(page.get_by_text("Tarkista merkityt kohdat.")).to_be_visible()
    _require_faultless(page, "courtyard record")


def test_a_cleaners_round_has_no_fault(place: Place, new_phone: Callable[[str], Phone]) -> None:
    _fill(place)
    phone = new_phone(place.world.cleaner)
    page = phone.page
    phone.open_round("Kontulankaari 3")
    _require_faultless(page, "round")
    with _sheet(page, "Rakennuksen ohjeet"):
        page.get_by_role("button", name="Näytä koodit").click()
        expect(page.get_by_text("Ovikoodi 1234")).to_be_in_viewport()
        _require_faultless(page, "brief with codes")
    with _sheet(page, "Lisää: Talosauna"):
        page.get_by_role("button", name="Ohita tila").click()
        page.get_by_role("button", name="Muu syy").click()
        page.get_by_role("button", name="Ohita", exact=True).click()
        expect(page.get_by_text("Kirjoita syy.")).to_be_visible()
        _require_faultless(page, "skipping")
    with _sheet(page, "Aine käytetty"):
        page.get_by_role("button", name="Kirkas Teho").click()
        page.get_by_role("radio", name="8 l").check(force=True)
        page.get_by_role("button", name="Kirjaa 20").click()
        expect(page.get_by_text("Valitse syy tai vaihda ympäristömerkittyyn.")).to_be_visible()
        _require_faultless(page, "eco choice")
