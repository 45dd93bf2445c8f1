"""Rows that contradict each other. Of two such rows the first is believed, the second is at fault.

A row that says the same again is no fault (registers come out of joins, and joins repeat), nor is one that leaves open
what another says.
"""

from __future__ import annotations

from collections.abc import Iterable

from server.places.importing.row import RegisterRow
from server.sheets.faults import Fault

_OF_PROPERTY = ("property_name", "address", "postal_code", "district", "building_manager")
_OF_BUILDING = ("property_code", "building_name", "building_address", "cleaning_provider", "spaces")

Said = dict[tuple[str, str], tuple[int, object]]
"""(whose, column) → the row that said it first, and what it said."""


def part_conflicts(rows: Iterable[RegisterRow]) -> tuple[list[RegisterRow], list[Fault]]:
    """The rows that agree with all before them, and a fault for each column in which another row does not."""
    said: Said = {}
    good: list[RegisterRow] = []
    faults: list[Fault] = []
    for row in rows:
        about_property = _statements(row, f"property {row.property_code}", _OF_PROPERTY)
        about_building = _statements(row, f"building {row.building_permanent_id}", _OF_BUILDING)
        statements = about_property | about_building
        found = [
            Fault(
                row.number,
                column,
                "conflicting_row",
                f"row {said[whose, column][0]} says otherwise of {whose}",
            )
            for (whose, column), (_, value) in statements.items()
            if (whose, column) in said and said[whose, column][1] != value
        ]
        faults += found
        if not found:
            for key, statement in statements.items():
                said.setdefault(key, statement)
            good.append(row)
    return good, faults


def _statements(row: RegisterRow, whose: str, columns: tuple[str, ...]) -> Said:
    values = {column: getattr(row, column) for column in columns}
    return {
        (whose, column): (row.number, value) for column, value in values.items() if value not in (None, ())
    }
