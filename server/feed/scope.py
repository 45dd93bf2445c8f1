"""Who may have which buckets (docs/protocol.md, step 7). Asked at every request, never remembered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

MAX_BUCKETS = 64

ScopeProvider = Callable[[Session, str, datetime], frozenset[str]]
"""(session, person id, instant) → names of buckets."""

_providers: dict[str, ScopeProvider] = {}


def register_scope(name: str, provider: ScopeProvider) -> None:
    """Add a subject's buckets to the scope of persons. The name lets an application be made twice in one process."""
    _providers[name] = provider


def scope_of(session: Session, person_id: str, at: datetime) -> frozenset[str]:
    """All buckets of a person at an instant; cut at 64, in the order of their names."""
    names: set[str] = set()
    for provider in _providers.values():
        names |= provider(session, person_id, at)
    return frozenset(sorted(names)[:MAX_BUCKETS])
