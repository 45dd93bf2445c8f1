"""When the office is open, and somebody on duty takes over. Pure: instants are given on the local clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from server.weekdays import is_weekday


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """From when until when the office is open on weekdays, by the local clock; whether the two eves are days off
    (None: as is set, see weekdays.py).
    """

    opens: time = time(7)
    closes: time = time(16)
    has_eves_off: bool | None = None

    def is_open(self, at: datetime) -> bool:
        """Whether the office is open at this local time; at the minute of closing it is not any more."""
        return is_weekday(at.date(), self.has_eves_off) and self.opens <= at.time() < self.closes


OFFICE_HOURS = OfficeHours()
"""Where nothing else is set."""
