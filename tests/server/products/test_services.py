"""The catalogue and the stock lists, as supervisors change them."""

import pytest
from sqlalchemy import select

from server.database import transaction
from server.people.models import Organisation
from server.products.models import Product, StockItem
from server.products.services import GtinTaken, NameTaken, ProductFacts, save_product, set_stock
from tests.server.subjects import built

FACTS = {
    "manufacturer": "Pesuaine Oy",
    "purpose": "sanitary",
    "unit": "ml",
    "gtin": "4006381333931",
    "hazards": ["GHS05"],
    "signal_word": "danger",
    "h_statements": ["H314"],
    "p_statements": ["P280"],
    "dosing": {"amount": 30, "per_litres": 8},
    "sds_revised_on": None,
}


def test_a_product_reaches_the_phones(world, session):
    with transaction() as writing:
        key = save_product(writing, ProductFacts(name="Uusi", **FACTS)).id
    document = built(session, f"product:{key}")
    assert document is not None
    assert document.body["hazards"] == ["GHS05"]
    assert document.buckets == {"catalogue"}


def test_a_name_and_a_gtin_are_one_products(world, app):
    with transaction() as session:
        made = save_product(session, ProductFacts(name="Uusi", **FACTS))
        with pytest.raises(NameTaken):
            save_product(session, ProductFacts(name="Uusi", **FACTS))
        with pytest.raises(GtinTaken):
            save_product(session, ProductFacts(name="Toinen", **FACTS))
        again = save_product(session, ProductFacts(name="Uusi", **{**FACTS, "unit": "g"}), made)
        assert (again.id, again.unit) == (made.id, "g")


def test_stock_is_set_and_taken_away_once(world, session):
    def stocked():
        session.rollback()
        statement = select(StockItem.product_id).where(StockItem.organisation_id == world.company)
        return list(session.scalars(statement))

    for is_stocked in (True, True, False, False):
        with transaction() as writing:
            company = writing.get_one(Organisation, world.company)
            product = writing.get_one(Product, world.plain_product)
            set_stock(writing, company, product, is_stocked=is_stocked)
        assert stocked() == ([world.plain_product] if is_stocked else [])
