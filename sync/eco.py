"""The eco rule as far as a device can decide it; the server decides again, by the corrected time."""

from collections.abc import Iterable, Mapping
from typing import Any


def is_eco_labelled(product: Mapping[str, Any], on: str) -> bool:
    """Whether one of the product's licences is valid on that day (YYYY-MM-DD), both ends included."""
    return any(
        licence["valid_from"] <= on and (licence["valid_until"] is None or on <= licence["valid_until"])
        for licence in product["licences"]
    )


def alternatives(
    product_id: str,
    products: Mapping[str, Mapping[str, Any]],
    stock: Iterable[str],
    on: str,
) -> list[str]:
    """The other labelled products for the same purpose in the employer's stock, by name, then id."""
    purpose = products[product_id]["purpose"]
    found = [
        each
        for each in set(stock) & set(products)
        if each != product_id and products[each]["purpose"] == purpose and is_eco_labelled(products[each], on)
    ]
    return sorted(found, key=lambda each: (products[each]["name"], each))
