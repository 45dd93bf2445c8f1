"""The made-up landlord and the service companies, and where each company cleans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from server.demo.chance import Chance
from server.demo.rows import Rows
from server.people.models import Organisation

LANDLORD = "Helsingin Pihapiirit Oy (demo)"
_COMPANIES = {
    "Puhdas Porras Oy (demo)": ("1", "2", "8"),
    "Kirkas Koti Palvelut Oy (demo)": ("3", "4", "5"),
    "Raikas Rappu Oy (demo)": ("6", "7"),
}
"""Each company and the areas in which it cleans half of the buildings."""


@dataclass(frozen=True, slots=True)
class Organisations:
    """Ids of the organisations. `company_of_area`: area code → the company that cleans there."""

    landlord_id: str
    company_of_area: Mapping[str, str]

    @property
    def company_ids(self) -> tuple[str, ...]:
        """The service companies, each once, always in the same order."""
        return tuple(dict.fromkeys(self.company_of_area.values()))


def make_organisations(rows: Rows, chance: Chance) -> Organisations:
    """One landlord and three service companies."""
    landlord_id = chance.new_id()
    rows.add(Organisation, id=landlord_id, name=LANDLORD, kind="landlord")
    company_of_area: dict[str, str] = {}
    for name, areas in _COMPANIES.items():
        company_id = chance.new_id()
        rows.add(Organisation, id=company_id, name=name, kind="service_company")
        company_of_area |= dict.fromkeys(areas, company_id)
    return Organisations(landlord_id, company_of_area)
