"""The catalogue at the desk: kept by the landlord, each organisation's stock its own."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.console import labels
from server.database import transaction
from server.jobs import warn_of_licences
from server.products import identifiers
from server.products.models import Licence, Product, StockItem
from tests.server.console.browser import Browser
from tests.world import World

PRODUCT = {
    "name": "Uusi Teho",
    "manufacturer": "Pesuaine Oy",
    "purpose": "sanitary",
    "unit": "ml",
    "gtin": "4006381333931",
    "hazards": ["GHS07", "GHS05"],
    "signal_word": "danger",
    "h_statements": "H314, H319",
    "dose_amount": "12,5",
    "dose_litres": "5",
}
CATALOGUE = "/console/products/"
FILE = "name,manufacturer,purpose,unit,gtin\nTiedosto,Pesuaine Oy,sanitary,ml,{gtin}\n"


def _listed(browser: Browser, query: str = "") -> list[str]:
    page = browser.get(f"{CATALOGUE}{query}")
    assert page.status_code == 200
    return re.findall(r'class="row-link" href="/console/products/[^"]+">([^<]+)<', page.text)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Kirkas Teho", "Luja Rasva", "Pihta Yleis"]),
        ("?text=pihta", ["Pihta Yleis"]),
        ("?purpose=degreaser", ["Luja Rasva"]),
        ("?label=yes", ["Pihta Yleis"]),
        ("?label=no", ["Kirkas Teho", "Luja Rasva"]),
        ("?text=nothing", []),
    ],
)
def test_the_list_is_searched(world: World, supervisor: Browser, query: str, names: list[str]) -> None:
    assert _listed(supervisor, query) == names


def test_a_product_is_added_with_a_licence_and_changed(
    world: World, supervisor: Browser, session: Session
) -> None:
    page = supervisor.post(f"{CATALOGUE}new", PRODUCT)
    assert "Uusi Teho is in the catalogue." in page.text
    product = session.scalars(select(Product).where(Product.name == "Uusi Teho")).one()
    assert (product.hazards, product.dosing) == (["GHS05", "GHS07"], {"amount": 12.5, "per_litres": 5})
    address = f"{CATALOGUE}{product.id}/"
    first = (world.today - timedelta(days=9)).isoformat()
    licence = {"label": "eu_ecolabel", "licence": "FI/20/1", "valid_from": first}
    assert "is like FI/020/123" in supervisor.post(f"{address}licences", licence).text
    page = supervisor.post(f"{address}licences", {**licence, "licence": "FI/020/123"})
    assert "The licence was added." in page.text
    assert "EU Ecolabel" in page.text
    session.rollback()
    [row] = session.scalars(select(Licence).where(Licence.product_id == product.id))
    supervisor.post(
        f"{address}licences/{row.id}",
        {**licence, "licence": "FI/020/123", "valid_until": world.today.isoformat()},
    )
    session.rollback()
    assert session.get_one(Licence, row.id).valid_until == world.today
    supervisor.post(f"{address}change", {**PRODUCT, "name": "Teho"})
    assert _listed(supervisor, "?text=teho") == ["Kirkas Teho", "Teho"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("gtin", "4006381333932"),
        ("h_statements", "nothing"),
        ("dose_litres", ""),
        ("dose_amount", "0"),
        ("signal_word", ""),
        ("purpose", "cooking"),
        ("sds_revised_on", "soon"),
        ("name", "Pihta Yleis"),
    ],
)
def test_what_is_wrong_is_said_at_the_field(
    world: World, supervisor: Browser, session: Session, field: str, value: str
) -> None:
    page = supervisor.post(f"{CATALOGUE}new", {**PRODUCT, field: value})
    assert page.status_code == 422
    assert f'id="{field}-about"' in page.text
    assert session.scalar(select(Product.id).where(Product.name == "Uusi Teho")) is None


def test_a_company_says_what_itself_has_and_sees_no_others_stock(
    world: World, company_supervisor: Browser, session: Session
) -> None:
    address = f"{CATALOGUE}{world.eco_product}/"
    page = company_supervisor.get(address)
    assert "Puhdas Porras Oy" in page.text
    assert "Kaupungin Kodit" not in page.text
    assert _listed(company_supervisor, f"?stock={world.landlord}") == []
    assert "Kaupungin Kodit" not in company_supervisor.get(CATALOGUE).text
    mine = {"organisation": world.company, "is_stocked": "yes"}
    assert company_supervisor.post(f"{address}stock", mine).status_code == 200
    others = {"organisation": world.landlord, "is_stocked": "no"}
    assert company_supervisor.post(f"{address}stock", others).status_code == 403
    session.rollback()
    holders = select(StockItem.organisation_id).where(StockItem.product_id == world.eco_product)
    assert set(session.scalars(holders)) == {world.company, world.landlord}
    assert _listed(company_supervisor, f"?stock={world.company}") == ["Pihta Yleis"]


def test_only_the_landlord_keeps_the_catalogue(
    world: World, company_supervisor: Browser, manager: Browser, session: Session
) -> None:
    key = session.scalars(select(Licence.id)).first()
    for browser in (company_supervisor, manager):
        for address in (
            "new",
            "import",
            f"{world.eco_product}/change",
            f"{world.eco_product}/licences/{key}",
        ):
            assert browser.get(f"{CATALOGUE}{address}").status_code == 403
            assert browser.post(f"{CATALOGUE}{address}", PRODUCT).status_code == 403
        assert browser.post(f"{CATALOGUE}{world.eco_product}/licences").status_code == 403
        assert browser.get(f"{CATALOGUE}{world.eco_product}/").status_code == 200
    assert (
        manager.post(f"{CATALOGUE}{world.eco_product}/stock", {"organisation": world.landlord}).status_code
        == 403
    )


def test_the_landlords_supervisor_sees_all_stocks_and_changes_the_own(
    world: World, supervisor: Browser, admin: Browser
) -> None:
    address = f"{CATALOGUE}{world.eco_product}/"
    assert "Puhdas Porras Oy" in supervisor.get(address).text
    theirs = {"organisation": world.company, "is_stocked": "yes"}
    assert supervisor.post(f"{address}stock", theirs).status_code == 403
    assert admin.post(f"{address}stock", theirs).status_code == 200


def test_a_licence_that_ends_soon_is_on_the_page_and_the_overview(world: World, supervisor: Browser) -> None:
    with transaction() as session:
        licence = session.scalars(select(Licence).where(Licence.product_id == world.eco_product)).one()
        licence.valid_until = world.today + timedelta(days=20)
    assert "20 days left" not in supervisor.get(CATALOGUE).text
    warn_of_licences(datetime.now(UTC))
    assert "20 days left" in supervisor.get(CATALOGUE).text
    assert "Pihta Yleis" in supervisor.get("/console/").text


def test_a_file_is_tried_and_then_taken_in(world: World, supervisor: Browser, session: Session) -> None:
    def send(text: str, do: str) -> str:
        file = (io.BytesIO(text.encode()), "a.csv")
        return supervisor.post(f"{CATALOGUE}import", {"do": do, "file": file}).text

    bad = send(FILE.format(gtin="1"), "import")
    assert "<code>gtin</code>" in bad
    assert "bad_gtin" in bad
    assert "nothing was changed" in send(FILE.format(gtin="4006381333931"), "try")
    session.rollback()
    assert session.scalar(select(Product.id).where(Product.name == "Tiedosto")) is None
    assert "Taken in" in send(FILE.format(gtin="4006381333931"), "import")
    assert _listed(supervisor, "?text=tiedosto") == ["Tiedosto"]
    assert "The file is empty." in send("", "try")
    assert "Choose a file first." in supervisor.post(f"{CATALOGUE}import", {"do": "try"}).text


def test_an_unknown_product_is_not_here(world: World, supervisor: Browser) -> None:
    assert supervisor.get(f"{CATALOGUE}{world.order}/").status_code == 404
    assert supervisor.get(f"{CATALOGUE}{world.eco_product}/licences/x").status_code == 404


def test_every_code_has_words() -> None:
    assert set(labels.PURPOSES) == set(identifiers.PURPOSES)
    assert set(labels.ECO_LABELS) == set(identifiers.LABELS)
    assert set(labels.HAZARDS) == set(identifiers.HAZARDS)
    assert set(labels.SIGNAL_WORDS) == set(identifiers.SIGNAL_WORDS)
