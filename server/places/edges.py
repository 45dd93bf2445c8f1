"""Documents of places that change as days pass."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.feed.window import CATCH_UP_DAYS
from server.local_time import local_day
from server.places.models import BriefItem


def ids_at_edges(session: Session, now: datetime) -> list[str]:
    """Ids of briefs of which an item's validity ended lately, for the daily job to touch."""
    today = local_day(now)
    statement = (
        select(BriefItem.building_id)
        .where(BriefItem.valid_to.between(today - timedelta(days=CATCH_UP_DAYS), today - timedelta(days=1)))
        .distinct()
    )
    return [f"brief:{key}" for key in session.scalars(statement)]
