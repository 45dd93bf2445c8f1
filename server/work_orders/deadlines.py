"""When an order has to be started or done. Pure: the caller gives the instant of receipt on the local clock.

Urgent: the clock starts at receipt, and work within the hour. Minor: by the end of the third weekday after the day of
receipt; what comes after office hours or on a day off counts as received on the next weekday.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from server.office_hours import OFFICE_HOURS, OfficeHours
from server.weekdays import is_weekday, weekdays_after

MINOR_WEEKDAYS = 3
URGENT_START_MINUTES = 60


def due_on(received: datetime, hours: OfficeHours = OFFICE_HOURS) -> date:
    """The last day for a minor order received at this local time; always a weekday."""
    return weekdays_after(counted_day(received, hours), MINOR_WEEKDAYS, hours.has_eves_off)


def start_by(received: datetime) -> datetime:
    """The instant by which an urgent order has to be started."""
    return received + timedelta(minutes=URGENT_START_MINUTES)


def counted_day(received: datetime, hours: OfficeHours = OFFICE_HOURS) -> date:
    """The weekday on which something received at this local time counts as received.

    What comes before the office opens counts as that day's, too.
    """
    day = received.date()
    if is_weekday(day, hours.has_eves_off) and received.time() < hours.closes:
        return day
    return weekdays_after(day, 1, hours.has_eves_off)
