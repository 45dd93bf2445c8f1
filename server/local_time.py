"""The local time of the landlord's people: days begin and end in it, wherever the server stands.

The factory sets the zone from the settings; until then it is Helsinki's.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

_in_use = {"zone": ZoneInfo("Europe/Helsinki")}


def use_time_zone(name: str) -> None:
    """Set the zone by its IANA name; ZoneInfoNotFoundError for a name that is none."""
    _in_use["zone"] = ZoneInfo(name)


def local(at: datetime) -> datetime:
    """An aware instant on the local clock."""
    return at.astimezone(_in_use["zone"])


def in_local_zone(at: datetime) -> datetime:
    """What somebody typed, on the local clock: as it stands, or from another zone when it has an offset."""
    return at.replace(tzinfo=_in_use["zone"]) if at.tzinfo is None else local(at)


def local_day(at: datetime) -> date:
    """The local day in which an instant lies."""
    return local(at).date()


def at_local_time(day: date, at: time) -> datetime:
    """The UTC instant of a time on the local clock; of one that the clock passes twice, the first."""
    return datetime.combine(day, at, _in_use["zone"]).astimezone(UTC)


def day_begin(day: date) -> datetime:
    """The UTC instant at which a local day begins."""
    return datetime.combine(day, time(), _in_use["zone"]).astimezone(UTC)
