"""What supervisors do with the catalogue and with what their organisation has in stock."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.people.models import Organisation
from server.products.models import Licence, LicenceWarning, Product, StockItem


class ProductError(Exception):
    """A product can't be kept as wished; `code` is stable, `field` is where."""

    code: ClassVar[str] = "product_error"
    field: ClassVar[str] = "name"


class NameTaken(ProductError):
    """Another product has the name."""

    code = "name_taken"


class GtinTaken(ProductError):
    """Another product has the GTIN."""

    code = "gtin_taken"
    field = "gtin"


@dataclass(frozen=True, slots=True)
class ProductFacts:
    """What the catalogue says of a product, checked (identifiers.py). `dosing` as in `Product`."""

    name: str
    manufacturer: str
    purpose: str
    unit: str
    gtin: str | None
    hazards: list[str]
    signal_word: str | None
    h_statements: list[str]
    p_statements: list[str]
    dosing: dict[str, Any] | None
    sds_revised_on: date | None


@dataclass(frozen=True, slots=True)
class LicenceFacts:
    """What a licence says, checked; `valid_until` is not before `valid_from`."""

    label: str
    licence: str
    valid_from: date
    valid_until: date | None


def save_product(session: Session, facts: ProductFacts, product: Product | None = None) -> Product:
    """Add a product to the catalogue, or change one; what is equal is not written.

    Raises:
        NameTaken, GtinTaken
    """
    key = product.id if product is not None else ""
    if session.scalar(select(Product.id).where(Product.name == facts.name, Product.id != key)) is not None:
        raise NameTaken(facts.name)
    if facts.gtin is not None:
        taken = select(Product.id).where(Product.gtin == facts.gtin, Product.id != key)
        if session.scalar(taken) is not None:
            raise GtinTaken(facts.gtin)
    if product is None:
        product = Product(**asdict(facts))
        session.add(product)
        session.flush()
    else:
        change(product, asdict(facts))
    return product


def save_licence(
    session: Session, product: Product, facts: LicenceFacts, licence: Licence | None = None
) -> Licence:
    """Add a licence to a product, or change one. With another end it will be warned of anew."""
    if licence is None:
        licence = Licence(product_id=product.id, **asdict(facts))
        session.add(licence)
        session.flush()
        return licence
    if licence.valid_until != facts.valid_until:
        warning = session.get(LicenceWarning, licence.id)
        if warning is not None:
            session.delete(warning)
    change(licence, asdict(facts))
    return licence


def set_stock(session: Session, organisation: Organisation, product: Product, *, is_stocked: bool) -> None:
    """Put a product on an organisation's stock list, or take it off. Idempotent."""
    session.refresh(organisation, with_for_update=True)
    item = session.get(StockItem, (organisation.id, product.id))
    if is_stocked and item is None:
        session.add(StockItem(organisation_id=organisation.id, product_id=product.id))
    elif item is not None and not is_stocked:
        session.delete(item)
    session.flush()


def change(row: Product | Licence, values: dict[str, Any]) -> bool:
    """Set what differs; whether anything did."""
    differing = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in differing.items():
        setattr(row, name, value)
    return bool(differing)
