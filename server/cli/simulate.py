"""Plays a year of the demo's landlord, and says what it came to."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import click


@click.option("--seed", default="1", show_default=True, help="What all chance comes from.")
@click.option(
    "--from", "begins_on", default="2026-01-01", show_default=True, metavar="DATE", help="The first day."
)
@click.option(
    "--days",
    type=click.IntRange(1, 3660),
    default=365,
    show_default=True,
    help="How many days, from the first one on.",
)
@click.option(
    "--size",
    type=click.FloatRange(0.01, 1.0),
    default=0.1,
    show_default=True,
    help="Which part of the demo's landlord: 1 is all 500 properties.",
)
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where it is kept, to go on from. By default year-SEED-SIZE.",
)
@click.option("--json", "is_json", is_flag=True, help="Print the figures as JSON, and nothing of the days.")
def year(seed: str, begins_on: str, days: int, size: float, folder: Path | None, is_json: bool) -> None:
    """Play a year of the demo's landlord by jobs, desks and phones, on a clock that goes from event to event.

    In a folder and database of its own: Kierros' database is left alone. Ended by Ctrl-C or otherwise, the same command
    goes on after the last whole day. Ends with 1 when something that must hold does not.
    """
    # It brings up the application, which these commands belong to.
    from server.database import snapshot
    from server.year.course import DATABASE, InUse, NoYear, OtherYear, Wish, run_year
    from server.year.figures import figures_of, lines_of

    folder = folder or Path(f"year-{seed}-{size:g}")
    try:
        first = date.fromisoformat(begins_on)
    except ValueError as error:
        raise click.BadParameter("not a day as 2026-01-01", param_hint="--from") from error
    say = (lambda _text: None) if is_json else click.echo
    try:
        app, progress = run_year(folder, Wish(seed, first, size, days), say)
    except OtherYear as error:
        raise click.ClickException(f"{folder} holds another year: {error}. Nothing was changed.") from error
    except NoYear as error:
        raise click.ClickException(
            f"{folder} holds something else, or its database was changed by others. Nothing was changed."
        ) from error
    except InUse as error:
        raise click.ClickException(f"Another process is at {folder}. Nothing was changed.") from error
    except KeyboardInterrupt:
        click.echo("The day that had begun is undone. The same command goes on from here.", err=True)
        sys.exit(130)
    with app.app_context(), snapshot() as session:
        figures = figures_of(session, progress, folder / DATABASE)
    if is_json:
        click.echo(json.dumps(figures.as_json(), indent=2, ensure_ascii=False))
    else:
        click.echo("\n".join(lines_of(figures)))
    if figures.faults:
        sys.exit(1)
