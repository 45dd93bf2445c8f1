"""The database: engine settings, column types, and the two ways to use a session.

Nothing outside this file asks which database it is. The rules (docs/protocol.md, steps 5, 6 and 8):

- `transaction()` is the only place that commits. Services never commit. Just before the commit it calls the hooks that
  `before_commit` registered: that is how every write path stamps its documents.
- `snapshot()` gives one consistent view over several SELECTs.
- SQLite: WAL and `synchronous=FULL`, so that an acknowledged operation survives a power cut; `BEGIN IMMEDIATE` for
  writes, so that a writer waits at the start and never fails in the middle; an explicit deferred `BEGIN` for reads,
  because Python's driver would otherwise give each SELECT a snapshot of its own.
- PostgreSQL: READ COMMITTED with row locks for writes, REPEATABLE READ for snapshots.
"""

from __future__ import annotations

import fcntl
import hashlib
import sqlite3
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, ClassVar, TypeVar

from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    Connection,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    String,
    Table,
    event,
    func,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column
from sqlalchemy.types import TypeDecorator
from uuid_utils.compat import uuid7

BUSY_TIMEOUT_MS = 5_000
_MODE = "kierros_mode"
T = TypeVar("T")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, stored as UTC on every database. Refuses naive values instead of guessing their zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Key = Annotated[str, mapped_column(String(36))]
"""A UUID in its usual text form."""


class Base(DeclarativeBase):
    """The base of every table."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime,
        dict[str, Any]: JSON(none_as_null=True),
        list[str]: JSON(none_as_null=True),
    }


db = SQLAlchemy(metadata=Base.metadata, session_options={"expire_on_commit": True})
migrate = Migrate(db=db, directory=str(Path(__file__).parent / "migrations"), render_as_batch=True)


class Busy(Exception):
    """The database could not take the transaction now (lock, deadlock, serialization): it may succeed later."""


def new_id() -> str:
    """A new UUIDv7: sorts by time, so that indexes grow at their end."""
    return str(uuid7())


def is_uuid(text: object) -> bool:
    """True for a UUID in its usual 36-character form, any case."""
    if not isinstance(text, str) or len(text) != 36:
        return False
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


_before_commit: list[Callable[[Session], None]] = []


def before_commit(hook: Callable[[Session], None]) -> Callable[[Session], None]:
    """Register a function that every write transaction calls last, still inside it."""
    _before_commit.append(hook)
    return hook


@contextmanager
def transaction() -> Iterator[Session]:
    """One write transaction: commits at the end, rolls back on any exception.

    Raises:
        Busy: the database could not take it; nothing was written.
        RuntimeError: when nested; use `session.begin_nested()` for a savepoint.
    """
    session = db.session()
    if session.info.get(_MODE) == "write":
        raise RuntimeError("transaction() does not nest")
    session.rollback()
    session.info[_MODE] = "write"
    try:
        session.connection(execution_options={_MODE: "write"})
        yield session
        session.flush()
        for hook in _before_commit:
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
        session.info.pop(_MODE, None)


@contextmanager
def snapshot() -> Iterator[Session]:
    """One consistent read-only view. Ends, and frees its connection, when the block ends.

    Raises:
        Busy: the database could not give it now.
    """
    session = db.session()
    session.rollback()
    options = {"isolation_level": "REPEATABLE READ"} if _is_postgresql() else {}
    try:
        session.connection(execution_options={_MODE: "read", **options})
        yield session
    except DBAPIError as error:
        if is_transient(error):
            raise Busy(str(error.orig)) from error
        raise
    finally:
        session.rollback()


def is_transient(error: DBAPIError) -> bool:
    """True when the same transaction may succeed if tried again (busy, deadlock, serialization, connection lost)."""
    sqlstate = getattr(error.orig, "sqlstate", None)
    if sqlstate is not None:
        return sqlstate[:2] in {"40", "53", "57", "08"} or sqlstate == "55P03"
    return isinstance(error, OperationalError) and any(
        word in str(error.orig) for word in ("locked", "busy", "connection")
    )


def insert_missing(session: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert those rows whose key is not there yet, leaving the others as they are."""
    if not rows:
        return
    insert = postgresql.insert if _is_postgresql() else sqlite.insert
    session.execute(insert(table).on_conflict_do_nothing(), list(rows))


def chunks(items: Iterable[T], size: int = 500) -> Iterator[list[T]]:
    """Cut into lists of at most `size`: an IN list has a bound on every database."""
    batch: list[T] = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


@contextmanager
def the_only_process(name: str, folder: Path) -> Iterator[bool]:
    """True in the one process that got the lock of this name, False in any other while that one lives.

    PostgreSQL holds it for all machines; with SQLite there is one machine, and a file in `folder` holds it.
    """
    if _is_postgresql():
        # A connection of its own outside any transaction: the lock ends with it, however the process ends.
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
            yield bool(connection.scalar(select(func.pg_try_advisory_lock(key))))
            connection.invalidate()
        return
    with (folder / f"{name}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def drop_everything() -> None:
    """Drop every table, the migrations' own too: the next set-up begins from nothing."""
    db.session.remove()
    with db.engine.connect() as connection:
        found = MetaData()
        found.reflect(connection)
        connection.rollback()
        found.drop_all(connection)
        connection.commit()


def back_up_file(label: str) -> Path | None:
    """Copy the database, if it is a file, to one beside it with `label` in its name; returns the copy.

    Whatever others write meanwhile, the copy is whole. None for a database server, which has tools of its own.
    """
    if _is_postgresql() or not db.engine.url.database:
        return None
    original = Path(db.engine.url.database)
    copy = original.with_name(f"{original.stem}.{label}{original.suffix}")
    with closing(sqlite3.connect(original)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    return copy


def _is_postgresql() -> bool:
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
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "temp_store=MEMORY",
        "cache_size=-32000",
    ):
        dbapi_connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        mode = connection.get_execution_options().get(_MODE, "read")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if mode == "write" else "BEGIN DEFERRED")
