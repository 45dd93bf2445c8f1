"""How supervisors keep up with the log: mostly within hours; a few people's last days, and today, are still to be looked at."""

from __future__ import annotations

from datetime import datetime, timedelta

from server.demo.chance import Chance
from server.demo.entities import DemoPerson
from server.demo.journal import Review
from server.demo.staff import Staff
from server.local_time import local_day

_LAGGING = 24
"""Every so many workers wait for their supervisor for some days."""
_LAG_DAYS = 3


class Reviewing:
    """The journal's rule for entries that need a review."""

    def __init__(self, chance: Chance, staff: Staff, now: datetime) -> None:
        self._chance = chance
        self._supervisor_of = staff.supervisor_of
        self._lagging = frozenset(person.id for person in staff.workers[::_LAGGING])
        self._now = now

    def review_of(self, person: DemoPerson, received_at: datetime, district: str) -> Review:
        """Approved by the supervisor of the person's employer there, or still open."""
        reviewed_at = received_at + timedelta(minutes=self._chance.randint(40, 240))
        is_of_today = local_day(received_at) == local_day(self._now)
        is_behind = person.id in self._lagging and self._now - received_at < timedelta(days=_LAG_DAYS)
        if is_of_today or is_behind or reviewed_at > self._now:
            return Review("open")
        return Review("approved", self._supervisor_of[person.organisation_id, district].id, reviewed_at)
