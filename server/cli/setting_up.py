"""Makes a database ready: tables, migrations, and the epoch of its history."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from alembic.util import CommandError
from flask import current_app

from server.config import Settings
from server.database import back_up_file, db, newest_revision, revision_of, transaction, upgrade
from server.duty.vapid import kept_key
from server.feed.history import begin_history
from server.inbox.rerun import run_again


def init() -> None:
    """Set up the database, or bring it up to date. A SQLite file is copied beside itself before that."""
    settings: Settings = current_app.extensions["kierros_settings"]
    copy = set_up_database(datetime.now(UTC))
    kept_key(settings.instance_path)
    if copy is not None:
        click.echo(f"Copied the database to {copy} before the migration.")
    click.echo("The database is ready.")


def set_up_database(now: datetime) -> Path | None:
    """Migrate to the newest tables and begin the history where needed; returns the copy made before, if any.

    Operations of kinds that the version before did not know are tried again.

    Raises:
        ClickException: there is no way from its tables to the newest, as when a newer Kierros made them.
    """
    newest = newest_revision()
    with db.engine.connect() as connection:
        current = revision_of(connection)
    copy = None
    if current != newest:
        if current is not None:
            copy = back_up_file(f"before-{newest}-{now:%Y%m%dT%H%M%S}")
        try:
            upgrade()
        except CommandError as error:
            raise click.ClickException(f"The database can't be brought up to date: {error}") from error
    with transaction() as session:
        begin_history(session)
    # 4. what the version before did not know
    run_again(now)
    return copy
