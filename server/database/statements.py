"""What each database says in its own words, and statements cut to what every database takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Column, ColumnDefault, Connection, Table, text
from sqlalchemy import insert as plain_insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from server.database.sessions import is_postgresql

T = TypeVar("T")

NEVER_GIVEN_AGAIN = {"sqlite_autoincrement": True}
"""A table's arguments: the number of a row that was deleted is not given to another."""

_ROWS_PER_INSERT = 5_000


def only_where(condition: str) -> dict[str, Any]:
    """An index's arguments: only rows that meet the condition are in it."""
    return {f"{name}_where": text(condition) for name in ("sqlite", "postgresql")}


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


def insert_missing(session: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert those rows whose key is not there yet, leaving the others as they are."""
    if not rows:
        return
    insert = postgresql.insert if is_postgresql() else sqlite.insert
    session.execute(insert(table).on_conflict_do_nothing(), list(rows))


def insert_many(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert very many rows, which all name the same columns: past the ORM, which would take minutes."""
    if not rows:
        return
    statement, parameters_of = _prepare(connection, table, list(rows[0]))
    for batch in chunks(rows, _ROWS_PER_INSERT):
        connection.exec_driver_sql(statement, [parameters_of(row) for row in batch])


def _prepare(
    connection: Connection, table: Table, columns: list[str]
) -> tuple[str, Callable[[Mapping[str, Any]], Any]]:
    """The INSERT as the driver takes it, and what makes a row into its parameters.

    SQLAlchemy would do all of this again for each row, which takes longer than the database itself.
    """
    dialect = connection.dialect
    compiled = plain_insert(table).compile(dialect=dialect, column_keys=columns)
    # Columns that no row names, and that have a default of ours.
    defaults = [column for column in compiled.insert_prefetch if column.key not in columns]
    names = [*columns, *(column.key for column in defaults)]
    processors = {name: table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names}
    conversions = [(name, convert) for name, convert in processors.items() if convert is not None]
    positions = compiled.positiontup

    def parameters_of(row: Mapping[str, Any]) -> Any:
        driven = {**{column.key: _default(column) for column in defaults}, **row}
        for name, convert in conversions:
            if driven[name] is not None:
                driven[name] = convert(driven[name])
        return tuple(map(driven.__getitem__, positions)) if positions else driven

    return str(compiled), parameters_of


def _default(column: Column[Any]) -> Any:
    default = column.default
    assert isinstance(default, ColumnDefault)
    return default.arg(None) if callable(default.arg) else default.arg
