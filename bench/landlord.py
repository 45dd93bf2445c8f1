"""The demo landlord on a database of its own, and work beyond what one person has."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from bench.instance import Instance
from bench.padding import add_orders
from server.database import db, transaction
from server.feed.models import Bucket
from server.feed.scope import scope_of
from server.jobs import make_snapshots
from server.people.models import Person


class Landlord(Instance):
    """A city at full scale."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.command("demo", "load")

    def person_of_role(self, role: str) -> str:
        """The first active person of a role at the landlord."""
        with self.app.app_context():
            statement = (
                select(Person.id).where(Person.role == role, Person.is_active).order_by(Person.id).limit(1)
            )
            return db.session.scalars(statement).one()

    def documents_of(self, person_id: str) -> int:
        """How many documents, over all buckets, the person's phone gets."""
        with self.app.app_context():
            scope = scope_of(db.session(), person_id, datetime.now(UTC))
            return sum(db.session.scalars(select(Bucket.documents).where(Bucket.name.in_(scope))))

    def pad_scope(self, person_id: str, documents: int) -> None:
        """Fill the person's own bucket with orders until the scope holds so many documents.

        Then the nightly job makes the snapshots that are due, as it would of a bucket that has grown so large.
        """
        missing = documents - self.documents_of(person_id)
        with self.app.app_context():
            with transaction() as session:
                add_orders(session, person_id, missing)
            make_snapshots(datetime.now(UTC))
