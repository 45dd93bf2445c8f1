"""The demo landlord on a database of its own, and the server on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from bench.padding import add_orders
from server import create_app
from server.config import settings_from_environment
from server.database import db, transaction
from server.feed.models import Bucket
from server.feed.scope import scope_of
from server.people.join_codes import make_code
from server.people.models import Person
from tests.e2e.server_process import ServerProcess


class Landlord:
    """A database in a folder."""

    def __init__(self, folder: Path) -> None:
        self.process = ServerProcess(folder, f"sqlite:///{folder / 'kierros.sqlite'}")
        self.app = create_app(settings_from_environment(self.process.environment))

    def make(self) -> None:
        """Set up the database and load the demo."""
        runner = self.app.test_cli_runner()
        for command in (["init"], ["demo", "load"]):
            result = runner.invoke(args=command)
            if result.exit_code != 0:
                raise RuntimeError(f"{command}: {result.output} {result.exception}")

    @contextmanager
    def running(self) -> Iterator[ServerProcess]:
        """The server, while it is needed."""
        self.process.start()
        try:
            yield self.process
        finally:
            self.process.stop()

    def person_of_role(self, role: str) -> str:
        """The first active person of a role at the landlord."""
        with self.app.app_context():
            statement = (
                select(Person.id).where(Person.role == role, Person.is_active).order_by(Person.id).limit(1)
            )
            return db.session.scalars(statement).one()

    def join_code(self, person_id: str) -> str:
        """A one-time code."""
        with self.app.app_context(), transaction() as session:
            return make_code(session, session.get_one(Person, person_id), None, 3600, datetime.now(UTC))

    def documents_of(self, person_id: str) -> int:
        """How many documents, over all buckets, the person's phone gets."""
        with self.app.app_context():
            scope = scope_of(db.session(), person_id, datetime.now(UTC))
            return sum(db.session.scalars(select(Bucket.documents).where(Bucket.name.in_(scope))))

    def pad_scope(self, person_id: str, documents: int) -> None:
        """Fill the person's own bucket with orders until the scope holds so many documents."""
        missing = documents - self.documents_of(person_id)
        with self.app.app_context(), transaction() as session:
            add_orders(session, person_id, missing)
