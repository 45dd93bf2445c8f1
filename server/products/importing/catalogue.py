"""Imports a catalogue: reads the file, checks every row, and loads all of it or nothing."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.products.importing.columns import COLUMNS
from server.products.importing.conflicts import part_conflicts
from server.products.importing.load import load_rows
from server.products.importing.row import CatalogueRow, read_row
from server.products.models import Product
from server.sheets.columns import read_header
from server.sheets.faults import Fault
from server.sheets.report import Report, of_faulty_header
from server.sheets.table import read_table


def import_catalogue(session: Session, path: Path, *, skip_bad: bool = False) -> Report:
    """Import a file within the caller's transaction. With any bad row nothing is loaded, unless `skip_bad`.

    Raises:
        UnreadableFile: nothing of the file can be used.
    """
    table = read_table(path)
    header = read_header(table[0], COLUMNS)
    if isinstance(header, list):
        return of_faulty_header(len(table) - 1, header)
    rows: list[CatalogueRow] = []
    faults: list[Fault] = []
    for row in table[1:]:
        result = read_row(row, header)
        if isinstance(result, CatalogueRow):
            rows.append(result)
        else:
            faults += result
    known = session.execute(select(Product.gtin, Product.name).where(Product.gtin.is_not(None)))
    good, conflicts = part_conflicts(rows, {gtin: name for gtin, name in known if gtin is not None})
    faults = sorted([*faults, *conflicts], key=lambda fault: fault.row)
    counts = load_rows(session, good) if skip_bad or not faults else Counter()
    return Report(len(table) - 1, tuple(faults), header.unused, counts)
