"""The epoch: which history of the server a device has been reading."""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.feed.models import History


def epoch(session: Session) -> str:
    """The epoch of this database.

    Raises:
        RuntimeError: the database was never begun; `begin_history` does that when it is set up.
    """
    value: str | None = session.scalar(select(History.epoch))
    if value is None:
        raise RuntimeError("the database has no epoch: run `flask --app server init`")
    return value


def begin_history(session: Session) -> str:
    """Give a new database its epoch; returns the one it has. Call inside a transaction."""
    row = session.get(History, 1)
    if row is None:
        row = History(id=1, epoch=str(uuid.uuid4()))
        session.add(row)
    return row.epoch
