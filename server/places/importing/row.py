"""Checks one row: every cell, so that all its faults come at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from server.places.importing.cells import read_permanent_id, read_postal_code, read_property_code
from server.places.importing.known import Known
from server.places.importing.space_list import SpaceEntry, read_spaces
from server.sheets.cells import BadCell, Readers, fold, read_cells, read_text, require_value
from server.sheets.columns import Header
from server.sheets.faults import Fault
from server.sheets.table import Row


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A building and its property, checked. None where an optional cell says nothing: what is known stays."""

    number: int
    property_code: str
    property_name: str
    address: str
    postal_code: str
    district: str
    building_permanent_id: str
    building_name: str
    building_address: str | None
    cleaning_provider: str
    """The organisation's id."""
    spaces: tuple[SpaceEntry, ...]
    building_manager: str | None
    """The person's id."""


def read_row(row: Row, header: Header, known: Known) -> RegisterRow | list[Fault]:
    """A checked row, or all its faults in the order of the columns."""
    values = read_cells(row, header, _readers(known))
    if isinstance(values, list):
        return values
    good = RegisterRow(number=row.number, **values)
    owner = known.property_of.get(good.building_permanent_id, good.property_code)
    if owner != good.property_code:
        text = f"the building {good.building_permanent_id} belongs to the property {owner}"
        return [Fault(row.number, "building_permanent_id", "other_property", text)]
    return good


def _readers(known: Known) -> Readers:
    return {
        "property_code": read_property_code,
        "property_name": lambda text: read_text(text, 200),
        "address": lambda text: read_text(text, 200),
        "postal_code": read_postal_code,
        "district": lambda text: _district(text, known.districts),
        "building_permanent_id": read_permanent_id,
        "building_name": lambda text: read_text(text, 100),
        "cleaning_provider": lambda text: _organisation(text, known.organisations),
        "spaces": read_spaces,
        "building_address": lambda text: read_text(text, 200) if text else None,
        "building_manager": lambda text: _manager(text, known.managers) if text else None,
    }


def _district(text: str, codes: frozenset[str]) -> str:
    require_value(text)
    if text not in codes:
        raise BadCell("unknown_district", f"“{text}” is no district's code")
    return text


def _organisation(text: str, organisations: Mapping[str, str]) -> str:
    require_value(text)
    if fold(text) not in organisations:
        raise BadCell("unknown_provider", f"no organisation is called “{text}”")
    return organisations[fold(text)]


def _manager(text: str, managers: Mapping[str, frozenset[str]]) -> str:
    found = managers.get(fold(text), frozenset())
    if not found:
        raise BadCell("unknown_manager", f"no building manager has the user name or name “{text}”")
    if len(found) > 1:
        raise BadCell(
            "ambiguous_manager", f"{len(found)} building managers are called “{text}”: give the user name"
        )
    return next(iter(found))
