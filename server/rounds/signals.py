"""What other subjects may listen to: skipped spaces whose plan asks for an order, in the transaction of the record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from blinker import signal

space_skipped = signal("rounds.space_skipped")
"""Sent by a `SkippedSpace` with `session`. Sent again for the same skip, it must not lead to a second order."""

skip_undone = signal("rounds.skip_undone")
"""Sent by a `SkippedSpace` with `session` and `at`: the space was done after all, or the skip taken back."""


@dataclass(frozen=True, slots=True)
class SkippedSpace:
    """A visit that was skipped. `skip_id` is the operation that said so; `reason` and `text` are of it."""

    skip_id: str
    round_id: str
    space_id: str
    property_id: str
    building_id: str | None
    work: str
    by_id: str
    at: datetime
    reason: str
    text: str | None
