"""The server of the simulation: the real application on a real database, which can be killed, filled up and set back.

One application a process. Each run gets a copy of one database with the world in it.
"""

from __future__ import annotations

import io
import logging
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from server import create_app
from server.config import Settings
from server.database import Busy, db, migrate, transaction
from server.feed import pull, snapshots
from server.feed.history import begin_history
from server.inbox import registry
from tests.simulation.world import World, make_world


class ServerKilled(BaseException):
    """The server's process died: nothing of it runs any further, and the database undoes what was not committed."""


@dataclass(frozen=True, slots=True)
class Crash:
    """When the server dies: at the n-th statement from now on, or around the n-th commit."""

    at: str
    """`statement`, `before_commit` or `after_commit`."""
    count: int


@dataclass(frozen=True, slots=True)
class HttpReply:
    """What the application answered; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class SqliteDatabase:
    """A file, copied for each run."""

    arrival = "rowid"
    """Tells the order in which operations arrived."""
    has_order = True

    def __init__(self, folder: Path) -> None:
        self.live = folder / "live.sqlite"
        self._template = folder / "template.sqlite"
        self._folder = folder
        self._reader: sqlite3.Connection | None = None
        self._last = 0
        self.url = f"sqlite:///{self.live}"

    def keep_as_template(self) -> None:
        """What is in the database now is what every run begins with."""
        self._copy(self.live, self._template)

    def begin(self) -> None:
        """Put the template in place of whatever there is."""
        self.replace_by(self._template)
        for old in self._folder.glob("backup-*.sqlite"):
            old.unlink()

    def copy_to(self, name: str) -> Path:
        """A consistent copy of the database as it is."""
        target = self._folder / f"backup-{name}.sqlite"
        self._copy(self.live, target)
        return target

    def replace_by(self, copy: Path) -> None:
        """Set the database back to a copy. Nobody may be connected."""
        self.forget_reader()
        for suffix in ("-wal", "-shm"):
            Path(f"{self.live}{suffix}").unlink(missing_ok=True)
        shutil.copyfile(copy, self.live)

    def rows(self, sql: str, parameters: Mapping[str, object]) -> list[Any]:
        """Read past the application."""
        if self._reader is None:
            self._reader = sqlite3.connect(self.live)
            self._reader.row_factory = sqlite3.Row
        return self._reader.execute(sql, parameters).fetchall()

    def new_arrivals(self) -> list[str]:
        """What was inserted into the inbox since the last call."""
        rows = self.rows("SELECT rowid, id FROM inbox_operations WHERE rowid > :last", {"last": self._last})
        self._last = max((row["rowid"] for row in rows), default=self._last)
        return [row["id"] for row in rows]

    def arrived_count(self) -> int:
        """The number of the newest row of the inbox, which grows in the order of arrival."""
        count: int = self.rows("SELECT coalesce(max(rowid), 0) AS n FROM inbox_operations", {})[0]["n"]
        return count

    def forget_reader(self) -> None:
        """Read from a new connection next time, and everything anew."""
        if self._reader is not None:
            self._reader.close()
            self._reader = None
        self._last = 0

    def fill(self, connection: Any, is_full: bool) -> None:
        """No page more may be added: the disk is full for this connection, or not any more."""
        connection.exec_driver_sql(f"PRAGMA max_page_count={1 if is_full else 1_000_000}")

    def _copy(self, source: Path, target: Path) -> None:
        target.unlink(missing_ok=True)
        with closing(sqlite3.connect(source)) as a, closing(sqlite3.connect(target)) as b:
            a.backup(b)


@dataclass(frozen=True, slots=True)
class Beginning:
    """What was there before anything arrived, for the oracle."""

    visits: dict[str, str]
    """Round by visit."""
    rounds: dict[str, str | None]
    """Person by round."""
    orders: dict[str, tuple[str, str | None]]
    """State and assigned person by order."""
    inspections: dict[str, dict[str, tuple[int, bool]]]
    """By inspection and space: what is required, and whether it makes orders."""


class Server:
    """The application with a database under it, and the hand of fate."""

    def __init__(self, folder: Path, make_database: Callable[[Path], Any] = SqliteDatabase) -> None:
        _silence()
        self.faults: list[str] = []
        """What the application logged as a fault of its own since it was last looked at."""
        structlog.configure(processors=[self._keep_fault], cache_logger_on_first_use=False)
        self.database = make_database(folder)
        settings = Settings(instance_path=folder, database_url=self.database.url, secret_key="simulation")
        self.backups = folder / "backups"
        self.snapshots = snapshots.snapshots_folder(folder)
        self.app: Flask = create_app(settings)
        self.app.config.update(KIERROS_JOIN_LIMIT="1000000 per minute", PROPAGATE_EXCEPTIONS=False)
        self._crash: Crash | None = None
        self._count = 0
        self._unknown: dict[str, registry.Handler] = {}
        self.is_full = False
        self._was_full = False
        self.is_busy = 0
        """How many more transactions find the database locked."""
        self.refusals = 0
        """How many more commits the database refuses."""
        with self.app.app_context():
            db.create_all()
            with db.engine.connect().execution_options(kierros_mode="write") as connection:
                MigrationContext.configure(connection).stamp(ScriptDirectory(migrate.directory), "head")
                connection.commit()
            with transaction() as session:
                begin_history(session)
            with transaction() as session:
                self.world: World = make_world(session)
            self._watch()
        self._disconnect()
        self.database.keep_as_template()
        self.beginning = self._beginning()

    def begin(self) -> None:
        """A fresh copy of the world."""
        self.plan(None)
        self.is_full = False
        self.is_busy = self.refusals = 0
        self.upgrade()
        self.faults.clear()
        self._disconnect()
        shutil.rmtree(self.backups, ignore_errors=True)
        self.database.begin()

    def plan(self, crash: Crash | None) -> None:
        """When to die next; None: not at all."""
        self._crash = crash
        self._count = 0

    def answer(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> HttpReply:
        """Let the application answer a request. Raises ServerKilled."""
        environ = _environ(method, path, headers, body)
        started: list[Any] = []

        def start_response(status: str, answered: Sequence[tuple[str, str]], _error: object = None) -> Any:
            started[:] = [int(status[:3]), {name.lower(): value for name, value in answered}]
            return lambda _data: None

        chunks = self.app.wsgi_app(environ, start_response)
        try:
            data = b"".join(chunks)
        finally:
            close = getattr(chunks, "close", None)
            if close is not None:
                close()
        return HttpReply(started[0], started[1], data)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A write transaction, as the console and the commands make one."""
        with self.app.app_context(), transaction() as session:
            yield session

    def rows(self, sql: str, **parameters: object) -> list[Any]:
        """Read the database past the application: for the oracle."""
        return self.database.rows(sql, parameters)

    def arrived_count(self) -> int:
        """How many operations have arrived, as the oracle counts them."""
        return int(self.database.arrived_count())

    def forget_reader(self) -> None:
        """The database under the oracle has changed as a whole."""
        self.database.forget_reader()

    def new_arrivals(self) -> list[str]:
        """Ids of the operations that the inbox got since this was last asked, or since the database was set back."""
        return self.database.new_arrivals()

    def back_up(self, name: str) -> Path:
        """A copy of the database."""
        return self.database.copy_to(name)

    def set_back(self, copy: Path) -> None:
        """Put an older copy in the place of the database; the epoch is a matter of its own."""
        self._disconnect()
        self.database.replace_by(copy)

    def set_sizes(self, page_bytes: int, snapshot_from: int, snapshot_bytes: int) -> None:
        """How much goes into a page, from how many documents a bucket gets a snapshot, and how large its files are."""
        pull.pull.__defaults__ = (page_bytes,)
        pull.FROM_DOCUMENTS = snapshots.FROM_DOCUMENTS = snapshot_from
        snapshots.FILE_BYTES_MAX = snapshot_bytes

    def forget_kind(self, kind: str) -> None:
        """Be an older build, which does not know a kind."""
        handler = registry._handlers.pop(kind, None)
        if handler is not None:
            self._unknown[kind] = handler

    def upgrade(self) -> None:
        """Be of today again; what was unknown is tried once more."""
        for kind, handler in self._unknown.items():
            registry.register_handler(kind, handler)
        self._unknown.clear()

    def _beginning(self) -> Beginning:
        inspections: dict[str, dict[str, tuple[int, bool]]] = {}
        for row in self.rows(
            "SELECT s.inspection_id, s.space_id, s.required, i.on_fail"
            " FROM inspected_spaces s JOIN inspections i ON i.id = s.inspection_id"
        ):
            spaces = inspections.setdefault(row["inspection_id"], {})
            spaces[row["space_id"]] = (row["required"], row["on_fail"] == "order")
        return Beginning(
            {row["id"]: row["round_id"] for row in self.rows("SELECT id, round_id FROM visits")},
            {row["id"]: row["person_id"] for row in self.rows("SELECT id, person_id FROM rounds")},
            {
                row["id"]: (row["state"], row["assigned_to_id"])
                for row in self.rows("SELECT id, state, assigned_to_id FROM work_orders")
            },
            inspections,
        )

    def _disconnect(self) -> None:
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()

    def _watch(self) -> None:
        engine = db.engine
        event.listen(engine, "begin", self._on_begin)
        commit = engine.dialect.do_commit

        def do_commit(connection: Any) -> None:
            self._die_at("before_commit")
            if self.refusals > 0:
                self.refusals -= 1
                raise sqlite3.OperationalError("database is locked")
            commit(connection)
            self._die_at("after_commit")

        engine.dialect.do_commit = do_commit  # type: ignore[method-assign]
        for name in ("do_execute", "do_executemany", "do_execute_no_params"):
            setattr(engine.dialect, name, self._fateful(getattr(engine.dialect, name)))

    def _fateful(self, execute: Callable[..., None]) -> Callable[..., None]:
        """A way to execute a statement, which may be the last thing that the server does."""

        def do_execute(*arguments: Any) -> None:
            if self._crash is not None:
                self._die_at("statement")
            execute(*arguments)

        return do_execute

    def _on_begin(self, connection: Any) -> None:
        if connection.get_execution_options().get("kierros_mode") != "write":
            return
        if self.is_busy > 0:
            self.is_busy -= 1
            raise Busy("database is locked")
        if self.is_full or self._was_full:
            self.database.fill(connection, self.is_full)
            self._was_full = self.is_full

    def _die_at(self, moment: str) -> None:
        if self._crash is None or self._crash.at != moment:
            return
        self._count += 1
        if self._count >= self._crash.count:
            self._crash = None
            raise ServerKilled

    def _keep_fault(self, _logger: object, method: str, event_dict: dict[str, Any]) -> Any:
        if method in {"error", "critical"}:
            error = event_dict.get("exc_info")
            what = f"{type(error).__name__}: {error}"[:300] if isinstance(error, BaseException) else ""
            self.faults.append(f"{event_dict.get('event')} {what}")
        raise structlog.DropEvent


def _silence() -> None:
    logging.disable(logging.CRITICAL)


def _environ(method: str, path: str, headers: Mapping[str, str], body: bytes) -> dict[str, Any]:
    path, _, query = path.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "kierros",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in headers.items():
        key = name.upper().replace("-", "_")
        environ[key if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value
    return environ
