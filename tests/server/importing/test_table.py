"""Files as rows of text: the same rows from CSV and XLSX, and a clear word about files that are neither."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from server.sheets.faults import UnreadableFile
from server.sheets.table import Row, read_table

# No "=": what begins with it is a formula to the library that writes the workbook.
_cells = st.text(st.characters(categories=("L", "N", "P", "Zs")), max_size=12)
_tables = st.lists(st.lists(_cells, min_size=3, max_size=3), min_size=1, max_size=8)


def _csv(path: Path, text: str) -> Path:
    path.write_bytes(text.encode())
    return path


def _xlsx(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    book.save(path)
    return path


def _quoted(cell: str) -> str:
    doubled = cell.replace('"', '""')
    return f'"{doubled}"'


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(rows=_tables)
def test_csv_and_xlsx_with_the_same_cells_give_the_same_rows(tmp_path: Path, rows: list[list[str]]) -> None:
    table = [["a", "b", "c"], *rows]
    text = "\r\n".join(";".join(_quoted(cell) for cell in row) for row in table)
    from_csv = read_table(_csv(tmp_path / "a.csv", text))
    from_xlsx = read_table(_xlsx(tmp_path / "a.xlsx", table))
    assert from_csv == from_xlsx


@pytest.mark.parametrize("beginning", ["", "\ufeff"])
@pytest.mark.parametrize("delimiter", [";", ","])
def test_separator_and_byte_order_mark_are_found_out(tmp_path: Path, beginning: str, delimiter: str) -> None:
    text = (
        beginning + delimiter.join(("code", "name")) + "\n" + delimiter.join(("1", '"Kuja 1; A, B"')) + "\n"
    )
    assert read_table(_csv(tmp_path / "a.csv", text)) == [
        Row(1, ("code", "name")),
        Row(2, ("1", "Kuja 1; A, B")),
    ]


def test_rows_keep_the_numbers_that_a_spreadsheet_shows(tmp_path: Path) -> None:
    text = 'code;name\n1;"two\nlines"\n\n;\n2;b\n'
    rows = read_table(_csv(tmp_path / "a.csv", text))
    assert [row.number for row in rows] == [1, 2, 5]
    assert rows[1].cells == ("1", "two lines")
    sheet = _xlsx(tmp_path / "a.xlsx", [["code", "name"], ["1", "two\nlines"], [], [None, ""], ["2", "b"]])
    assert [row.number for row in read_table(sheet)] == [1, 2, 5]


def test_numbers_in_a_workbook_are_read_as_they_are_shown(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["a", "b", "c", "d", "e"])
    book.active.append([940, 940, 703.0, 24.5, date(2026, 4, 1)])
    book.active["B2"].number_format = "00000"
    book.save(tmp_path / "a.xlsx")
    cells = read_table(tmp_path / "a.xlsx")[1].cells
    assert cells[:4] == ("940", "00940", "703", "24.5")
    assert cells[4].startswith("2026-04-01")


def test_spaces_around_and_within_are_tidied_and_letters_composed(tmp_path: Path) -> None:
    text = "name\n  Pihla\u00a0 tie\u0308 1 \n"
    assert read_table(_csv(tmp_path / "a.csv", text))[1].cells == ("Pihla tië 1",)


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"", "empty_file", "no row"),
        (b"\n;\n", "empty_file", "no row"),
        ("nimi\nPelto\nMäki\n".encode("latin-1"), "not_utf8", "line 3"),
        (b'a;b\n1;"never closed\n', "bad_csv", "line"),
        (b"PK\x05\x06" + b"\0" * 18, "bad_xlsx", "not an XLSX"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_a_reason(
    tmp_path: Path, content: bytes, code: str, words: str
) -> None:
    path = tmp_path / "register"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=words) as refused:
        read_table(path)
    assert refused.value.code == code


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_table(tmp_path / "nowhere.csv")
    assert refused.value.code == "no_file"


def test_an_endless_file_is_refused(tmp_path: Path) -> None:
    path = _csv(tmp_path / "a.csv", "a\n" + "x\n" * 100_001)
    with pytest.raises(UnreadableFile) as refused:
        read_table(path)
    assert refused.value.code == "too_many_rows"
