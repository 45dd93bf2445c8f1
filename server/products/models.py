"""Tables of products: the catalogue, eco-label licences and their warnings, stock by organisation, product use."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Float, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.database import Base, Key, new_id
from server.people.models import Person
from server.places.models import Building, Property


class Product(Base):
    """A chemical in the catalogue. `dosing` is {amount (of `unit`), per_litres} or null."""

    __tablename__ = "products"

    id: Mapped[Key] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    manufacturer: Mapped[str] = mapped_column(String(200))
    purpose: Mapped[str] = mapped_column(String(30))
    unit: Mapped[str] = mapped_column(String(5))
    gtin: Mapped[str | None] = mapped_column(String(14), unique=True)
    hazards: Mapped[list[str]]
    signal_word: Mapped[str | None] = mapped_column(String(10))
    h_statements: Mapped[list[str]]
    p_statements: Mapped[list[str]]
    dosing: Mapped[dict[str, Any] | None]
    sds_revised_on: Mapped[date | None]

    licences: Mapped[list[Licence]] = relationship(back_populates="product", order_by="Licence.valid_from")


class Licence(Base):
    """An eco-label licence of a product, valid from and until the given days, both included."""

    __tablename__ = "licences"

    id: Mapped[Key] = mapped_column(primary_key=True, default=new_id)
    product_id: Mapped[str] = mapped_column(ForeignKey("products.id"), index=True)
    label: Mapped[str] = mapped_column(String(20))
    licence: Mapped[str] = mapped_column(String(50))
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]

    product: Mapped[Product] = relationship(back_populates="licences")


class LicenceWarning(Base):
    """Somebody had to be warned that a licence ends; once a licence, unless it is given another end."""

    __tablename__ = "licence_warnings"

    licence_id: Mapped[Key] = mapped_column(ForeignKey("licences.id"), primary_key=True)
    ends_on: Mapped[date]
    warned_at: Mapped[datetime]

    licence: Mapped[Licence] = relationship()


class StockItem(Base):
    """An organisation has a product in stock."""

    __tablename__ = "stock_items"

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    product_id: Mapped[str] = mapped_column(ForeignKey("products.id"), primary_key=True, index=True)

    product: Mapped[Product] = relationship()


class ProductUse(Base):
    """An amount of a product (in the product's unit) used by somebody somewhere. Voided, never deleted."""

    __tablename__ = "product_uses"
    __table_args__ = (Index(None, "by_id", "at"), Index(None, "organisation_id", "at"))

    id: Mapped[Key] = mapped_column(primary_key=True)
    product_id: Mapped[str] = mapped_column(ForeignKey("products.id"), index=True)
    amount: Mapped[float] = mapped_column(Float)
    unit: Mapped[str] = mapped_column(String(5))
    property_id: Mapped[str] = mapped_column(ForeignKey("properties.id"), index=True)
    building_id: Mapped[str | None] = mapped_column(ForeignKey("buildings.id"), index=True)
    round_id: Mapped[str | None] = mapped_column(ForeignKey("rounds.id"))
    order_id: Mapped[str | None] = mapped_column(ForeignKey("work_orders.id"))
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"))
    by_id: Mapped[str] = mapped_column(ForeignKey("persons.id"))
    at: Mapped[datetime]
    is_eco_labelled: Mapped[bool]
    reason: Mapped[str | None] = mapped_column(String(30))
    text: Mapped[str | None] = mapped_column(Text)
    voided_at: Mapped[datetime | None]

    product: Mapped[Product] = relationship()
    by: Mapped[Person] = relationship()
    property: Mapped[Property] = relationship()
    building: Mapped[Building | None] = relationship()
