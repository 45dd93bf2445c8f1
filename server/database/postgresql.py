"""Copies of a PostgreSQL database: `pg_dump`, and one transaction to put one in place.

The programs are looked for on PATH. They must be at least as new as the server: an older `pg_dump` refuses, and with
good reason, since it does not know everything that it would have to write down.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import psycopg
from sqlalchemy import Connection, Engine, NullPool, create_engine, inspect, text
from sqlalchemy.exc import DBAPIError

from server.database.copies import CopyFailed, count_rows
from server.database.dump import count_dump, load

T = TypeVar("T")

COPY_NAME = "database.dump"
_LOCK_TIMEOUT = "60s"
_MAY_NOT = "42501"
"""SQLSTATE insufficient_privilege."""


def write_copy(engine: Engine, file: Path, ask: Callable[[Connection], T]) -> T:
    """See `whole.write_copy`. `pg_dump` is given the snapshot in which is asked."""
    try:
        with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            program = _program("pg_dump", connection)
            instant = connection.scalar(text("SELECT pg_export_snapshot()"))
            schema = connection.scalar(text("SELECT current_schema()"))
            answer = ask(connection)
            _run(
                connection,
                program,
                "--format=custom",
                "--no-owner",
                "--no-privileges",
                f'--table="{schema}".*',
                f"--snapshot={instant}",
                f"--file={file}",
            )
            return answer
    except DBAPIError as error:
        raise CopyFailed(f"The database can't be copied: {error.orig}.") from error


def read_copy(engine: Engine, file: Path) -> dict[str, int]:
    """See `whole.read_copy`. Restores into a database made for this; without the right to make one, reads all rows."""
    with engine.connect() as connection:
        program = _program("pg_restore", connection)
    try:
        with _scratch(engine) as scratch, scratch.begin() as connection:
            load(_driver(connection), program, file)
            return count_rows(connection)
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) != _MAY_NOT:
            raise CopyFailed(f"{file.name} can't be restored: {error.orig}.") from error
    except psycopg.Error as error:
        raise CopyFailed(f"{file.name} can't be restored: {error}.") from error
    return count_dump(program, file)


def replace(engine: Engine, file: Path, finish: Callable[[Connection], None]) -> None:
    """See `whole.replace`. One transaction: it waits for everybody who is in a table, and all wait for it."""
    try:
        with create_engine(engine.url, poolclass=NullPool).begin() as connection:
            program = _program("pg_restore", connection)
            connection.execute(text(f"SET LOCAL lock_timeout = '{_LOCK_TIMEOUT}'"))
            _drop_all(connection)
            load(_driver(connection), program, file)
            finish(connection)
    except (DBAPIError, psycopg.Error) as error:
        words = error.orig if isinstance(error, DBAPIError) else error
        raise CopyFailed(f"The database can't be replaced: {words}. Nothing was changed.") from error


def _drop_all(connection: Connection) -> None:
    quote = connection.dialect.identifier_preparer.quote
    names = ", ".join(quote(name) for name in sorted(inspect(connection).get_table_names()))
    if names:
        # Locked first, all of them: a transaction under way is either over before, or begins with the new tables.
        connection.execute(text(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE"))
        connection.execute(text(f"DROP TABLE {names} CASCADE"))


@contextmanager
def _scratch(engine: Engine) -> Iterator[Engine]:
    """An empty database beside this one, dropped at the end; one that was left behind is dropped at the beginning."""
    name = f"backup_check_of_{engine.url.database}"
    quoted = engine.dialect.identifier_preparer.quote(name)
    drop = text(f"DROP DATABASE IF EXISTS {quoted} WITH (FORCE)")
    with create_engine(engine.url, poolclass=NullPool, isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(drop)
        connection.execute(text(f"CREATE DATABASE {quoted} TEMPLATE template0"))
        try:
            yield create_engine(engine.url.set(database=name), poolclass=NullPool)
        finally:
            connection.execute(drop)


def _program(name: str, connection: Connection) -> str:
    path = shutil.which(name)
    if path is None:
        raise CopyFailed(f"{name} is not on PATH: it comes with PostgreSQL's client programs.")
    version = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S603
    own = int(re.findall(r"\d+", version)[0])
    server = _driver(connection).info.server_version // 10_000
    if own < server:
        raise CopyFailed(f"{path} is version {own}, older than the server, which is {server}.")
    return path


def _run(connection: Connection, program: str, *arguments: str) -> None:
    here = _driver(connection).info
    # Never among the arguments, which everybody on the machine can read.
    environment = {**os.environ, **({"PGPASSWORD": here.password} if here.password else {})}
    command = [program, *arguments, f"--dbname={here.dsn}"]
    result = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)  # noqa: S603
    if result.returncode != 0:
        raise CopyFailed(f"{Path(program).name} failed: {result.stderr.strip()}")


def _driver(connection: Connection) -> psycopg.Connection[Any]:
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    return driver
