"""What can be wrong with a file of rows, as values that can be shown, counted and compared."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong in one cell. `row` as in a spreadsheet (header = 1), `code` is stable, `text` for people."""

    row: int
    column: str
    code: str
    text: str


class UnreadableFile(Exception):
    """Nothing of the file can be used."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text
