"""Who needs a building's door and alarm codes: those with a round or an order there in the next days.

The subjects that know of work stand above this one, so they register here whom they send where.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

CODES_WEEKDAYS_AHEAD = 2
"""Codes are on the phone from the second weekday before the work: until the end of the second next weekday."""

VisitorProvider = Callable[[Session, Collection[str], datetime], Iterable[tuple[str, str]]]
"""(session, building ids, now) → (building id, person id) of those who need its codes now."""

_providers: dict[str, VisitorProvider] = {}


def register_visitors(name: str, provider: VisitorProvider) -> None:
    """Add a subject's visitors. The name lets an application be made twice in one process."""
    _providers[name] = provider


def visitors(session: Session, building_ids: Collection[str], now: datetime) -> Mapping[str, frozenset[str]]:
    """The persons who need the codes of each of these buildings now."""
    found: dict[str, set[str]] = defaultdict(set)
    for provider in _providers.values():
        for building_id, person_id in provider(session, building_ids, now):
            found[building_id].add(person_id)
    return {building_id: frozenset(persons) for building_id, persons in found.items()}
