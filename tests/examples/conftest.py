"""Fixtures of the example client's tests: a device on a scripted server, and a small landlord's real server."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from server import create_app
from server.config import settings_from_environment
from server.database import db, transaction
from server.people.join_codes import make_code
from server.people.models import Person
from tests.conftest import IS_POSTGRESQL, NewDatabase
from tests.e2e.server_process import ServerProcess
from tests.examples.kierros import Kierros
from tests.examples.scripted import OWN, Scripted, answer, line, scripted_server
from tests.world import World, make_world


@pytest.fixture
def scripted() -> Iterator[Scripted]:
    """A server that answers as the test says."""
    with scripted_server() as server:
        yield server


@pytest.fixture
def device(scripted: Scripted, tmp_path: Path) -> Kierros:
    """A device that has joined there and holds a round."""
    device = Kierros(tmp_path / "device")
    device.done("join", scripted.url, "4XK7-P2QD")
    scripted.will(answer(line(1), cursor={OWN: 1}, scope={"add": [OWN], "drop": []}))
    device.done("pull")
    return device


@dataclass(frozen=True, slots=True)
class Landlord:
    """A running server and the landlord in its database."""

    server: ServerProcess
    world: World

    def device_of(self, person_id: str, store: Path) -> Kierros:
        """A device that has joined with a new code of the person."""
        with self.beside(), transaction() as session:
            code = make_code(session, session.get_one(Person, person_id), None, 600, datetime.now(UTC))
        device = Kierros(store)
        device.done("join", self.server.url, code)
        return device

    def command(self, *arguments: str) -> None:
        """Give a command of the server's."""
        with self.beside() as app:
            _command(app, *arguments)

    def beside(self) -> AbstractContextManager[Flask]:
        """The application on the server's database, in another process than the server, as commands are."""
        return _beside(self.server)


@contextmanager
def _beside(server: ServerProcess) -> Iterator[Flask]:
    app = create_app(settings_from_environment(server.environment))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def _command(app: Flask, *arguments: str) -> None:
    db.session.remove()
    result = app.test_cli_runner().invoke(args=list(arguments))
    assert result.exit_code == 0, result.output


@pytest.fixture
def landlord(
    new_database: NewDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Landlord]:
    """The small landlord of tests/world.py, served on loopback."""
    if IS_POSTGRESQL:
        from tests.postgresql import PROGRAMS

        monkeypatch.setenv("PATH", str(PROGRAMS), prepend=os.pathsep)
    instance = tmp_path / "instance"
    instance.mkdir()
    with new_database(instance) as url:
        server = ServerProcess(instance, url)
        with _beside(server) as app:
            _command(app, "init")
            with transaction() as session:
                world = make_world(session)
        server.start()
        yield Landlord(server, world)
        server.stop()
