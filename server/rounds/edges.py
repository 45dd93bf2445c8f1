"""Documents of rounds that enter or leave the devices' window as days pass."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from server.feed import window
from server.local_time import local_day
from server.places.models import Property, Space
from server.places.work import documents_of_building
from server.rounds.documents import UNASSIGNED_DAYS_BACK
from server.rounds.models import Cover, Round, Visit


def ids_at_edges(session: Session, now: datetime) -> list[str]:
    """Ids of rounds that came into or left the window lately, and of their places, for the daily job to touch."""
    last_offered = local_day(now) - timedelta(days=UNASSIGNED_DAYS_BACK + 1)
    at_edge = or_(
        Round.on.between(*window.days_entered(now)),
        Round.on.between(*window.days_left(now)),
        Round.person_id.is_(None)
        & Round.on.between(last_offered - timedelta(days=window.CATCH_UP_DAYS - 1), last_offered),
        Round.cover_id.in_(_covers_ended(now)),
    )
    ids: dict[str, None] = {}
    statement = (
        select(Round.id, Round.property_id, Round.building_id, Property.district_code)
        .join(Property, Property.id == Round.property_id)
        .where(at_edge)
    )
    for row in session.execute(statement):
        ids[f"round:{row.id}"] = None
        ids |= dict.fromkeys((f"property:{row.property_id}", f"district:{row.district_code}"))
        if row.building_id is not None:
            ids |= dict.fromkeys(documents_of_building(row.building_id))
    yards = (
        select(Space.building_id)
        .join(Visit, Visit.space_id == Space.id)
        .join(Round, Round.id == Visit.round_id)
        .where(at_edge, Round.building_id.is_(None))
        .distinct()
    )
    for building_id in session.scalars(yards):
        ids |= dict.fromkeys(documents_of_building(building_id))
    return list(ids)


def _covers_ended(now: datetime) -> Select[str]:
    """Covers that were over lately: what came by them leaves the phones."""
    last = local_day(now) - timedelta(days=1)
    return select(Cover.id).where(
        Cover.ends_on.between(last - timedelta(days=window.CATCH_UP_DAYS - 1), last)
    )
