"""Places follow work: whoever holds a round or an order also needs the property, buildings and briefs it names.

The subjects that know of work stand above this one, so they register here who holds what. Buckets of districts and
companies take a place in along with the work. A person's own bucket takes it in only when the person has it in no other
bucket: a substitute from another district has, a regular cleaner has not, and so downloads each place once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from server.feed.once import once
from server.feed.scope import scopes_of
from server.places.buckets import is_passing


@dataclass(frozen=True, slots=True)
class Work:
    """Work that devices hold: its property, a building whose spaces or brief it needs (or none), and its bucket.

    `person_id` is given when the bucket is that person's own.
    """

    property_id: str
    building_id: str | None
    bucket: str
    person_id: str | None = None


WorkProvider = Callable[[Session, Collection[str], datetime], Iterable[Work]]
"""(session, property ids, now) → the work there."""

_providers: dict[str, WorkProvider] = {}


def register_work(name: str, provider: WorkProvider) -> None:
    """Add a subject's work. The name lets an application be made twice in one process."""
    _providers[name] = provider


def work_by_property(
    session: Session, property_ids: Collection[str], now: datetime
) -> Mapping[str, frozenset[Work]]:
    """All work that devices hold now, by property."""

    def ask() -> Mapping[str, frozenset[Work]]:
        found: dict[str, set[Work]] = defaultdict(set)
        for provider in _providers.values():
            for work in provider(session, property_ids, now):
                found[work.property_id].add(work)
        return {property_id: frozenset(works) for property_id, works in found.items()}

    # Districts, properties, buildings and briefs are built one after the other, most often of the same places.
    return once(session, ("work", frozenset(property_ids), now), ask)


def documents_of_building(building_id: str) -> tuple[str, str, str]:
    """Ids of the documents of a building that go where its work goes."""
    return f"building:{building_id}", f"brief:{building_id}", f"brief_codes:{building_id}"


class Following:
    """Adds the buckets of work to those of a place. Made once for a build: all persons' scopes are read together."""

    def __init__(self, session: Session, works: Mapping[str, frozenset[Work]], now: datetime) -> None:
        persons = {work.person_id for at_property in works.values() for work in at_property if work.person_id}
        self._scopes = once(
            session, ("scopes", frozenset(persons), now), lambda: scopes_of(session, persons, now)
        )

    def buckets(self, own: Iterable[str], works: Iterable[Work]) -> frozenset[str]:
        """The buckets of a place that lies in `own` by itself and where this work is."""
        works = list(works)
        shared = frozenset(own) | {work.bucket for work in works if work.person_id is None}
        lasting = frozenset(name for name in shared if not is_passing(name))
        return shared | {
            work.bucket
            for work in works
            if work.person_id is not None and lasting.isdisjoint(self._scopes[work.person_id])
        }
