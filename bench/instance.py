"""An instance folder with a database of its own, and the server on it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from bench.device import Device
from bench.served import Served, serving
from server import create_app
from server.config import settings_from_environment
from server.database import transaction
from server.people.join_codes import make_code
from server.people.models import Person

_CODE_SECONDS = 3_600


class Instance:
    """A SQLite database in a folder, set up by the command for it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("KIERROS_")},
            "KIERROS_INSTANCE": str(folder),
            "KIERROS_DATABASE_URL": f"sqlite:///{folder / 'kierros.sqlite'}",
        }
        self.app = create_app(settings_from_environment(self.environment))
        self.command("init")

    def command(self, *words: str) -> None:
        """Run `flask --app server …`."""
        result = self.app.test_cli_runner().invoke(args=list(words))
        if result.exit_code != 0:
            raise RuntimeError(f"{words}: {result.output} {result.exception}")

    @contextmanager
    def running(self) -> Iterator[Served]:
        """The server, while it is needed."""
        with serving(self.folder, self.environment) as served:
            yield served

    def join_code(self, person_id: str) -> str:
        """A one-time code."""
        with self.app.app_context(), transaction() as session:
            return make_code(
                session, session.get_one(Person, person_id), None, _CODE_SECONDS, datetime.now(UTC)
            )

    def join(self, served: Served, person_id: str) -> Device:
        """A new device of a person."""
        return Device(served.url, person_id, self.join_code(person_id))
