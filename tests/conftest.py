"""Fixtures of all server tests: an application on a fresh database, on SQLite or on PostgreSQL.

Each test gets a copy of one empty database. With `KIERROS_TEST_DATABASE=postgresql` these are databases of one server,
which the run starts for itself and all its workers.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

import pytest
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from sqlalchemy import make_url
from sqlalchemy.orm import Session

from server import create_app
from server.config import Settings
from server.database import db, migrate, transaction
from server.feed.history import begin_history
from tests.world import World, make_world

# How long an example takes says something of the machine, not of the code: bench/ measures.
hypothesis_settings.register_profile("kierros", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("kierros")

NewApp = Callable[[Settings], Flask]
NewDatabase = Callable[[Path], AbstractContextManager[str]]
IS_POSTGRESQL = os.environ.get("KIERROS_TEST_DATABASE") == "postgresql"
_SERVER_URL = "KIERROS_TEST_SERVER_URL"
"""Set by the process that starts the others: one server is for all of them."""

_server = ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    """Start the server before any worker, unless this is one."""
    if IS_POSTGRESQL and not hasattr(config, "workerinput"):
        from tests.postgresql import running_server

        os.environ[_SERVER_URL] = _server.enter_context(running_server())


def pytest_unconfigure() -> None:
    """Stop it after the last."""
    _server.close()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what touches a database: all else is the same, and runs with SQLite."""
    if not IS_POSTGRESQL:
        return
    touching = [item for item in items if "new_database" in getattr(item, "fixturenames", ())]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(touching)])
    items[:] = touching


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """A PostgreSQL server: the run's own, or one for the tests that need it while the others are on SQLite."""
    if IS_POSTGRESQL:
        yield os.environ[_SERVER_URL]
        return
    from tests.postgresql import running_server

    with running_server() as url:
        yield url


@pytest.fixture(scope="session")
def new_database(request: pytest.FixtureRequest) -> NewDatabase:
    """A function that gives the URL of a database without tables, of the run's kind, for as long as a `with` lasts."""

    @contextmanager
    def make(folder: Path) -> Iterator[str]:
        if not IS_POSTGRESQL:
            yield f"sqlite:///{folder / 'kierros.sqlite'}"
            return
        from tests.postgresql import fresh_database

        with fresh_database(request.getfixturevalue("postgresql_url")) as url:
            yield url

    return make


@pytest.fixture(scope="session")
def template(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest, new_database: NewDatabase
) -> Iterator[str]:
    """A database with tables and an epoch and nothing else, to be copied: a file's path, or a database's name."""
    folder = tmp_path_factory.mktemp("template")
    with new_database(folder) as url:
        _fill(url, folder)
        yield make_url(url).database or ""


def _fill(url: str, folder: Path) -> None:
    app = create_app(Settings(instance_path=folder, database_url=url, secret_key="test"))
    with app.app_context():
        db.create_all()
        with db.engine.connect().execution_options(kierros_mode="write") as connection:
            MigrationContext.configure(connection).stamp(ScriptDirectory(migrate.directory), "head")
            connection.commit()
        with transaction() as session:
            begin_history(session)
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def settings(template: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Settings]:
    """Settings over a fresh database."""
    if not IS_POSTGRESQL:
        copy = tmp_path / "kierros.sqlite"
        shutil.copyfile(template, copy)
        yield Settings(instance_path=tmp_path, database_url=f"sqlite:///{copy}", secret_key="test")
        return
    from tests.postgresql import fresh_database

    with fresh_database(request.getfixturevalue("postgresql_url"), template) as url:
        yield Settings(instance_path=tmp_path, database_url=url, secret_key="test")


@pytest.fixture
def new_app() -> Iterator[NewApp]:
    """A function that makes an application; its connections are closed at the end."""
    with ExitStack() as made:

        def make(settings: Settings) -> Flask:
            app = create_app(settings)
            made.callback(_close, app)
            return app

        yield make


def _close(app: Flask) -> None:
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(new_app: NewApp, settings: Settings) -> Iterator[Flask]:
    """The application, with its context pushed; requests in tests are not rate-limited unless the test says so."""
    app = new_app(settings)
    app.config.update(TESTING=True, KIERROS_JOIN_LIMIT="100000 per minute")
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with app.app_context():
        yield app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client without cookies or token."""
    return app.test_client()


@pytest.fixture
def session(app: Flask) -> Session:
    """The application context's session, for reading and for services; write inside `transaction()`."""
    return db.session()


@pytest.fixture
def world(app: Flask) -> World:
    """A small landlord: see tests/world.py."""
    with transaction() as session:
        return make_world(session)
