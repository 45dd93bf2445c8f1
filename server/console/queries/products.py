"""The catalogue as the console lists and shows it, with the stock that a viewer may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session, selectinload

from server.people.models import Organisation
from server.products.models import Licence, Product, StockItem
from server.review.permission import Viewer, find, may_stock, visible

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class ProductFilter:
    """Which products to list. None: all. `label`: `yes`, `no` (has one today or not); `stock`: an organisation's id."""

    text: str = ""
    purpose: str | None = None
    label: str | None = None
    stock: str | None = None


@dataclass(frozen=True, slots=True)
class ProductsPage:
    """One page of products with the ids of those who stock each, and how many there are in all."""

    products: Sequence[Product]
    stocked_by: Mapping[str, frozenset[str]]
    number: int
    total: int


@dataclass(frozen=True, slots=True)
class Stock:
    """An organisation and whether it stocks a product; `may_change`: whether the viewer says so."""

    organisation: Organisation
    is_stocked: bool
    may_change: bool


def page_of(
    session: Session, viewer: Viewer, wanted: ProductFilter, number: int, today: date
) -> ProductsPage:
    """A page (from 1), by name."""
    conditions = _conditions(viewer, wanted, today)
    total = session.scalar(select(func.count()).select_from(Product).where(*conditions)) or 0
    number = max(1, min(number, -(-total // PAGE_SIZE)))
    statement = (
        select(Product)
        .where(*conditions)
        .order_by(Product.name, Product.id)
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
        .options(selectinload(Product.licences))
    )
    products = session.scalars(statement).all()
    return ProductsPage(products, _stocked_by(session, viewer, [row.id for row in products]), number, total)


def find_product(session: Session, viewer: Viewer, key: str) -> Product | None:
    """One product with its licences, or None."""
    return find(session, viewer, Product, key, selectinload(Product.licences))


def stocks_of(session: Session, viewer: Viewer, product: Product) -> Sequence[Stock]:
    """Of each organisation whose stock the viewer may see, whether it has the product: the own one first."""
    holders = _stocked_by(session, viewer, [product.id]).get(product.id, frozenset())
    return [
        Stock(row, row.id in holders, may_stock(viewer, row.id)) for row in organisations(session, viewer)
    ]


def organisations(session: Session, viewer: Viewer) -> Sequence[Organisation]:
    """The organisations whose stock the viewer may see: the own one first, then by name."""
    own = Organisation.id == viewer.organisation_id
    condition = own if not viewer.sees_stocks else Organisation.id.is_not(None)
    return session.scalars(select(Organisation).where(condition).order_by(~own, Organisation.name)).all()


def alternatives_to(session: Session, viewer: Viewer, product: Product, today: date) -> Sequence[Product]:
    """Eco-labelled products for the same purpose, with their licences: those in the own stock first."""
    own = select(StockItem.product_id).where(StockItem.organisation_id == viewer.organisation_id)
    statement = (
        select(Product)
        .where(Product.purpose == product.purpose, Product.id != product.id, _is_labelled(today))
        .order_by(Product.id.not_in(own), Product.name)
    )
    return session.scalars(statement).all()


def own_stock(session: Session, viewer: Viewer) -> frozenset[str]:
    """Ids of what the viewer's own organisation has."""
    statement = select(StockItem.product_id).where(StockItem.organisation_id == viewer.organisation_id)
    return frozenset(session.scalars(statement))


def _stocked_by(session: Session, viewer: Viewer, keys: Sequence[str]) -> Mapping[str, frozenset[str]]:
    holders: dict[str, set[str]] = {}
    statement = select(StockItem.product_id, StockItem.organisation_id).where(
        StockItem.product_id.in_(keys), visible(viewer, StockItem)
    )
    for product_id, organisation_id in session.execute(statement):
        holders.setdefault(product_id, set()).add(organisation_id)
    return {key: frozenset(found) for key, found in holders.items()}


def _conditions(viewer: Viewer, wanted: ProductFilter, today: date) -> list[ColumnElement[bool]]:
    conditions = [visible(viewer, Product)]
    if wanted.text:
        columns = (Product.name, Product.manufacturer, Product.gtin)
        conditions.append(or_(*(column.icontains(wanted.text, autoescape=True) for column in columns)))
    if wanted.purpose is not None:
        conditions.append(Product.purpose == wanted.purpose)
    if wanted.label is not None:
        labelled = _is_labelled(today)
        conditions.append(labelled if wanted.label == "yes" else ~labelled)
    if wanted.stock is not None:
        in_stock = select(StockItem.product_id).where(
            visible(viewer, StockItem), StockItem.organisation_id == wanted.stock
        )
        conditions.append(Product.id.in_(in_stock))
    return conditions


def _is_labelled(today: date) -> ColumnElement[bool]:
    """As the eco rule says (server/products/rules.py): a licence of the product is valid today."""
    return exists().where(
        Licence.product_id == Product.id,
        Licence.valid_from <= today,
        or_(Licence.valid_until.is_(None), Licence.valid_until >= today),
    )
