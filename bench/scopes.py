"""How many documents, and how many buckets, the phones of each role hold."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from statistics import median

from sqlalchemy import select

from bench.figures import Row, table
from bench.landlord import Landlord
from server.database import db
from server.feed.models import Bucket
from server.feed.scope import scope_of
from server.people.models import Organisation, Person


def report(landlord: Landlord) -> str:
    """Smallest, middle and largest count of documents by role and kind of employer."""
    documents: dict[tuple[str, str], list[int]] = defaultdict(list)
    buckets: dict[tuple[str, str], list[int]] = defaultdict(list)
    with landlord.app.app_context():
        session = db.session()
        held = {row.name: row.documents for row in session.scalars(select(Bucket))}
        people = session.execute(
            select(Person.id, Person.role, Organisation.kind)
            .join(Organisation, Organisation.id == Person.organisation_id)
            .where(Person.is_active)
        ).all()
        now = datetime.now(UTC)
        for person_id, role, kind in people:
            scope = scope_of(session, person_id, now)
            documents[role, kind].append(sum(held.get(name, 0) for name in scope))
            buckets[role, kind].append(len(scope))
    rows: list[Row] = [("role", "documents: least, median, most", "buckets at most")]
    for key in sorted(documents):
        counts = documents[key]
        rows.append(
            (
                f"{key[0]} ({key[1]}, {len(counts)} persons)",
                f"{min(counts)}, {median(counts):.0f}, {max(counts)}",
                str(max(buckets[key])),
            )
        )
    return table("Documents in a person's first download", rows)
