"""Applies what devices recorded of product use (docs/operations.md). The eco rule flags, it never refuses."""

from __future__ import annotations

from typing import cast

from sqlalchemy import column, select, table
from sqlalchemy.orm import Session, selectinload

from server.inbox.registry import Outcome, Quarantine, Received
from server.local_time import local_day
from server.products.models import Product, ProductUse, StockItem
from server.products.rules import EcoProduct, LicenceTerm, decide_use
from sync.operations import ProductUseRecord

# Rounds and orders are subjects beside this one: that such a row exists is all that a use needs to know.
_REFERENCES = {"property": "properties", "building": "buildings", "round": "rounds", "order": "work_orders"}


def record(session: Session, received: Received) -> Outcome:
    """`product_use.record`"""
    payload = cast(ProductUseRecord, received.operation.payload)
    about = {
        "property_id": _key(payload.property),
        "building_id": _key(payload.building),
        "round_id": _key(payload.round),
        "order_id": _key(payload.order),
        "product_use_id": received.target_key,
    }
    if session.get(ProductUse, received.target_key) is not None:
        raise Quarantine("target_exists", received.operation.target, about)
    product = session.get(Product, _key(payload.product))
    if product is None:
        raise Quarantine("unknown_target", f"no {payload.product}", about)
    _require_references(session, payload, about)
    seen_label = received.operation.seen.get("is_eco_labelled")
    answer = decide_use(
        _eco_product(product),
        _stock_of(session, received.author.organisation_id),
        local_day(received.at),
        has_reason=payload.reason is not None,
        seen_label=seen_label if isinstance(seen_label, bool) else None,
    )
    session.add(
        ProductUse(
            id=received.target_key,
            product_id=product.id,
            amount=payload.amount,
            unit=payload.unit,
            property_id=about["property_id"],
            building_id=about["building_id"],
            round_id=about["round_id"],
            order_id=about["order_id"],
            organisation_id=received.author.organisation_id,
            by_id=received.author.person_id,
            at=received.at,
            is_eco_labelled=answer.is_eco_labelled,
            reason=payload.reason,
            text=payload.text,
        )
    )
    return Outcome(answer.flags, about)


def void(session: Session, received: Received) -> Outcome:
    """`product_use.void`: the use stays, and counts no longer."""
    use = session.get(ProductUse, received.target_key, with_for_update=True, populate_existing=True)
    if use is None:
        raise Quarantine("unknown_target", f"no {received.operation.target}")
    use.voided_at = use.voided_at or received.at
    return Outcome(
        about={
            "property_id": use.property_id,
            "building_id": use.building_id,
            "round_id": use.round_id,
            "order_id": use.order_id,
            "product_use_id": use.id,
        }
    )


def _require_references(session: Session, payload: ProductUseRecord, about: dict[str, str | None]) -> None:
    for field, table_name in _REFERENCES.items():
        document_id: str | None = getattr(payload, field)
        if document_id is None:
            continue
        keys = table(table_name, column("id"))
        if session.scalar(select(keys.c.id).where(keys.c.id == _key(document_id))) is None:
            raise Quarantine("unknown_target", f"no {document_id}", about)


def _stock_of(session: Session, organisation_id: str) -> list[EcoProduct]:
    statement = (
        select(Product)
        .join(StockItem, StockItem.product_id == Product.id)
        .where(StockItem.organisation_id == organisation_id)
        .options(selectinload(Product.licences))
    )
    return [_eco_product(product) for product in session.scalars(statement)]


def _eco_product(product: Product) -> EcoProduct:
    terms = (LicenceTerm(licence.valid_from, licence.valid_until) for licence in product.licences)
    return EcoProduct(product.id, product.purpose, tuple(terms))


def _key(document_id: str | None) -> str | None:
    return None if document_id is None else document_id.partition(":")[2]
