"""Fixtures of the browser tests: the real server on a small landlord's database, phones, a supervisor's desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Playwright, sync_playwright
from sqlalchemy.orm import Session

from server import create_app
from server.config import settings_from_environment
from server.database import db, transaction
from server.people.join_codes import make_code
from server.people.models import Person
from server.people.passwords import set_password
from tests.conftest import NewDatabase
from tests.e2e.browser import Chromium
from tests.e2e.phone import Phone
from tests.e2e.server_process import ServerProcess
from tests.world import World, make_world

PASSWORD = "kahvia ennen kuutta"
USERNAME = "sari.salo"


@dataclass(frozen=True, slots=True)
class Place:
    """A running server and the landlord in its database."""

    server: ServerProcess
    world: World

    def code_for(self, person_id: str) -> str:
        """A one-time code, as a supervisor would make it."""
        with _beside(self.server), transaction() as session:
            return make_code(session, session.get_one(Person, person_id), None, 600, datetime.now(UTC))

    def change(self, change: Callable[[Session], None]) -> None:
        """Change the landlord's data in one transaction, beside the running server."""
        with _beside(self.server), transaction() as session:
            change(session)


@contextmanager
def _beside(server: ServerProcess) -> Iterator[Flask]:
    """The application on the server's database, in a process beside it, as commands are."""
    app = create_app(settings_from_environment(server.environment))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def playwright_process() -> Iterator[Playwright]:
    """The driver that speaks to browsers."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture
def place(new_database: NewDatabase, tmp_path: Path) -> Iterator[Place]:
    """A server with the small landlord of tests/world.py."""
    instance = tmp_path / "instance"
    instance.mkdir()
    with new_database(instance) as url:
        server = ServerProcess(instance, url)
        with _beside(server) as app:
            result = app.test_cli_runner().invoke(args=["init"])
            assert result.exit_code == 0, result.output
            with transaction() as session:
                world = make_world(session)
                supervisor = session.get_one(Person, world.supervisor)
                supervisor.username = USERNAME
                set_password(supervisor, PASSWORD)
        server.start()
        yield Place(server, world)
        server.stop()


@pytest.fixture
def new_phone(
    playwright_process: Playwright, tmp_path: Path, place: Place
) -> Iterator[Callable[[str], Phone]]:
    """A function that gives a person's phone, joined."""
    phones: list[Phone] = []

    def make(person_id: str) -> Phone:
        phone = Phone(playwright_process, tmp_path / f"phone-{len(phones)}", place.server.url)
        phones.append(phone)
        phone.join(place.code_for(person_id))
        return phone

    yield make
    for phone in phones:
        phone.kill()


@pytest.fixture
def desk(playwright_process: Playwright, tmp_path: Path) -> Iterator[Chromium]:
    """A browser for the console."""
    chromium = Chromium(playwright_process, tmp_path / "desk")
    yield chromium
    chromium.kill()
