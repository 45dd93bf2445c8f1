"""Five hundred made-up properties on real streets, about 900 buildings, and what is in them."""

from __future__ import annotations

import json
import string
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from server.demo.chance import Chance
from server.demo.entities import DemoBuilding, DemoProperty
from server.demo.rows import Rows
from server.demo.spaces import make_spaces
from server.places.models import Building, Property

_NEIGHBOURHOODS = Path(__file__).with_name("neighbourhoods.json")
_BUILDING_COUNTS = (1, 2, 3, 4, 5)
_BUILDING_SHARES = (50, 29, 14, 5, 2)

ManagerOf = Callable[[str], str]
ProviderOf = Callable[[str], str]


def make_places(
    rows: Rows, chance: Chance, manager_of: ManagerOf, provider_of: ProviderOf, size: float = 1.0
) -> list[DemoProperty]:
    """Properties in the order of district and street. `manager_of` and `provider_of` a district choose for each property.

    `size`: this part of them, spread over the city.
    """
    neighbourhoods: dict[str, dict[str, Any]] = json.loads(_NEIGHBOURHOODS.read_text(encoding="utf-8"))
    permanent_ids = _permanent_ids(chance)
    properties = []
    before = 0
    for district, facts in neighbourhoods.items():
        codes = _property_codes(chance, facts["city_part"])
        until = before + facts["property_count"]
        count = round(until * size) - round(before * size)
        before = until
        for address in _addresses(chance, facts["streets"], count):
            properties.append(
                _make_property(
                    rows,
                    chance,
                    {
                        "code": next(codes),
                        "name": address,
                        "address": address,
                        "postal_code": facts["postal_code"],
                        "district_code": district,
                        "building_manager_id": manager_of(district),
                    },
                    provider_of(district),
                    permanent_ids,
                )
            )
    return properties


def _make_property(
    rows: Rows, chance: Chance, values: Mapping[str, str], provider_id: str, permanent_ids: Iterator[str]
) -> DemoProperty:
    property_id = chance.new_id()
    rows.add(Property, id=property_id, **values)
    (count,) = chance.choices(_BUILDING_COUNTS, _BUILDING_SHARES)
    letters = iter(string.ascii_uppercase)
    is_tall = chance.happens(0.45)
    buildings = []
    for number in range(1, count + 1):
        stairs = [next(letters) for _ in range(chance.choice((1, 2, 2, 3, 3, 4)))]
        building_id = chance.new_id()
        rows.add(
            Building,
            id=building_id,
            property_id=property_id,
            permanent_id=next(permanent_ids),
            name=f"Talo {number}",
            address=f"{values['address']} {_span(stairs)}",
            cleaning_provider_id=provider_id,
        )
        spaces = make_spaces(rows, chance, building_id, stairs, is_first=number == 1, is_tall=is_tall)
        buildings.append(
            DemoBuilding(building_id, property_id, values["district_code"], provider_id, tuple(spaces))
        )
    return DemoProperty(
        property_id,
        values["district_code"],
        values["address"],
        values["building_manager_id"],
        tuple(buildings),
    )


def _span(letters: list[str]) -> str:
    return letters[0] if len(letters) == 1 else f"{letters[0]}–{letters[-1]}"


def _addresses(chance: Chance, streets: list[str], count: int) -> list[str]:
    """`count` addresses, street by street, with numbers growing along each street."""
    addresses = []
    for index, street in enumerate(streets):
        share = count // len(streets) + (index < count % len(streets))
        numbers = sorted(chance.sample(range(1, 20 + 4 * share), share))
        addresses += [f"{street} {number}" for number in numbers]
    return addresses


def _property_codes(chance: Chance, city_part: int) -> Iterator[str]:
    """Codes of the city part, none twice: several districts may lie in one part, so blocks start anywhere."""
    block = chance.randint(1, 60) * 100
    while True:
        block += chance.randint(1, 4)
        yield f"91-{city_part}-{block}-{chance.randint(1, 30)}"


def _permanent_ids(chance: Chance) -> Iterator[str]:
    number = 0
    while True:
        number += chance.randint(1, 900)
        yield f"103{number:06d}{chance.choice('ABCDEFHJKLMNPRSTUVWXY0123456789')}"
