"""The same landlord and phones as above, on a server in this process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.database import transaction
from server.people.models import Person
from server.people.passwords import set_password
from tests.e2e.conftest import PASSWORD, USERNAME, Place
from tests.e2e.full_outbox.threaded_server import ThreadedServer
from tests.world import make_world


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """A server with the small landlord of tests/world.py."""
    instance = tmp_path / "instance"
    instance.mkdir()
    server = ThreadedServer(instance)
    with server.app.app_context(), transaction() as session:
        world = make_world(session)
        supervisor = session.get_one(Person, world.supervisor)
        supervisor.username = USERNAME
        set_password(supervisor, PASSWORD)
    server.start()
    yield Place(server, world)
    server.stop()
