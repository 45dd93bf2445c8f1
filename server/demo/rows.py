"""Rows on their way into the database: gathered by table, inserted in one go past the ORM, which would take minutes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table
from sqlalchemy.orm import Session

from server.database import Base, insert_many

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
            insert_many(connection, table, self._by_table.get(table, []))
