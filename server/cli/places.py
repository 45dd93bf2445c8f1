"""Imports a register of properties and buildings (docs/import.md)."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from server.database import transaction
from server.places.districts import add_missing_districts
from server.places.importing.register import Report, import_register
from server.sheets.faults import Fault, UnreadableFile


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
    _print(report, dry_run)
    if report.faults:
        sys.exit(1)


def _print(report: Report, dry_run: bool) -> None:
    for fault in report.faults:
        click.echo(f"row {fault.row}  {fault.column}  {fault.code}  {fault.text}")
    if report.unused:
        click.echo(f"Columns without a use: {', '.join(report.unused)}")
    click.echo(f"{report.row_count} rows, {_bad_rows(report.faults)} of them bad.")
    if not report.counts:
        click.echo("Nothing was imported.")
        return
    for what, plural in (("property", "properties"), ("building", "buildings"), ("space", "spaces")):
        numbers = (
            f"{report.counts[what, outcome]} {outcome}" for outcome in ("created", "changed", "unchanged")
        )
        click.echo(f"{plural}: {', '.join(numbers)}")
    if dry_run:
        click.echo("This was a dry run: nothing was changed.")


def _bad_rows(faults: Iterable[Fault]) -> int:
    return len({fault.row for fault in faults})
