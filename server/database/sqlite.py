"""Copies of a SQLite database: by its own backup interface, which takes no notice of who else reads and writes."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

from sqlalchemy import Connection, Engine, NullPool, create_engine
from sqlalchemy.exc import DBAPIError

from server.database.copies import CopyFailed
from server.database.sessions import MODE

T = TypeVar("T")

COPY_NAME = "database.sqlite"
_ASIDE = ".restoring"
_PAGES_PER_STEP = 4_096
_BUSY_TIMEOUT_MS = 5_000
_BUSY_STEPS_MAX = 12
"""A minute, with the timeout of each: whoever writes as long as that is not going to stop."""


def write_copy(engine: Engine, file: Path, ask: Callable[[Connection], T]) -> T:
    """See `whole.write_copy`. With WAL, reading one instant stops no writer and is stopped by none."""
    try:
        with engine.connect() as connection:
            answer = ask(connection)
            source = connection.connection.driver_connection
            assert isinstance(source, sqlite3.Connection)
            with closing(sqlite3.connect(file)) as target:
                # All pages in one step, within the transaction in which was asked: the same instant.
                source.backup(target)
                # One file, which needs no other beside it.
                target.execute("PRAGMA journal_mode=DELETE")
            return answer
    except (sqlite3.Error, DBAPIError) as error:
        raise CopyFailed(f"The database can't be copied: {_words(error)}.") from error


def read_copy(_engine: Engine, file: Path) -> dict[str, int]:
    """See `whole.read_copy`. Looks at every page, every index and every reference."""
    # `immutable`: nothing is written beside it, and it may lie where nothing can be written.
    address = f"file:{quote(str(file.resolve()))}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            faults = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            if faults != "ok":
                raise CopyFailed(f"{file.name} is damaged: {faults}.")
            if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
                raise CopyFailed(f"{file.name} is damaged: it names rows that it does not hold.")
            names = connection.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"
            ).fetchall()
            return {
                name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 - from the schema
                for (name,) in names
            }
    except sqlite3.Error as error:
        raise CopyFailed(f"{file.name} can't be read: {error}.") from error


def replace(engine: Engine, file: Path, finish: Callable[[Connection], None]) -> None:
    """See `whole.replace`. The copy is finished in a file beside the live one; then the content changes in one commit.

    The live file itself stays: processes that have it open see the new content from their next transaction on, and a
    restore cut off in the middle leaves pages behind that no commit stands for.
    """
    if not engine.url.database:
        raise CopyFailed("The database has no file.")
    live = Path(engine.url.database)
    aside = live.with_name(live.name + _ASIDE)
    _remove(aside)
    try:
        shutil.copyfile(file, aside)
        _finish(aside, finish)
        read_copy(engine, aside)
        _put(aside, live)
    except (sqlite3.Error, DBAPIError, OSError) as error:
        raise CopyFailed(f"The database can't be replaced: {_words(error)}. Nothing was changed.") from error
    finally:
        _remove(aside)


def _finish(aside: Path, finish: Callable[[Connection], None]) -> None:
    engine = create_engine(f"sqlite:///{aside}", poolclass=NullPool)
    with engine.connect().execution_options(**{MODE: "write"}) as connection:
        finish(connection)
        connection.commit()
    # The last connection to close has emptied the log of changes into the file.
    engine.dispose()


def _put(aside: Path, live: Path) -> None:
    with closing(sqlite3.connect(aside)) as source, closing(sqlite3.connect(live)) as target:
        target.execute(f"PRAGMA busy_timeout={_BUSY_TIMEOUT_MS}")
        target.execute("PRAGMA synchronous=FULL")
        source.backup(target, pages=_PAGES_PER_STEP, progress=_bounded())
        target.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _bounded() -> Callable[[int, int, int], None]:
    """Called after each step: Python would wait for a busy database for ever."""
    busy = 0

    def count(status: int, _remaining: int, _pages: int) -> None:
        nonlocal busy
        busy += status in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
        if busy >= _BUSY_STEPS_MAX:
            raise sqlite3.OperationalError("somebody has been writing to it all the time")

    return count


def _remove(file: Path) -> None:
    for path in (file, *(file.with_name(file.name + suffix) for suffix in ("-wal", "-shm", "-journal"))):
        path.unlink(missing_ok=True)


def _words(error: Exception) -> str:
    return str(error.orig) if isinstance(error, DBAPIError) else str(error)
