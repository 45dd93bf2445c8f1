"""Counts how much phones hold: a first download should be hundreds of documents, not thousands."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from statistics import median

import click
from sqlalchemy import select

from server.database import snapshot
from server.feed.models import Bucket
from server.feed.scope import scope_of
from server.people.models import Organisation, Person


def scopes() -> None:
    """Print by role how many documents a person has (least, median, most), and how many buckets at most."""
    documents: dict[tuple[str, str], list[int]] = defaultdict(list)
    buckets: dict[tuple[str, str], list[int]] = defaultdict(list)
    now = datetime.now(UTC)
    with snapshot() as session:
        held = {row.name: row.documents for row in session.scalars(select(Bucket))}
        people = session.execute(
            select(Person.id, Person.role, Organisation.kind)
            .join(Organisation, Organisation.id == Person.organisation_id)
            .where(Person.is_active)
        ).all()
        for person_id, role, kind in people:
            names = scope_of(session, person_id, now)
            documents[kind, role].append(sum(held.get(name, 0) for name in names))
            buckets[kind, role].append(len(names))
    click.echo(_line("employer", "role", "persons", "least", "median", "most", "buckets"))
    for kind, role in sorted(documents):
        counts = documents[kind, role]
        middle = f"{median(counts):.0f}"
        click.echo(_line(kind, role, len(counts), min(counts), middle, max(counts), max(buckets[kind, role])))


def _line(kind: str, role: str, *figures: object) -> str:
    return f"{kind:16}{role:18}" + "".join(f"{figure!s:>9}" for figure in figures)
