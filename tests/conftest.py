"""Fixtures of all server tests: an application on a fresh database, on SQLite or on PostgreSQL.

SQLite: each test gets a copy of one empty database. PostgreSQL (`KIERROS_TEST_DATABASE=postgresql`): one server for
the run, one database for each test, made from a template.
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from server import create_app
from server.config import Settings
from server.database import db, transaction
from server.feed.history import begin_history
from tests.world import World, make_world

# How long an example takes says something of the machine, not of the code: bench/ measures.
hypothesis_settings.register_profile("kierros", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("kierros")

IS_POSTGRESQL = os.environ.get("KIERROS_TEST_DATABASE") == "postgresql"


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database with tables and an epoch and nothing else: a file's path, or a template's URL."""
    folder = tmp_path_factory.mktemp("empty")
    if not IS_POSTGRESQL:
        path = folder / "empty.sqlite"
        _fill(f"sqlite:///{path}", folder)
        with create_engine(f"sqlite:///{path}").connect() as connection:
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        yield str(path)
        return
    from tests.postgresql import running_server

    with running_server(folder) as make_database:
        url = make_database("empty", None)
        _fill(url, folder)
        yield url


def _fill(url: str, folder: Path) -> None:
    app = create_app(Settings(instance_path=folder, database_url=url, secret_key="test"))
    with app.app_context():
        db.create_all()
        with transaction() as session:
            begin_history(session)
        db.engine.dispose()


@pytest.fixture
def settings(empty_database: str, tmp_path: Path) -> Iterator[Settings]:
    """Settings over a fresh database."""
    if not IS_POSTGRESQL:
        copy = tmp_path / "kierros.sqlite"
        shutil.copyfile(empty_database, copy)
        yield Settings(instance_path=tmp_path, database_url=f"sqlite:///{copy}", secret_key="test")
        return
    from tests.postgresql import database_from_template

    with database_from_template(empty_database, f"t{uuid.uuid4().hex}") as url:
        yield Settings(instance_path=tmp_path, database_url=url, secret_key="test")


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The application, with its context pushed; requests in tests are not rate-limited unless the test says so."""
    app = create_app(settings)
    app.config.update(TESTING=True, KIERROS_JOIN_LIMIT="100000 per minute")
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


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
