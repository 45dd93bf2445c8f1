"""Puts checked rows into the catalogue. Where nothing changes nothing is written, and no device downloads anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from server.database import chunks
from server.products.importing.row import CatalogueRow
from server.products.models import Product
from server.products.services import LicenceFacts, change, save_licence

Counts = Counter[tuple[str, str]]
"""(`product` or `licence`; `created`, `changed` or `unchanged`) → how many."""


def load_rows(session: Session, rows: Sequence[CatalogueRow]) -> Counts:
    """Create what is new and change what differs: products by their name, licences by label and licence."""
    products = _products(session, {row.product.name for row in rows})
    outcomes: dict[tuple[str, str], str] = {}
    for row in rows:
        product = products.get(row.product.name)
        if product is None:
            product = products[row.product.name] = Product(**asdict(row.product))
            product.licences = []
            session.add(product)
            session.flush()
            outcomes["product", product.id] = "created"
        elif ("product", product.id) not in outcomes:
            is_changed = change(product, asdict(row.product))
            outcomes["product", product.id] = "changed" if is_changed else "unchanged"
        if row.licence is not None:
            key, outcome = _put_licence(session, product, row.licence)
            outcomes.setdefault(("licence", key), outcome)
    session.flush()
    return Counter((what, outcome) for (what, _), outcome in outcomes.items())


def _put_licence(session: Session, product: Product, facts: LicenceFacts) -> tuple[str, str]:
    same = [row for row in product.licences if (row.label, row.licence) == (facts.label, facts.licence)]
    if not same:
        made = save_licence(session, product, facts)
        session.refresh(product, ["licences"])
        return made.id, "created"
    before = (same[0].valid_from, same[0].valid_until)
    save_licence(session, product, facts, same[0])
    return same[0].id, "unchanged" if before == (facts.valid_from, facts.valid_until) else "changed"


def _products(session: Session, names: set[str]) -> dict[str, Product]:
    found: dict[str, Product] = {}
    for batch in chunks(sorted(names)):
        statement = select(Product).where(Product.name.in_(batch)).options(selectinload(Product.licences))
        found.update({row.name: row for row in session.scalars(statement)})
    return found
