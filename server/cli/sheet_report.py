"""Prints what an import of a file of rows found and did."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import click

from server.sheets.faults import Fault


def print_report(
    row_count: int,
    faults: Iterable[Fault],
    unused: Iterable[str],
    counts: Mapping[tuple[str, str], int],
    plurals: Mapping[str, str],
    *,
    is_dry_run: bool,
) -> None:
    """A line a fault, then how many rows there were and what became of what (`plurals`: what → its plural)."""
    bad = set()
    for fault in faults:
        bad.add(fault.row)
        click.echo(f"row {fault.row}  {fault.column}  {fault.code}  {fault.text}")
    if unused := ", ".join(unused):
        click.echo(f"Columns without a use: {unused}")
    click.echo(f"{row_count} rows, {len(bad)} of them bad.")
    if not counts:
        click.echo("Nothing was imported.")
        return
    for what, plural in plurals.items():
        numbers = (f"{counts[what, outcome]} {outcome}" for outcome in ("created", "changed", "unchanged"))
        click.echo(f"{plural}: {', '.join(numbers)}")
    if is_dry_run:
        click.echo("This was a dry run: nothing was changed.")
