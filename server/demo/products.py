"""The catalogue of the demo and what each employer has of it in stock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from server.demo.chance import Chance
from server.demo.organisations import Organisations
from server.demo.product_range import HAZARDS, RANGE, RangeItem
from server.demo.rows import Rows
from server.products.identifiers import check_digit
from server.products.models import Licence, Product, StockItem

_VALID_UNTIL = {"valid": timedelta(days=700), "ending": timedelta(days=20), "expired": timedelta(days=-40)}
_LANDLORD_MAKERS = ("Pohjanlähde", "Kaislakemia", "Norrglans AB")


@dataclass(frozen=True, slots=True)
class DemoProduct:
    """A product, and whether a licence is valid on the day of first start."""

    id: str
    purpose: str
    unit: str
    is_eco_labelled: bool


def make_products(
    rows: Rows, chance: Chance, organisations: Organisations, today: date
) -> Mapping[str, tuple[DemoProduct, ...]]:
    """Sixty products; returns what each organisation stocks. The landlord buys eco-labelled, the companies also otherwise."""
    stock: dict[str, list[DemoProduct]] = {
        organisation_id: [] for organisation_id in (organisations.landlord_id, *organisations.company_ids)
    }
    for number, item in enumerate(RANGE, start=1):
        product = _make_product(rows, chance, item, number, today)
        for organisation_id, stocked in stock.items():
            is_landlord = organisation_id == organisations.landlord_id
            if chance.happens(_likelihood(item, product, is_landlord)):
                stocked.append(product)
                rows.add(StockItem, organisation_id=organisation_id, product_id=product.id)
    return {organisation_id: tuple(stocked) for organisation_id, stocked in stock.items()}


def _likelihood(item: RangeItem, product: DemoProduct, is_landlord: bool) -> float:
    if not is_landlord:
        return 0.55
    if product.is_eco_labelled:
        return 0.9 if item.maker in _LANDLORD_MAKERS else 0.5
    return 0.25


def _make_product(rows: Rows, chance: Chance, item: RangeItem, number: int, today: date) -> DemoProduct:
    hazard = HAZARDS[item.hazard]
    product = DemoProduct(
        chance.new_id(), item.purpose, item.unit, item.label is not None and item.label_state != "expired"
    )
    rows.add(
        Product,
        id=product.id,
        name=item.name,
        manufacturer=item.maker,
        purpose=item.purpose,
        unit=item.unit,
        gtin=_gtin(number),
        hazards=list(hazard.pictograms),
        signal_word=hazard.signal_word,
        h_statements=list(hazard.h_statements),
        p_statements=list(hazard.p_statements),
        dosing=None if item.dose is None else {"amount": item.dose[0], "per_litres": item.dose[1]},
        sds_revised_on=today - timedelta(days=chance.randint(60, 1_400)) if hazard.pictograms else None,
    )
    if item.label is not None:
        label, licence = item.label
        rows.add(
            Licence,
            id=chance.new_id(),
            product_id=product.id,
            label=label,
            licence=licence,
            valid_from=today - timedelta(days=chance.randint(200, 1_500)),
            valid_until=None if chance.happens(0.2) and item.label_state == "valid" else _until(item, today),
        )
    return product


def _until(item: RangeItem, today: date) -> date:
    return today + _VALID_UNTIL[item.label_state]


def _gtin(number: int) -> str | None:
    """A GTIN-13, -8 or -14 of the range for use within a company (prefix 2), so nobody else's; every ninth product has none."""
    if number % 9 == 0:
        return None
    if number % 10 == 3:
        return with_check_digit(f"2{number:06d}")
    if number % 10 == 7:
        return with_check_digit(f"120{number:010d}")
    return with_check_digit(f"20{number:010d}")


def with_check_digit(digits: str) -> str:
    """A whole GTIN."""
    return digits + check_digit(digits)
