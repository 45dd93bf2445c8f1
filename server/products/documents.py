"""The documents `product`, `stock` and `product_use` (docs/documents.md)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.feed import window
from server.feed.fields import day, instant, reference
from server.feed.registry import Built
from server.places import buckets
from server.products.models import Licence, Product, ProductUse, StockItem


def build_products(session: Session, keys: Collection[str], now: datetime) -> Mapping[str, Built]:
    """Products with their licences, for everybody."""
    licences: dict[str, list[dict[str, Any]]] = defaultdict(list)
    statement = (
        select(*Licence.__table__.columns)
        .where(Licence.product_id.in_(keys))
        .order_by(Licence.valid_from, Licence.id)
    )
    for licence in session.execute(statement):
        licences[licence.product_id].append(
            {
                "label": licence.label,
                "licence": licence.licence,
                "valid_from": day(licence.valid_from),
                "valid_until": day(licence.valid_until),
            }
        )
    return {
        row.id: Built(
            frozenset({buckets.CATALOGUE}),
            {
                "name": row.name,
                "manufacturer": row.manufacturer,
                "purpose": row.purpose,
                "unit": row.unit,
                "gtin": row.gtin,
                "licences": licences[row.id],
                "hazards": row.hazards,
                "signal_word": row.signal_word,
                "h_statements": row.h_statements,
                "p_statements": row.p_statements,
                "dosing": row.dosing,
                "sds_revised_on": day(row.sds_revised_on),
            },
        )
        for row in session.execute(select(*Product.__table__.columns).where(Product.id.in_(keys)))
    }


def build_stocks(session: Session, keys: Collection[str], now: datetime) -> Mapping[str, Built]:
    """What each organisation has in stock. One that has nothing has no such document."""
    products: dict[str, list[str]] = defaultdict(list)
    statement = (
        select(StockItem.organisation_id, StockItem.product_id)
        .where(StockItem.organisation_id.in_(keys))
        .order_by(StockItem.product_id)
    )
    for organisation_id, product_id in session.execute(statement):
        products[organisation_id].append(f"product:{product_id}")
    return {
        organisation_id: Built(
            frozenset({buckets.stock(organisation_id)}),
            {"organisation": f"organisation:{organisation_id}", "products": stocked},
        )
        for organisation_id, stocked in products.items()
    }


def build_product_uses(session: Session, keys: Collection[str], now: datetime) -> Mapping[str, Built]:
    """Uses of the last 14 days, each for the person who recorded it."""
    statement = select(*ProductUse.__table__.columns).where(
        ProductUse.id.in_(keys), ProductUse.at >= window.begin(now)
    )
    return {
        row.id: Built(
            frozenset({buckets.person(row.by_id)}),
            {
                "product": f"product:{row.product_id}",
                "amount": _number(row.amount),
                "unit": row.unit,
                "property": f"property:{row.property_id}",
                "building": reference("building", row.building_id),
                "round": reference("round", row.round_id),
                "order": reference("work_order", row.order_id),
                "by": f"person:{row.by_id}",
                "at": instant(row.at),
                "is_eco_labelled": row.is_eco_labelled,
                "reason": row.reason,
                "text": row.text,
                "voided_at": instant(row.voided_at),
            },
        )
        for row in session.execute(statement)
    }


def _number(amount: float) -> int | float:
    """250 as the device sent it, not 250.0."""
    return int(amount) if amount.is_integer() else amount
