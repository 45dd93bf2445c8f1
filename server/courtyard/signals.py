"""What other subjects may listen to: dangers on playgrounds, in the transaction of the record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from blinker import signal

danger_found = signal("courtyard.danger_found")
"""Sent by a `Danger` with `session`. A correction may send it again: it must not lead to a second order."""


@dataclass(frozen=True, slots=True)
class Danger:
    """What a record found at high risk, in the finder's words; `is_closed_off`: nobody can get hurt meanwhile."""

    record_id: str
    property_id: str
    building_id: str | None
    space_id: str | None
    by_id: str
    at: datetime
    received_at: datetime
    what: tuple[str, ...]
    is_closed_off: bool
