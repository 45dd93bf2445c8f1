"""From a fresh clone to a running Kierros, in the order in which things can go wrong."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

import click

from server import create_app
from server.cli.setting_up import set_up_database
from server.config import Settings, settings_from_environment
from server.database import db
from server.demo.access import write_access
from server.demo.load import holds_demo, is_empty, load_demo
from server.launch.processes import Processes, is_free
from server.launch.welcome import welcome


def main(arguments: Sequence[str] | None = None) -> int:
    """Start, wait, stop. Returns 0 when asked to stop, 1 when something failed."""
    options = _parse(arguments)
    if not is_free(options.port):
        click.echo(
            f"Port {options.port} is in use. Choose another: make run PORT={options.port + 1}", err=True
        )
        return 1
    settings = settings_from_environment()
    with create_app(settings).app_context():
        try:
            is_demo = _prepare(settings, wants_demo=options.demo)
        except click.ClickException as error:
            error.show()
            return 1
        text = welcome(options.port, settings, is_demo=is_demo)
        # No connection may be open when processes are made.
        db.engine.dispose()
    processes = Processes(options.port, {**os.environ, "KIERROS_DEMO": "1" if is_demo else "0"})
    return processes.run(lambda: click.echo(text))


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m server.launch", description="Start Kierros on this machine."
    )
    parser.add_argument("--port", type=int, default=8000)
    beginning = parser.add_mutually_exclusive_group()
    beginning.add_argument("--demo", action="store_true", help="load the demo if the database is empty")
    beginning.add_argument("--empty", action="store_true", help="begin with an empty database (the default)")
    return parser.parse_args(arguments)


def _prepare(settings: Settings, *, wants_demo: bool) -> bool:
    """Make the database ready; returns whether this start offers the demo's persons.

    Somebody's own data is never offered like that: a database that holds anything else stays as it is.
    """
    now = datetime.now(UTC)
    copy = set_up_database(now)
    if copy is not None:
        click.echo(f"Copied the database to {copy} before bringing it up to date.")
    if not wants_demo:
        return False
    if is_empty():
        click.echo(
            "First start: making a landlord of 500 properties to try Kierros with. Takes about half a minute."
        )
        load_demo(now)
    if not holds_demo():
        return False
    write_access(settings, now)
    return True


if __name__ == "__main__":
    sys.exit(main())
