"""Reads a file into rows of text, so that a CSV and an XLSX with the same contents give the same faults.

Rows keep the number that a spreadsheet shows, blank ones are passed over. A number in an XLSX cell is read as it is
shown when its format is plain zeros (`00000`), because spreadsheets like to keep postal codes that way.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from server.sheets.faults import UnreadableFile

ROWS_MAX = 100_000
_ZEROS = re.compile(r"^0+$")


@dataclass(frozen=True, slots=True)
class Row:
    """A row's number (header = 1) and the text of its cells, trimmed, inner white space as single spaces."""

    number: int
    cells: tuple[str, ...]


def read_table(path: Path) -> list[Row]:
    """All rows that are not blank, the header first.

    Raises:
        UnreadableFile: not there, neither CSV in UTF-8 nor XLSX, or too long.
    """
    try:
        is_xlsx = zipfile.is_zipfile(path)
        cells = _read_xlsx(path) if is_xlsx else _read_csv(path)
        rows = []
        for number, texts in enumerate(cells, start=1):
            row = Row(number, tuple(_tidy(text) for text in texts))
            if any(row.cells):
                rows.append(row)
            if len(rows) > ROWS_MAX:
                raise UnreadableFile("too_many_rows", f"more than {ROWS_MAX} rows")
    except OSError as error:
        raise UnreadableFile("no_file", f"cannot be opened: {error.strerror or error}") from error
    if not rows:
        raise UnreadableFile("empty_file", "no row has anything in it")
    return rows


def _tidy(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _read_csv(path: Path) -> Iterator[Iterable[str]]:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableFile("not_utf8", f"line {line} is not UTF-8: save the file as CSV UTF-8") from error
    header = text.partition("\n")[0]
    delimiter = ";" if header.count(";") >= header.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from reader
    except csv.Error as error:
        raise UnreadableFile("bad_csv", f"line {reader.line_num}: {error}") from error


def _read_xlsx(path: Path) -> Iterator[Iterable[str]]:
    # Here, not above: every start of the server would wait for it, and hardly any needs it.
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        workbook = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, KeyError, ValueError, ParseError, zipfile.BadZipFile) as error:
        raise UnreadableFile("bad_xlsx", "a zip file, but not an XLSX workbook") from error
    try:
        sheet = workbook.worksheets[0]
        sheet.reset_dimensions()  # what programs write there is often wrong
        for cells in sheet.iter_rows():
            yield [_cell_text(cell) for cell in cells]
    except (KeyError, ValueError, ParseError, IndexError, zipfile.BadZipFile) as error:
        raise UnreadableFile("bad_xlsx", f"the first sheet cannot be read: {error}") from error
    finally:
        workbook.close()


def _cell_text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and _ZEROS.match(cell.number_format):
        return str(value).zfill(len(cell.number_format))
    return str(value)
