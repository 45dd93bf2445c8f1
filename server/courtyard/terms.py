"""How often storm drains are checked. The factory sets it from the settings, as it does the time zone."""

from __future__ import annotations

from server.courtyard.rules import Interval

_in_use: dict[str, Interval] = {"drains": "quarterly"}


def use_drain_interval(interval: Interval) -> None:
    """Set how often storm drains are checked."""
    _in_use["drains"] = interval


def drain_interval() -> Interval:
    """How often storm drains are checked."""
    return _in_use["drains"]
