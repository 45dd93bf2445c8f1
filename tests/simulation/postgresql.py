"""PostgreSQL under the simulation: one server a process, one database for one run after another."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, NullPool, create_engine, make_url, text

from tests.postgresql import make_database

_LIVE = "live"
_TEMPLATE = "template"


class PostgresqlDatabase:
    """A database, copied from a template for each run. Transactions are real ones, at once."""

    arrival = "0"
    """What arrives at once has no order that could be told from outside."""
    has_order = False

    def __init__(self, server_url: str, folder: Path) -> None:
        self._server_url = server_url
        self._folder = folder
        self.url = make_database(server_url, _LIVE)
        self._engine: Engine = create_engine(self.url, poolclass=NullPool)

    def keep_as_template(self) -> None:
        """What is in the database now is what every run begins with."""
        make_database(self._server_url, _TEMPLATE, _LIVE)

    def begin(self) -> None:
        """Put the template in place of whatever there is."""
        self._drop(_LIVE)
        make_database(self._server_url, _LIVE, _TEMPLATE)

    def rows(self, sql: str, parameters: Mapping[str, object]) -> list[Any]:
        """Read past the application."""
        with self._engine.connect() as connection:
            return list(connection.execute(text(sql), dict(parameters)).mappings())

    def new_arrivals(self) -> list[str]:
        """Everything in the inbox."""
        return [row["id"] for row in self.rows("SELECT id FROM inbox_operations", {})]

    def arrived_count(self) -> int:
        """No order, no count."""
        return 0

    def forget_reader(self) -> None:
        """Every reading has a connection of its own."""

    def _drop(self, name: str) -> None:
        url = make_url(self._server_url).set(database="postgres")
        engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with engine.connect() as connection:
            connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
