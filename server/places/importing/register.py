"""Imports a register: reads the file, checks every row, and loads all of it or nothing."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from sqlalchemy.orm import Session

from server.places.importing.conflicts import part_conflicts
from server.places.importing.header import COLUMNS
from server.places.importing.known import read_known
from server.places.importing.load import load_rows
from server.places.importing.row import RegisterRow, read_row
from server.sheets.columns import read_header
from server.sheets.faults import Fault
from server.sheets.report import Report, of_faulty_header
from server.sheets.table import read_table


def import_register(session: Session, path: Path, *, skip_bad: bool = False) -> Report:
    """Import a file within the caller's transaction. With any bad row nothing is loaded, unless `skip_bad`.

    A faulty header is not to be skipped: without its columns no row can be right.

    Raises:
        UnreadableFile: nothing of the file can be used.
    """
    table = read_table(path)
    header = read_header(table[0], COLUMNS)
    if isinstance(header, list):
        return of_faulty_header(len(table) - 1, header)
    rows: list[RegisterRow] = []
    faults: list[Fault] = []
    known = read_known(session)
    for row in table[1:]:
        result = read_row(row, header, known)
        if isinstance(result, RegisterRow):
            rows.append(result)
        else:
            faults += result
    good, conflicts = part_conflicts(rows)
    faults = sorted([*faults, *conflicts], key=lambda fault: fault.row)
    counts = load_rows(session, good) if skip_bad or not faults else Counter()
    return Report(len(table) - 1, tuple(faults), header.unused, counts)
