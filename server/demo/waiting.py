"""Orders of the demo that wait, and reports of one defect that were merged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from server.demo.chance import Chance
from server.demo.rows import Rows
from server.weekdays import weekdays_after
from server.work_orders.models import OrderEvent

_MERGED = 8
_SAME = ("building_id", "space_id", "place", "description")
"""What two reports of one defect have in common."""
_PART_TEXTS = ("Tiiviste tilattu, tulee ensi viikolla.", "Varaosa tukusta, toimitus kolmessa päivässä.")
_TIME_TEXTS = ("Asukas on matkoilla.", "Asukas toivoo iltapäivää.")


def pause_payload(number: int, today: date) -> dict[str, Any]:
    """What an order waits for, by its number: a part, an open door or another day, in turn."""
    kind, text = number // 4 % 3, number % 2
    if kind == 0:
        return {"reason": "waiting_for_part", "text": _PART_TEXTS[text]}
    if kind == 1:
        return {"reason": "no_entry"}
    until = weekdays_after(today, 2 + number % 4)
    return {"reason": "another_time", "until": until.isoformat(), "text": _TIME_TEXTS[text]}


Made = tuple[dict[str, Any], str]
"""An order's row, and the id of its supervisor."""


def merge_some(made: Sequence[Made], rows: Rows, chance: Chance, now: datetime) -> None:
    """Close a few new orders as the same as an older open one at the same property."""
    for (duplicate, supervisor_id), into in _pairs(made):
        at = max(duplicate["reported_at"], now - timedelta(hours=2))
        duplicate |= {name: into[name] for name in _SAME}
        duplicate |= {"state": "merged", "closed_at": at, "merged_into_id": into["id"]}
        for what, order, other in (("merged", duplicate, into), ("took_in", into, duplicate)):
            rows.add(
                OrderEvent,
                id=chance.new_id(),
                order_id=order["id"],
                what=what,
                by_id=supervisor_id,
                at=at,
                details={"order": other["id"]},
            )


def _pairs(made: Sequence[Made]) -> Iterator[tuple[Made, dict[str, Any]]]:
    """A new minor order and an older one, of which each is in one pair at most. The older row comes first in the table."""
    older: dict[tuple[str, str, str], dict[str, Any]] = {}
    found = 0
    for row, supervisor_id in made:
        place = row["property_id"], row["organisation_id"], row["category"]
        if row["urgency"] != "minor" or row["state"] not in {"new", "assigned"}:
            continue
        is_again = row["state"] == "new" and row["reporter"] == "resident"
        into = older.pop(place, None) if is_again else None
        if into is None:
            older[place] = row
        elif found < _MERGED:
            found += 1
            yield (row, supervisor_id), into
