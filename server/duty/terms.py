"""What is agreed of duty. The factory sets it from the settings, as it does the time zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Terms:
    """`acknowledge_within`: then the next is asked. `ahead`: how long before a shift its documents come."""

    acknowledge_within: timedelta = timedelta(minutes=15)
    ahead: timedelta = timedelta(hours=2)


_in_use = {"terms": Terms()}


def use_terms(agreed: Terms) -> None:
    """Set what is agreed here."""
    _in_use["terms"] = agreed


def terms() -> Terms:
    """What is agreed here."""
    return _in_use["terms"]
