"""Rows on their way into the database: gathered by table, inserted in one go past the ORM, which would take minutes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, insert
from sqlalchemy.orm import Session

from server.database import Base

_ROWS_PER_INSERT = 5_000
Row = dict[str, Any]


class Rows:
    """Rows by table. All rows of a table must name the same columns, in the same order."""

    def __init__(self) -> None:
        self._by_table: dict[Table, list[Row]] = defaultdict(list)

    def add(self, model: type[Base], **values: Any) -> Row:
        """Keep a row; returns it, to be amended until it is inserted."""
        self._by_table[model.__table__].append(values)  # type: ignore[index]
        return values

    def of(self, model: type[Base]) -> Sequence[Mapping[str, Any]]:
        """The rows kept for a table."""
        return self._by_table[model.__table__]  # type: ignore[index]

    def insert_all(self, session: Session) -> None:
        """Insert everything, tables that others refer to first. Documents are not stamped: `touch` them."""
        connection = session.connection()
        for table in Base.metadata.sorted_tables:
            rows = self._by_table.get(table)
            if rows:
                statement, parameters_of = _prepare(connection, table, list(rows[0]))
                for begin in range(0, len(rows), _ROWS_PER_INSERT):
                    batch = rows[begin : begin + _ROWS_PER_INSERT]
                    connection.exec_driver_sql(statement, [parameters_of(row) for row in batch])


def _prepare(connection: Connection, table: Table, columns: list[str]) -> tuple[str, Callable[[Row], Any]]:
    """The INSERT as the driver takes it, and what makes a row into its parameters.

    SQLAlchemy would do all of this again for each row, which takes longer than the database itself.
    """
    dialect = connection.dialect
    compiled = insert(table).compile(dialect=dialect, column_keys=columns)
    processors = {name: table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in columns}
    conversions = [(name, convert) for name, convert in processors.items() if convert is not None]
    positions = compiled.positiontup

    def parameters_of(row: Row) -> Any:
        driven = dict(row)
        for name, convert in conversions:
            if driven[name] is not None:
                driven[name] = convert(driven[name])
        return tuple(map(driven.__getitem__, positions)) if positions else driven

    return str(compiled), parameters_of
