"""The database as a whole: emptied, copied to a file, read back, replaced from one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, MetaData

from server.database import postgresql, sqlite
from server.database.sessions import db, is_postgresql

T = TypeVar("T")


def database_kind() -> str:
    """Which database it is: a copy goes only into one of the same kind."""
    return db.engine.dialect.name


def copy_name() -> str:
    """What the file of a copy is called."""
    return postgresql.COPY_NAME if is_postgresql() else sqlite.COPY_NAME


def write_copy(file: Path, ask: Callable[[Connection], T]) -> T:
    """Copy the whole database to `file` while others go on writing: all of it as of one instant. `read_copy` checks it.

    Returns:
        What `ask` finds on a connection that sees the very same instant.

    Raises:
        CopyFailed: with a text for the operator; the file is of no use then.
    """
    write = postgresql.write_copy if is_postgresql() else sqlite.write_copy
    return write(db.engine, file, ask)


def read_copy(file: Path) -> Mapping[str, int]:
    """Read a copy back from its file as a restore would, wherever that is possible; returns the rows of each table.

    Raises:
        CopyFailed: it can't be read, or is not whole.
    """
    read = postgresql.read_copy if is_postgresql() else sqlite.read_copy
    return read(db.engine, file)


def replace(file: Path, finish: Callable[[Connection], None]) -> None:
    """Put a copy in place of the whole database, at once for everybody who is reading or writing.

    `finish` makes the copy what it is to be, aside, before anybody sees it. When it raises, or when anything else goes
    wrong, or when the process is killed, the database is as it was.

    Raises:
        CopyFailed: with a text for the operator; nothing was changed.
    """
    put = postgresql.replace if is_postgresql() else sqlite.replace
    db.session.remove()
    put(db.engine, file, finish)


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

    None for a database server, which has tools of its own.
    """
    if is_postgresql() or not db.engine.url.database:
        return None
    original = Path(db.engine.url.database)
    copy = original.with_name(f"{original.stem}.{label}{original.suffix}")
    sqlite.write_copy(db.engine, copy, lambda _connection: None)
    return copy
