"""Loads the made-up landlord, or throws it away and loads it anew."""

from __future__ import annotations

from datetime import UTC, datetime

import click
from flask import current_app

from server.cli.setting_up import set_up_database
from server.config import Settings
from server.database import drop_everything
from server.demo.access import write_access
from server.demo.load import NotEmpty, holds_demo, load_demo


def load() -> None:
    """Load the demo into an empty database."""
    settings: Settings = current_app.extensions["kierros_settings"]
    try:
        load_demo(datetime.now(UTC))
    except NotEmpty as error:
        raise click.ClickException("The database is not empty. Nothing was changed.") from error
    path = write_access(settings, datetime.now(UTC))
    click.echo(f"The demo is loaded. Who can sign in, and how, stands in {path}.")


def reset() -> None:
    """Throw the demo away, with all that was done in it, and load it anew. Refuses any other database."""
    set_up_database(datetime.now(UTC))
    if not holds_demo():
        raise click.ClickException("This database does not hold the demo. Nothing was changed.")
    drop_everything()
    set_up_database(datetime.now(UTC))
    load()
