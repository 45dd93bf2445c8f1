"""The office hours of an area: what is set for it, otherwise what is usual. Nothing else knows where they come from."""

from __future__ import annotations

from sqlalchemy.orm import Session

from server.office_hours import OFFICE_HOURS, OfficeHours
from server.places.models import Area


def office_hours_of(session: Session, area_code: str) -> OfficeHours:
    """When the office of an area is open; of an area that is not known, the usual hours."""
    area = session.get(Area, area_code)
    if area is None or area.opens is None or area.closes is None:
        return OFFICE_HOURS
    return OfficeHours(area.opens, area.closes, OFFICE_HOURS.has_eves_off)
