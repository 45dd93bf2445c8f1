"""Importing a register: exactly the bad rows are named, all or nothing, and twice is once."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from flask import Flask
from openpyxl import Workbook
from sqlalchemy import func, select

from server.database import db, snapshot
from server.feed.models import Bucket
from server.places.importing.header import REQUIRED
from server.places.models import Building, Property
from tests.world import World

PROPERTIES = 500
FAULTS = {
    7: ("property_code", "91-54"),
    40: ("address", ""),
    111: ("district", "999"),
    222: ("building_permanent_id", "2000000000"),
    333: ("cleaning_provider", "Tuntematon Oy"),
    404: ("spaces", "stairwell:A; ballroom"),
    500: ("postal_code", "9a4"),
}
"""Row of the file (the header is row 1) → its planted fault."""


def _rows(faults: dict[int, tuple[str, str]]) -> list[dict[str, str]]:
    rows = []
    for number in range(PROPERTIES):
        row = {
            "property_code": f"91-54-{number + 100}-1",
            "property_name": f"Kontulantie {number}",
            "address": f"Kontulantie {number}",
            "postal_code": "00940",
            "district": "703",
            "building_permanent_id": f"1{number:08d}A",
            "building_name": "A",
            "cleaning_provider": "Kaupungin Kodit",
            "spaces": "stairwell:A; stairwell:B; laundry_room",
        }
        column, value = faults.get(number + 2, (None, ""))
        rows.append(row if column is None else {**row, column: value})
    return rows


def _write_csv(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, REQUIRED, delimiter=";")
        writer.writeheader()
        writer.writerows(rows)


def _write_xlsx(path: Path, rows: list[dict[str, str]]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(list(REQUIRED))
    for row in rows:
        sheet.append([row[column] for column in REQUIRED])
    book.save(path)


def _import(app: Flask, path: Path, *options: str):
    db.session.remove()
    return app.test_cli_runner().invoke(args=["import", "places", str(path), *options])


def _named(output: str) -> dict[int, str]:
    return {int(row): column for row, column in re.findall(r"^row (\d+)  (\w+)  ", output, re.MULTILINE)}


def _counts() -> tuple[int, int, int]:
    with snapshot() as session:
        return (
            session.scalar(select(func.count()).select_from(Property)) or 0,
            session.scalar(select(func.count()).select_from(Building)) or 0,
            session.scalar(select(func.sum(Bucket.version))) or 0,
        )


@pytest.mark.parametrize(("name", "write"), [("register.csv", _write_csv), ("register.xlsx", _write_xlsx)])
def test_exactly_the_planted_faults_are_named(
    app: Flask, world: World, tmp_path: Path, name: str, write
) -> None:
    path = tmp_path / name
    write(path, _rows(FAULTS))
    before = _counts()
    for options in (["--dry-run"], []):
        result = _import(app, path, *options)
        assert result.exit_code == 1
        assert _named(result.output) == {row: column for row, (column, _) in FAULTS.items()}
        assert len(re.findall(r"^row ", result.output, re.MULTILINE)) == len(FAULTS)
        assert _counts() == before, "nothing is imported while a row is bad"
    skipping = _import(app, path, "--skip-bad")
    assert skipping.exit_code == 1
    assert _counts()[0] == before[0] + PROPERTIES - len(FAULTS)


def test_importing_again_changes_nothing(app: Flask, world: World, tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    _write_csv(path, _rows({}))
    assert _import(app, path).exit_code == 0
    after = _counts()
    assert _import(app, path).exit_code == 0
    assert _counts() == after
