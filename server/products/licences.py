"""When an eco-label licence counts, is about to end, or has ended. Pure."""

from __future__ import annotations

from datetime import date, timedelta

WARNED_AHEAD = timedelta(days=60)
"""How long before its last day a licence is warned of."""
STANDINGS = ("valid", "ending", "ended", "coming")


def standing(valid_from: date, valid_until: date | None, today: date) -> str:
    """One of STANDINGS. A licence that ends today is still valid today."""
    if valid_until is not None and valid_until < today:
        return "ended"
    if valid_from > today:
        return "coming"
    return "ending" if is_ending(valid_until, today) else "valid"


def is_ending(valid_until: date | None, today: date) -> bool:
    """Whether the licence ends within the next sixty days, today included."""
    return valid_until is not None and today <= valid_until <= today + WARNED_AHEAD
