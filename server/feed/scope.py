"""Who may have which buckets (docs/protocol.md, step 7). Asked at every request, never remembered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from server.database import chunks

MAX_BUCKETS = 64

ScopeProvider = Callable[[Session, Collection[str], datetime], Mapping[str, frozenset[str]]]
"""(session, person ids, instant) → names of buckets by person; who has none may be left out."""

_providers: dict[str, ScopeProvider] = {}


def register_scope(name: str, provider: ScopeProvider) -> None:
    """Add a subject's buckets to the scope of persons. The name lets an application be made twice in one process."""
    _providers[name] = provider


def scope_of(session: Session, person_id: str, at: datetime) -> frozenset[str]:
    """All buckets of a person at an instant; cut at 64, in the order of their names."""
    return scopes_of(session, [person_id], at)[person_id]


def scopes_of(session: Session, person_ids: Collection[str], at: datetime) -> Mapping[str, frozenset[str]]:
    """The scope of each of many persons, in few queries."""
    names: dict[str, set[str]] = defaultdict(set)
    for provider in _providers.values():
        for batch in chunks(person_ids):
            for person_id, buckets in provider(session, batch, at).items():
                names[person_id] |= buckets
    return {person_id: frozenset(sorted(names[person_id])[:MAX_BUCKETS]) for person_id in person_ids}
