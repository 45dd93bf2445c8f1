"""When an item of a brief holds, and whether somebody has read all of it. Pure."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

TOPICS = ("access", "water", "surfaces", "hazard", "residents", "storage", "other")
LANGUAGES = ("fi", "sv", "en")


def is_valid(valid_from: date | None, valid_to: date | None, day: date) -> bool:
    """Whether an item holds on a day; both ends are included, and an open one has none."""
    return (valid_from is None or valid_from <= day) and (valid_to is None or day <= valid_to)


def has_read(valid_items: Collection[str], confirmed_items: Collection[str]) -> bool:
    """Whether somebody who has confirmed these items has read all that hold now. What ended since is no matter."""
    return set(valid_items) <= set(confirmed_items)
