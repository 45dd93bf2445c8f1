"""The columns of a file, and where it has them. Their order is free, other columns are left alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from server.sheets.faults import Fault
from server.sheets.table import Row


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a kind of file."""

    required: tuple[str, ...]
    optional: tuple[str, ...]

    @property
    def known(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.required, *self.optional)


@dataclass(frozen=True, slots=True)
class Header:
    """Where each known column is, how many columns there are, and the names of those that are not used."""

    columns: Columns
    positions: Mapping[str, int]
    width: int
    unused: tuple[str, ...]

    def cells(self, row: Row) -> dict[str, str]:
        """A row's text by column; an absent column is an empty text."""
        return {
            column: row.cells[position] if position < len(row.cells) else ""
            for column in self.columns.known
            for position in [self.positions.get(column, len(row.cells))]
        }


def read_header(row: Row, columns: Columns) -> Header | list[Fault]:
    """Find the columns by name (case and spaces do not matter), or say which are missing or there twice."""
    names = [cell.lower().replace(" ", "_") for cell in row.cells]
    faults = [
        Fault(row.number, column, "missing_column", "the header has no such column")
        for column in columns.required
        if column not in names
    ]
    faults += [
        Fault(row.number, column, "repeated_column", "the header has this column more than once")
        for column in columns.known
        if names.count(column) > 1
    ]
    if faults:
        return faults
    return Header(
        columns=columns,
        positions={name: index for index, name in enumerate(names) if name in columns.known},
        width=len(names),
        unused=tuple(name for name in names if name and name not in columns.known),
    )
