"""The columns of a register, and where a file has them. Their order is free, other columns are left alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from server.places.importing.faults import Fault
from server.places.importing.table import Row

REQUIRED = (
    "property_code",
    "property_name",
    "address",
    "postal_code",
    "district",
    "building_permanent_id",
    "building_name",
    "cleaning_provider",
    "spaces",
)
OPTIONAL = ("building_address", "building_manager")
_COLUMNS = (*REQUIRED, *OPTIONAL)


@dataclass(frozen=True, slots=True)
class Header:
    """Where each known column is, how many columns there are, and the names of those that are not used."""

    positions: Mapping[str, int]
    width: int
    unused: tuple[str, ...]

    def cells(self, row: Row) -> dict[str, str]:
        """A row's text by column; an absent column is an empty text."""
        return {
            column: row.cells[position] if position < len(row.cells) else ""
            for column in _COLUMNS
            for position in [self.positions.get(column, len(row.cells))]
        }


def read_header(row: Row) -> Header | list[Fault]:
    """Find the columns by name (case and spaces do not matter), or say which are missing or there twice."""
    names = [cell.lower().replace(" ", "_") for cell in row.cells]
    faults = [
        Fault(row.number, column, "missing_column", "the header has no such column")
        for column in REQUIRED
        if column not in names
    ]
    faults += [
        Fault(row.number, column, "repeated_column", "the header has this column more than once")
        for column in _COLUMNS
        if names.count(column) > 1
    ]
    if faults:
        return faults
    return Header(
        positions={name: index for index, name in enumerate(names) if name in _COLUMNS},
        width=len(names),
        unused=tuple(name for name in names if name and name not in _COLUMNS),
    )
