"""Chemicals used on rounds, with the eco rule kept: whoever took an unlabelled one said why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from server.demo.chance import Chance
from server.demo.entities import DemoPerson
from server.demo.journal import Journal
from server.demo.products import DemoProduct
from server.demo.rows import Rows
from server.products.models import ProductUse

_PURPOSES = {
    "general_cleaning": 45,
    "sanitary": 20,
    "floor_care": 20,
    "degreaser": 4,
    "disinfectant": 6,
    "descaler": 5,
}
_REASONS = ("out_of_stock", "disinfection_required", "service_company_stock", "no_eco_alternative")


class ProductUses:
    """Records uses out of the employers' stock."""

    def __init__(
        self, rows: Rows, chance: Chance, journal: Journal, stock: Mapping[str, tuple[DemoProduct, ...]]
    ) -> None:
        self._rows = rows
        self._chance = chance
        self._journal = journal
        self._stock = stock

    def record(self, person: DemoPerson, round_row: Mapping[str, Any], district: str, at: datetime) -> None:
        """One use on a round, unless the employer stocks nothing for what chance asks for."""
        purpose = self._chance.pick(_PURPOSES)
        stocked = [product for product in self._stock[person.organisation_id] if product.purpose == purpose]
        labelled = [product for product in stocked if product.is_eco_labelled]
        if not stocked:
            return
        product = self._chance.choice(labelled if labelled and self._chance.happens(0.8) else stocked)
        needs_reason = not product.is_eco_labelled and bool(labelled)
        reason = self._chance.choice(_REASONS) if needs_reason else None
        amount = float(self._chance.choice((10, 20, 30, 50, 50, 100, 200)))
        use_id = self._chance.new_id()
        place = {"property_id": round_row["property_id"], "building_id": round_row["building_id"]}
        self._rows.add(
            ProductUse,
            id=use_id,
            product_id=product.id,
            amount=amount,
            unit=product.unit,
            round_id=round_row["id"],
            order_id=None,
            organisation_id=person.organisation_id,
            by_id=person.id,
            at=at,
            is_eco_labelled=product.is_eco_labelled,
            reason=reason,
            text=None,
            voided_at=None,
            **place,
        )
        payload = {
            "product": f"product:{product.id}",
            "amount": amount,
            "unit": product.unit,
            "property": f"property:{round_row['property_id']}",
            "building": f"building:{round_row['building_id']}",
            "round": f"round:{round_row['id']}",
        }
        self._journal.record(
            person,
            "product_use.record",
            f"product_use:{use_id}",
            at,
            payload=payload | ({"reason": reason} if reason else {}),
            district=district,
            about={**place, "round_id": round_row["id"], "product_use_id": use_id},
            seen={
                "is_eco_labelled": product.is_eco_labelled,
                "alternatives": [f"product:{other.id}" for other in labelled],
            },
        )
