"""Reads single cells. A reader takes the text of a cell and gives its value, or raises `BadCell`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from server.sheets.columns import Header
from server.sheets.faults import Fault
from server.sheets.table import Row

Readers = Mapping[str, Callable[[str], Any]]
"""By column, in the order in which faults are told."""


class BadCell(Exception):
    """A cell's text is no good; `code` is stable."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text


def read_text(text: str, length_max: int) -> str:
    """Any text that is there and fits its column."""
    require_value(text)
    if len(text) > length_max:
        raise BadCell("too_long", f"{len(text)} characters, at most {length_max} fit")
    return text


def require_value(text: str) -> None:
    """Raise BadCell when the cell is empty."""
    if not text:
        raise BadCell("missing_value", "must not be empty")


def fold(name: str) -> str:
    """A name as it is compared: case and repeated white space do not matter."""
    return " ".join(name.casefold().split())


def read_cells(row: Row, header: Header, readers: Readers) -> dict[str, Any] | list[Fault]:
    """A row's values by column, or all its faults in the order of the columns."""
    if any(row.cells[header.width :]):
        from openpyxl.utils import get_column_letter

        text = "a cell beyond the last column: put quotes around a cell that has a separator in it"
        return [Fault(row.number, get_column_letter(header.width + 1), "too_many_cells", text)]
    cells = header.cells(row)
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for column, read in readers.items():
        try:
            values[column] = read(cells[column])
        except BadCell as bad:
            faults.append(Fault(row.number, column, bad.code, bad.text))
    return faults or values
