"""A catalogue from a file: each fault with its code, nothing loaded while a row is bad, the same twice is once."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from server.database import transaction
from server.products.importing.catalogue import import_catalogue
from server.products.importing.columns import COLUMNS
from server.products.importing.row import CatalogueRow, read_row
from server.products.models import Licence, Product
from server.sheets.columns import Header, read_header
from server.sheets.report import Report
from server.sheets.table import Row

GOOD = {
    "name": "Lumme",
    "manufacturer": "Pohjanlähde",
    "purpose": "sanitary",
    "unit": "ml",
    "gtin": "4006381333931",
    "hazards": "GHS05 GHS07",
    "signal_word": "danger",
    "h_statements": "H314, H319",
    "p_statements": "P280; P305 + P351 + P338",
    "dose_amount": "12,5",
    "dose_litres": "5",
    "sds_revised_on": "31.1.2025",
    "eco_label": "eu_ecolabel",
    "licence": "FI/020/123",
    "licence_from": "2024-01-01",
    "licence_until": "2027-01-01 00:00:00",
}


def _read(**changes: str) -> list[tuple[str, str]] | CatalogueRow:
    header = read_header(Row(1, COLUMNS.known), COLUMNS)
    assert isinstance(header, Header)
    cells = {**GOOD, **changes}
    found = read_row(Row(2, tuple(cells[column] for column in COLUMNS.known)), header)
    return found if isinstance(found, CatalogueRow) else [(fault.column, fault.code) for fault in found]


def test_a_good_row() -> None:
    row = _read()
    assert isinstance(row, CatalogueRow)
    assert row.product.dosing == {"amount": 12.5, "per_litres": 5}
    assert row.product.p_statements == ["P280", "P305+P351+P338"]
    assert row.licence is not None
    assert str(row.licence.valid_until) == "2027-01-01"


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"name": ""}, [("name", "missing_value")]),
        ({"name": "x" * 201}, [("name", "too_long")]),
        ({"purpose": "cooking", "unit": "l"}, [("purpose", "unknown_purpose"), ("unit", "unknown_unit")]),
        ({"gtin": "4006381333932"}, [("gtin", "bad_gtin")]),
        ({"hazards": "GHS10"}, [("hazards", "unknown_hazard")]),
        ({"signal_word": "beware"}, [("signal_word", "unknown_signal_word")]),
        ({"signal_word": ""}, [("signal_word", "missing_value")]),
        ({"h_statements": "H3"}, [("h_statements", "bad_statement")]),
        ({"p_statements": "H314"}, [("p_statements", "bad_statement")]),
        ({"dose_amount": "-1"}, [("dose_amount", "bad_number")]),
        ({"dose_amount": "0"}, [("dose_amount", "bad_number")]),
        ({"dose_litres": ""}, [("dose_litres", "missing_value")]),
        ({"sds_revised_on": "31.2.2025"}, [("sds_revised_on", "bad_date")]),
        ({"eco_label": "swan"}, [("eco_label", "unknown_label")]),
        ({"eco_label": ""}, [("eco_label", "missing_value")]),
        ({"licence": "FI/20/1"}, [("licence", "bad_licence")]),
        (
            {"licence": "", "licence_from": ""},
            [("licence", "missing_value"), ("licence_from", "missing_value")],
        ),
        ({"licence_until": "1.1.2020"}, [("licence_until", "ends_before_begin")]),
    ],
)
def test_faults(changes: dict[str, str], faults: list[tuple[str, str]]) -> None:
    assert _read(**changes) == faults


@given(st.dictionaries(st.sampled_from(COLUMNS.known), st.text(max_size=20)))
def test_no_text_breaks_the_reading(changes: dict[str, str]) -> None:
    found = _read(**changes)
    assert isinstance(found, CatalogueRow) or all(column in COLUMNS.known for column, _ in found)


def _file(path: Path, *rows: dict[str, str]) -> Path:
    lines = [COLUMNS.known, *(tuple({**GOOD, **row}[column] for column in COLUMNS.known) for row in rows)]
    if path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        for line in lines:
            book.worksheets[0].append(line)
        book.save(path)
    else:
        path.write_text("\n".join("|".join(line).replace(";", ",").replace("|", ";") for line in lines))
    return path


def _import(path: Path, *, skip_bad: bool = False) -> Report:
    with transaction() as session:
        return import_catalogue(session, path, skip_bad=skip_bad)


@pytest.mark.parametrize("name", ["catalogue.csv", "catalogue.xlsx"])
def test_it_is_loaded_once(app, world, session, tmp_path: Path, name: str) -> None:
    path = _file(
        tmp_path / name,
        {},
        {"licence": "FI/020/124"},
        {
            "name": "Toinen",
            "gtin": "",
            "eco_label": "",
            "licence": "",
            "licence_from": "",
            "licence_until": "",
        },
    )
    first, second = _import(path), _import(path)
    assert first.faults == ()
    assert dict(first.counts) == {("product", "created"): 2, ("licence", "created"): 2}
    assert dict(second.counts) == {("product", "unchanged"): 2, ("licence", "unchanged"): 2}
    assert (
        session.scalar(select(func.count()).select_from(Licence).join(Product).where(Product.name == "Lumme"))
        == 2
    )


def test_a_changed_row_changes_what_is_there(app, world, session, tmp_path: Path) -> None:
    _import(_file(tmp_path / "a.csv", {}))
    changed = _import(_file(tmp_path / "b.csv", {"unit": "g", "licence_until": ""}))
    assert dict(changed.counts) == {("product", "changed"): 1, ("licence", "changed"): 1}
    row = session.scalars(select(Product).where(Product.name == "Lumme")).one()
    assert (row.unit, row.licences[0].valid_until) == ("g", None)


def test_while_a_row_is_bad_nothing_is_loaded(app, world, session, tmp_path: Path) -> None:
    path = _file(
        tmp_path / "a.csv",
        {},
        {"manufacturer": "Muu"},
        {"name": "Toinen"},
        {"licence_until": ""},
        {"name": "Kolmas", "gtin": "1"},
    )
    report = _import(path)
    assert [(fault.row, fault.column, fault.code) for fault in report.faults] == [
        (3, "name", "conflicting_row"),
        (4, "gtin", "gtin_taken"),
        (5, "licence", "conflicting_row"),
        (6, "gtin", "bad_gtin"),
    ]
    assert not report.counts
    assert session.scalar(select(Product.id).where(Product.name == "Lumme")) is None
    assert dict(_import(path, skip_bad=True).counts) == {("product", "created"): 1, ("licence", "created"): 1}


def test_the_command(app, world, session, tmp_path: Path) -> None:
    run = app.test_cli_runner().invoke
    path = _file(tmp_path / "a.csv", {})
    result = run(args=["import", "products", str(path), "--dry-run"])
    assert result.exit_code == 0
    assert "products: 1 created" in result.output
    assert session.scalar(select(Product.id).where(Product.name == "Lumme")) is None
    assert run(args=["import", "products", str(path)]).exit_code == 0
    bad = run(args=["import", "products", str(_file(tmp_path / "b.csv", {"gtin": "1"}))])
    assert bad.exit_code == 1
    assert "row 2  gtin  bad_gtin" in bad.output
    assert run(args=["import", "products", str(tmp_path / "none.csv")]).exit_code == 1
