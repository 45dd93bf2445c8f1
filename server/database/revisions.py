"""Which tables a database has, and bringing it to the newest."""

from __future__ import annotations

from alembic import command
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from server.database.sessions import MODE, db, migrate


def newest_revision() -> str:
    """The newest tables that this program knows."""
    head = ScriptDirectory(migrate.directory).get_current_head()
    assert head is not None
    return head


def known_revisions() -> frozenset[str]:
    """All revisions that this program can bring up to the newest."""
    return frozenset(script.revision for script in ScriptDirectory(migrate.directory).walk_revisions())


def revision_of(connection: Connection) -> str | None:
    """The revision of a database; None when it has no tables yet."""
    return MigrationContext.configure(connection).get_current_revision()


def upgrade(connection: Connection | None = None) -> None:
    """Bring a database to the newest tables: the application's, or the one behind `connection`, in its transaction.

    All steps are one write transaction: a failed one leaves the database as it was.
    """
    if connection is None:
        with db.engine.connect().execution_options(**{MODE: "write"}) as own:
            upgrade(own)
            own.commit()
        return
    config = migrate.get_config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
