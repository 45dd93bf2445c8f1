"""The catalogue, stocks and product uses as devices see them."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from server.database import transaction
from server.feed.changes import touch
from server.feed.stamp import buckets_of
from server.local_time import day_begin
from server.products.edges import ids_at_edges
from server.products.models import Licence, Product, ProductUse, StockItem
from tests.server.subjects import buckets, built, count_queries, undone


def test_a_product_bears_its_licences(world, app):
    with undone() as session:
        session.add(
            Licence(
                product_id=world.eco_product,
                label="eu_ecolabel",
                licence="FI/020/001",
                valid_from=date(2020, 1, 1),
                valid_until=date(2024, 12, 31),
            )
        )
        product = built(session, f"product:{world.eco_product}").body

    assert product | {"licences": None} == {
        "name": "Pihta Yleis",
        "manufacturer": "Pesuaine Oy",
        "purpose": "general_cleaning",
        "unit": "ml",
        "gtin": None,
        "licences": None,
        "hazards": [],
        "signal_word": None,
        "h_statements": [],
        "p_statements": [],
        "dosing": {"amount": 20, "per_litres": 8},
        "sds_revised_on": None,
    }
    assert [licence["label"] for licence in product["licences"]] == ["eu_ecolabel", "nordic_swan"]
    assert product["licences"][0] == {
        "label": "eu_ecolabel",
        "licence": "FI/020/001",
        "valid_from": "2020-01-01",
        "valid_until": "2024-12-31",
    }
    assert product["licences"][1]["valid_until"] is None


def test_a_new_licence_reaches_everybody(world, session):
    before = built(session, f"product:{world.plain_product}").body
    session.rollback()
    with transaction() as writing:
        writing.add(
            Licence(
                product_id=world.plain_product,
                label="nordic_swan",
                licence="3026 0002",
                valid_from=world.today,
            )
        )

    assert buckets_of(session, f"product:{world.plain_product}") == {"catalogue"}
    assert built(session, f"product:{world.plain_product}").body != before


def test_each_employer_has_a_stock_of_its_own(world, app):
    with transaction() as session:
        session.add(StockItem(organisation_id=world.company, product_id=world.plain_product))

    with undone() as session:
        assert buckets_of(session, f"stock:{world.company}") == {f"stock:{world.company}"}
        assert built(session, f"stock:{world.company}").body == {
            "organisation": f"organisation:{world.company}",
            "products": [f"product:{world.plain_product}"],
        }
        landlords = built(session, f"stock:{world.landlord}").body["products"]
        assert set(landlords) == {f"product:{world.eco_product}", f"product:{world.plain_product}"}


def test_an_empty_stock_leaves_the_phones(world, session):
    with transaction() as writing:
        writing.add(StockItem(organisation_id=world.company, product_id=world.plain_product))
    with transaction() as writing:
        writing.delete(writing.get_one(StockItem, (world.company, world.plain_product)))

    assert buckets_of(session, f"stock:{world.company}") == set()


def make_use(world, at, amount=250.0):
    return ProductUse(
        id="0193b0c0-0000-7000-8000-00000000c001",
        product_id=world.eco_product,
        amount=amount,
        unit="ml",
        property_id=world.property,
        organisation_id=world.landlord,
        by_id=world.cleaner,
        at=at,
        is_eco_labelled=True,
    )


@pytest.mark.parametrize(("amount", "expected"), [(250.0, 250), (2.5, 2.5)])
def test_a_use_lies_with_who_recorded_it(world, app, amount, expected):
    with undone() as session:
        row = make_use(world, datetime.now(UTC), amount)
        session.add(row)
        document = built(session, f"product_use:{row.id}")

        assert document.buckets == {f"person:{world.cleaner}"}
        assert repr(document.body["amount"]) == repr(expected)
        assert document.body["by"] == f"person:{world.cleaner}"
        assert document.body.keys() == {
            "product",
            "amount",
            "unit",
            "property",
            "building",
            "round",
            "order",
            "by",
            "at",
            "is_eco_labelled",
            "reason",
            "text",
            "voided_at",
        }


def test_a_use_leaves_the_phone_after_14_days(world, session):
    row = make_use(world, day_begin(world.today) + timedelta(hours=9))
    target = f"product_use:{row.id}"
    with transaction() as writing:
        writing.add(row)

    for days, is_held in ((14, True), (15, False)):
        now = day_begin(world.today + timedelta(days=days)) + timedelta(hours=2)
        with time_machine.travel(now, tick=False), transaction() as writing:
            touch(writing, ids_at_edges(writing, now))
        assert bool(buckets(session, target, now)) == is_held
        assert bool(buckets_of(session, target)) == is_held
        session.rollback()


def test_many_products_are_built_in_as_few_queries_as_one(world, app):
    with undone() as session:
        keys = list(session.scalars(select(Product.id)))

        assert len(keys) > 1
        assert count_queries(session, "product", keys) == count_queries(session, "product", keys[:1])
