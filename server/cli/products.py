"""Imports a catalogue of products (docs/import.md)."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from server.cli.sheet_report import print_report
from server.database import transaction
from server.products.importing.catalogue import import_catalogue
from server.sheets.faults import UnreadableFile


@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
@click.option("--skip-bad", is_flag=True, help="Import the good rows although others are bad.")
def import_products(file: Path, dry_run: bool, skip_bad: bool) -> None:
    """Import products and eco-label licences from a CSV or XLSX file: all of it, or nothing while a row is bad.

    Exits with 1 when a row is bad, also with --skip-bad.
    """
    try:
        with transaction() as session:
            report = import_catalogue(session, file, skip_bad=skip_bad)
            if dry_run:
                session.rollback()
    except UnreadableFile as error:
        raise click.ClickException(f"{file}: {error.text} ({error.code})") from error
    plurals = {"product": "products", "licence": "licences"}
    print_report(report, plurals, is_dry_run=dry_run)
    if report.faults:
        sys.exit(1)
