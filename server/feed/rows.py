"""What a watch may ask of a changed row, at the flush that writes it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import Session, object_session


def session_of(row: object) -> Session:
    """The session that flushes the row, to look up what the row itself does not say."""
    session = object_session(row)
    assert session is not None, "a watched row belongs to the session that flushes it"
    return session


def has_changed(row: object, *attributes: str) -> bool:
    """True for a new or deleted row, and for one of which any of these attributes changed."""
    session = session_of(row)
    if row in session.new or row in session.deleted:
        return True
    state: Any = inspect(row)
    return any(state.attrs[name].history.has_changes() for name in attributes)


def values_of(row: object, attribute: str) -> list[Any]:
    """The attribute's value now and, if it changed, before (mapped with `active_history`, so that it is known)."""
    state: Any = inspect(row)
    history = state.attrs[attribute].history
    return [value for value in (*history.unchanged, *history.added, *history.deleted) if value is not None]
