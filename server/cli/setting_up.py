"""Makes a database ready: tables, migrations, and the epoch of its history."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
import flask_migrate
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from server.database import back_up_file, db, migrate, transaction
from server.feed.history import begin_history


def init() -> None:
    """Set up the database, or bring it up to date. A SQLite file is copied beside itself before that."""
    copy = set_up_database(datetime.now(UTC))
    if copy is not None:
        click.echo(f"Copied the database to {copy} before the migration.")
    click.echo("The database is ready.")


def set_up_database(now: datetime) -> Path | None:
    """Migrate to the newest tables and begin the history where needed; returns the copy made before, if any."""
    current, newest = _revisions()
    copy = None
    if current != newest:
        if current is not None:
            copy = back_up_file(f"before-{newest}-{now:%Y%m%dT%H%M%S}")
        flask_migrate.upgrade()
    with transaction() as session:
        begin_history(session)
    return copy


def _revisions() -> tuple[str | None, str | None]:
    """The database's revision (None: it has no tables yet) and the newest there is."""
    newest = ScriptDirectory(migrate.directory).get_current_head()
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision(), newest
