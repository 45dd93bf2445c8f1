"""The office hours of an area: what is set for it, otherwise what is usual. Nothing else knows where they come from.

They count for what is received, and for who is on duty, from when they are set. What was promised of an order stays:
its deadlines were computed when it was received, and only the resident's wishes move them.
"""

from __future__ import annotations

from datetime import time

from sqlalchemy.orm import Session

from server.office_hours import OFFICE_HOURS, OfficeHours
from server.places.models import Area


def office_hours_of(session: Session, area_code: str) -> OfficeHours:
    """When the office of an area is open; of an area that is not known, the usual hours."""
    area = session.get(Area, area_code)
    if area is None or area.opens is None or area.closes is None:
        return OFFICE_HOURS
    return OfficeHours(area.opens, area.closes, OFFICE_HOURS.has_eves_off)


class OfficeHoursInvalid(Exception):
    """An office opens before it closes, on the same day."""


def set_office_hours(session: Session, area: Area, opens: time, closes: time) -> None:
    """Set when an area's office is open on weekdays.

    Raises:
        OfficeHoursInvalid: it would close before it opens.
    """
    session.refresh(area, with_for_update=True)
    if closes <= opens:
        raise OfficeHoursInvalid
    area.opens, area.closes = opens, closes


def use_usual_hours(session: Session, area: Area) -> None:
    """Let the usual hours be an area's again."""
    session.refresh(area, with_for_update=True)
    area.opens = area.closes = None
