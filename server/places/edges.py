"""Documents of places that change as days pass."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.feed.window import CATCH_UP_DAYS, days_entered, span_left
from server.local_time import local_day
from server.places.brief_documents import CONFIRMED_DAYS
from server.places.models import BriefConfirmation, BriefItem, District


def ids_at_edges(session: Session, now: datetime) -> list[str]:
    """Ids of briefs of which an item began or ceased to hold lately, of all codes, and of confirmations that a year
    has passed since, for the daily job to touch. Codes: who has work in the next days changes every day. Districts:
    they bear a setting, which may be another since the last start.
    """
    today = local_day(now)
    ended = BriefItem.valid_to.between(today - timedelta(days=CATCH_UP_DAYS), today - timedelta(days=1))
    begun = BriefItem.valid_from.between(*days_entered(now))
    briefs = select(BriefItem.building_id).where(ended | begun).distinct()
    is_or_was_valid = BriefItem.valid_to.is_(None) | (
        BriefItem.valid_to >= today - timedelta(days=CATCH_UP_DAYS)
    )
    codes = select(BriefItem.building_id).where(BriefItem.is_sensitive, is_or_was_valid).distinct()
    begin, until = span_left(now, CONFIRMED_DAYS)
    confirmations = select(BriefConfirmation.id).where(
        BriefConfirmation.at >= begin, BriefConfirmation.at < until
    )
    return [
        *(f"district:{code}" for code in session.scalars(select(District.code))),
        *(f"brief:{key}" for key in session.scalars(briefs)),
        *(f"brief_codes:{key}" for key in session.scalars(codes)),
        *(f"brief_confirmation:{key}" for key in session.scalars(confirmations)),
    ]
