"""Values as documents write them; null stays null."""

from __future__ import annotations

from datetime import date, datetime

from sync.instants import format_instant


def reference(document_type: str, key: str | None) -> str | None:
    """The full id of another document."""
    return None if key is None else f"{document_type}:{key}"


def instant(at: datetime | None) -> str | None:
    """An instant in UTC with milliseconds and Z."""
    return None if at is None else format_instant(at)


def day(on: date | None) -> str | None:
    """A date as YYYY-MM-DD."""
    return None if on is None else on.isoformat()
