"""Engine settings, and the two ways to use a session (docs/protocol.md, steps 5, 6 and 8).

- `transaction()` is the only place that commits. Services never commit. Just before the commit it calls the hooks that
  `before_commit` registered: that is how every write path stamps its documents.
- `snapshot()` gives one consistent view over several SELECTs.
- SQLite: WAL and `synchronous=FULL`, so that an acknowledged operation survives a power cut; `BEGIN IMMEDIATE` for
  writes, so that a writer waits at the start and never fails in the middle; an explicit deferred `BEGIN` for reads,
  because Python's driver would otherwise give each SELECT a snapshot of its own; `lower()` for all letters.
- PostgreSQL: READ COMMITTED with row locks for writes, REPEATABLE READ for snapshots.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from server.database.columns import Base

MODE = "kierros_mode"
"""The execution option of a connection that says `write` when its transaction is going to write."""
_BUSY_TIMEOUT_MS = 5_000
_MIGRATIONS = Path(__file__).parent.parent / "migrations"

db = SQLAlchemy(metadata=Base.metadata, session_options={"expire_on_commit": True})
migrate = Migrate(db=db, directory=str(_MIGRATIONS), render_as_batch=True)


class Busy(Exception):
    """The database could not take the transaction now (lock, deadlock, serialization): it may succeed later."""


_before_commit: list[Callable[[Session], None]] = []
_last_before_commit: list[Callable[[Session], None]] = []


def before_commit(hook: Callable[[Session], None]) -> Callable[[Session], None]:
    """Register a function that every write transaction calls last, still inside it."""
    _before_commit.append(hook)
    return hook


def last_before_commit(hook: Callable[[Session], None]) -> Callable[[Session], None]:
    """Register a function that every write transaction calls after all others: what it locks, it locks last."""
    _last_before_commit.append(hook)
    return hook


@contextmanager
def transaction() -> Iterator[Session]:
    """One write transaction: commits at the end, rolls back on any exception.

    Raises:
        Busy: the database could not take it; nothing was written.
        RuntimeError: when nested; use `session.begin_nested()` for a savepoint.
    """
    session = db.session()
    if session.info.get(MODE) == "write":
        raise RuntimeError("transaction() does not nest")
    session.rollback()
    session.info[MODE] = "write"
    try:
        session.connection(execution_options={MODE: "write"})
        yield session
        session.flush()
        for hook in (*_before_commit, *_last_before_commit):
            hook(session)
        session.commit()
    except DBAPIError as error:
        session.rollback()
        if is_transient(error):
            raise Busy(str(error.orig)) from error
        raise
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop(MODE, None)


@contextmanager
def snapshot() -> Iterator[Session]:
    """One consistent read-only view. Ends, and frees its connection, when the block ends.

    Raises:
        Busy: the database could not give it now.
    """
    session = db.session()
    session.rollback()
    options = {"isolation_level": "REPEATABLE READ"} if is_postgresql() else {}
    try:
        session.connection(execution_options={MODE: "read", **options})
        yield session
    except DBAPIError as error:
        if is_transient(error):
            raise Busy(str(error.orig)) from error
        raise
    finally:
        session.rollback()


def is_transient(error: DBAPIError) -> bool:
    """True when the same transaction may succeed if tried again (busy, deadlock, connection lost, disk full for now).

    On a full disk SQLite undoes the whole transaction, and what then fails is the return to a savepoint of it.
    """
    sqlstate = getattr(error.orig, "sqlstate", None)
    if sqlstate is not None:
        return sqlstate[:2] in {"40", "53", "57", "08"} or sqlstate == "55P03"
    return isinstance(error, OperationalError) and any(
        word in str(error.orig) for word in ("locked", "busy", "connection", "is full", "no such savepoint")
    )


def is_postgresql() -> bool:
    """Whether the application's database is PostgreSQL; otherwise it is SQLite."""
    return db.engine.dialect.name == "postgresql"


@event.listens_for(Engine, "connect")
def _set_up_connection(dbapi_connection: Any, _record: object) -> None:
    if not type(dbapi_connection).__module__.startswith("sqlite3"):
        return
    dbapi_connection.isolation_level = None  # BEGIN is ours: see _begin
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={_BUSY_TIMEOUT_MS}",
        "temp_store=MEMORY",
        "cache_size=-32000",
    ):
        dbapi_connection.execute(f"PRAGMA {pragma}")
    # SQLite's own knows the letters of English only: a search for ÄLÄ has to find älä.
    dbapi_connection.create_function("lower", 1, _lower, deterministic=True)


def _lower(text: object) -> object:
    return text.lower() if isinstance(text, str) else text


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        mode = connection.get_execution_options().get(MODE, "read")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if mode == "write" else "BEGIN DEFERRED")
