"""Everything in a database, to see that nothing changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from server.database import db, snapshot

Contents = Mapping[str, list[tuple[Any, ...]]]


def contents() -> Contents:
    """The rows of every table, sorted."""
    with snapshot() as session:
        return {
            table.name: sorted((tuple(row) for row in session.execute(select(table))), key=repr)
            for table in db.metadata.sorted_tables
        }


def changed(before: Contents, after: Contents) -> set[str]:
    """The tables that differ."""
    return {name for name in after if before[name] != after[name]}
