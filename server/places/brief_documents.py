"""The documents `brief`, `brief_codes` and `brief_confirmation` (docs/documents.md)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.feed import window
from server.feed.fields import day, instant
from server.feed.registry import Built
from server.local_time import local_day
from server.places import buckets
from server.places.codes import visitors
from server.places.documents import buckets_of_buildings, building_rows
from server.places.models import BriefConfirmation, BriefItem

CONFIRMED_DAYS = 365
"""For so long a confirmation counts, and is held by its person's devices."""


def build_briefs(session: Session, keys: Collection[str], now: datetime) -> Mapping[str, Built]:
    """Briefs, where their buildings are: items that hold now or within the window. Codes are only said to be there.

    A building without any item has no brief.
    """
    items = _items(session, keys, now)
    rows = building_rows(session, items)
    held = buckets_of_buildings(session, rows, now)
    return {
        row.id: Built(
            held[row.id],
            {
                "building": f"building:{row.id}",
                "items": [_item(item) for item in items[row.id] if not item.is_sensitive],
                "has_codes": any(item.is_sensitive for item in items[row.id]),
            },
        )
        for row in rows
    }


def build_codes(session: Session, keys: Collection[str], now: datetime) -> Mapping[str, Built]:
    """Door and alarm codes: with each person who has work in the building in the next days, and nowhere else."""
    items = {
        building_id: [item for item in found if item.is_sensitive]
        for building_id, found in _items(session, keys, now).items()
    }
    with_codes = {building_id: found for building_id, found in items.items() if found}
    persons = visitors(session, with_codes.keys(), now) if with_codes else {}
    return {
        building_id: Built(
            frozenset(map(buckets.person, persons.get(building_id, ()))),
            {"building": f"building:{building_id}", "items": [_item(item) for item in found]},
        )
        for building_id, found in with_codes.items()
    }


def build_confirmations(session: Session, keys: Collection[str], now: datetime) -> Mapping[str, Built]:
    """What a person has read and confirmed: for a year, the person's own devices hold it."""
    statement = select(*BriefConfirmation.__table__.columns).where(
        BriefConfirmation.id.in_(keys), BriefConfirmation.at >= window.begin(now, CONFIRMED_DAYS)
    )
    return {
        row.id: Built(
            frozenset({buckets.person(row.person_id)}),
            {
                "building": f"building:{row.building_id}",
                "items": row.items,
                "by": f"person:{row.person_id}",
                "at": instant(row.at),
            },
        )
        for row in session.execute(statement)
    }


def _items(session: Session, keys: Collection[str], now: datetime) -> Mapping[str, Sequence[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    statement = (
        select(*BriefItem.__table__.columns)
        .where(BriefItem.building_id.in_(keys))
        .where(BriefItem.valid_to.is_(None) | (BriefItem.valid_to >= local_day(now)))
        .where(BriefItem.valid_from.is_(None) | (BriefItem.valid_from <= window.last_day(now)))
        .order_by(BriefItem.id)
    )
    for item in session.execute(statement):
        found[item.building_id].append(item)
    return found


def _item(item: Any) -> dict[str, Any]:
    return {
        "id": item.id,
        "topic": item.topic,
        "text": item.text,
        "language": item.language,
        "valid_from": day(item.valid_from),
        "valid_to": day(item.valid_to),
    }
