"""Prints what an import of a file of rows found and did."""

from __future__ import annotations

from collections.abc import Mapping

import click

from server.sheets.report import Report


def print_report(report: Report, plurals: Mapping[str, str], *, is_dry_run: bool) -> None:
    """A line a fault, then how many rows there were and what became of what (`plurals`: what → its plural)."""
    bad = set()
    for fault in report.faults:
        bad.add(fault.row)
        click.echo(f"row {fault.row}  {fault.column}  {fault.code}  {fault.text}")
    if unused := ", ".join(report.unused):
        click.echo(f"Columns without a use: {unused}")
    click.echo(f"{report.row_count} rows, {len(bad)} of them bad.")
    if not report.counts:
        click.echo("Nothing was imported.")
        return
    for what, plural in plurals.items():
        numbers = (
            f"{report.counts[what, outcome]} {outcome}" for outcome in ("created", "changed", "unchanged")
        )
        click.echo(f"{plural}: {', '.join(numbers)}")
    if is_dry_run:
        click.echo("This was a dry run: nothing was changed.")
