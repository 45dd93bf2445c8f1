"""Imports a register of properties and buildings (docs/import.md)."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from server.cli.sheet_report import print_report
from server.database import transaction
from server.places.districts import add_missing_districts
from server.places.importing.register import import_register
from server.sheets.faults import UnreadableFile


@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
@click.option("--skip-bad", is_flag=True, help="Import the good rows although others are bad.")
def import_places(file: Path, dry_run: bool, skip_bad: bool) -> None:
    """Import properties, buildings and spaces from a CSV or XLSX file: all of it, or nothing while a row is bad.

    Exits with 1 when a row is bad, also with --skip-bad.
    """
    try:
        with transaction() as session:
            add_missing_districts(session)
            report = import_register(session, file, skip_bad=skip_bad)
            if dry_run or (report.faults and not skip_bad):
                session.rollback()
    except UnreadableFile as error:
        raise click.ClickException(f"{file}: {error.text} ({error.code})") from error
    plurals = {"property": "properties", "building": "buildings", "space": "spaces"}
    print_report(report, plurals, is_dry_run=dry_run)
    if report.faults:
        sys.exit(1)
