"""What the copies of all databases have in common."""

from __future__ import annotations

from sqlalchemy import Connection, column, func, inspect, select, table


class CopyFailed(Exception):
    """A copy could not be written, read or put in place; the text is for the operator."""


def count_rows(connection: Connection) -> dict[str, int]:
    """The number of rows of every table, the migrations' own too."""
    names = sorted(inspect(connection).get_table_names())
    return {
        name: connection.scalar(select(func.count()).select_from(table(name, column("_")))) or 0
        for name in names
    }
