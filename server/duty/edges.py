"""Documents of duty that change as days pass."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.duty.documents import ROSTER_DAYS_AHEAD, ROSTER_DAYS_BACK
from server.duty.models import DutyAlert, DutyShift
from server.feed import window
from server.local_time import day_begin, local_day


def ids_at_edges(session: Session, now: datetime) -> list[str]:
    """Ids of rosters around today, of shifts that came into or left the window lately, and of alerts that left it."""
    today = local_day(now)
    lately = day_begin(today - timedelta(days=window.CATCH_UP_DAYS + ROSTER_DAYS_BACK))
    ahead = day_begin(today + timedelta(days=ROSTER_DAYS_AHEAD + 1))
    first, last = window.days_entered(now)
    around = DutyShift.begins_at < ahead, DutyShift.ends_at > lately
    entered = (
        DutyShift.begins_at >= day_begin(first),
        DutyShift.begins_at < day_begin(last + timedelta(days=1)),
    )
    areas = session.scalars(select(DutyShift.area_code).where(*around).distinct())
    ended = DutyShift.ends_at.between(lately, day_begin(today))
    begin, until = window.span_left(now)
    left = select(DutyAlert.id).where(DutyAlert.ended_at >= begin, DutyAlert.ended_at < until)
    return [
        *(f"duty_roster:{code}" for code in areas),
        *(f"duty_shift:{key}" for key in session.scalars(select(DutyShift.id).where(*entered))),
        *(f"duty_shift:{key}" for key in session.scalars(select(DutyShift.id).where(ended))),
        *(f"duty_alert:{key}" for key in session.scalars(left)),
    ]
