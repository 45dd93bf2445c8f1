"""Runs migrations inside the application; `flask --app server db migrate` writes a new one.

All steps of an upgrade are one write transaction: a failed one leaves the database as it was.
"""

from alembic import context
from flask import current_app

from server.database import UtcDateTime


def render_item(kind, item, _context):
    """Write our column type as what it is in the database: a migration must not change when our code does."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def run_migrations():
    """Upgrade or downgrade the database that `upgrade()` gives; from the command line, the application's."""
    given = context.config.attributes.get("connection")
    if given is not None:
        _run(given)
        return
    database = current_app.extensions["migrate"].db
    with database.engine.connect().execution_options(kierros_mode="write") as connection:
        _run(connection)


def _run(connection):
    migrate = current_app.extensions["migrate"]
    arguments = {"render_item": render_item, **migrate.configure_args}
    context.configure(connection=connection, target_metadata=migrate.db.metadata, **arguments)
    with context.begin_transaction():
        context.run_migrations()


run_migrations()
