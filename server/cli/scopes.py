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
    """Print how many documents and buckets the persons of each role have: least, median, most."""
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
    click.echo(f"{'':34}{'documents':>22}{'buckets':>12}")
    click.echo(f"{'employer':16}{'role':18}{'least median   most':>22}{'most':>12}{'persons':>9}")
    for kind, role in sorted(documents):
        counts = documents[kind, role]
        figures = f"{min(counts):6}{median(counts):7.0f}{max(counts):7}"
        click.echo(f"{kind:16}{role:18}{figures:>22}{max(buckets[kind, role]):12}{len(counts):9}")
