"""The server's history: which one a device has been reading (the epoch), and how far a backup covers it."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from server.feed.models import History, Snapshot

_history = History.metadata.tables["feed_history"].c
# Made once, and of columns: it is asked at every request, and the ORM would take longer than the database does.
_NOW = select(_history.epoch, _history.backup_through)


def read_history(session: Session) -> tuple[str, datetime | None]:
    """The epoch of this database, and until when what was received is in the newest verified backup (None: no backup).

    Raises:
        RuntimeError: the database was never begun; `begin_history` does that when it is set up.
    """
    row = session.execute(_NOW).one_or_none()
    if row is None:
        raise RuntimeError("the database has no epoch: run `flask --app server init`")
    return row.epoch, row.backup_through


def epoch(session: Session) -> str:
    """The epoch of this database. Raises what `read_history` does."""
    return read_history(session)[0]


def backup_through(session: Session) -> datetime | None:
    """Until when what was received is in the newest verified backup. Raises what `read_history` does."""
    return read_history(session)[1]


def note_backup(session: Session, through: datetime) -> None:
    """A backup was verified: every operation received until `through` is in it. Call inside a transaction."""
    session.get_one(History, 1).backup_through = through


def begin_history(session: Session) -> str:
    """Give a new database its epoch; returns the one it has. Call inside a transaction."""
    row = session.get(History, 1)
    if row is None:
        row = History(id=1, epoch=str(uuid.uuid4()))
        session.add(row)
    return row.epoch


def begin_new_history(session: Session) -> str:
    """Give a restored database another epoch (step 13), which it returns. Call inside a transaction.

    Devices then read afresh and send again what they still hold. What an even newer backup covered is unknown here:
    `backup_through` stays what it was when this one was made, too early rather than too late. The files of snapshots
    may be of the history that was left, so these are forgotten.
    """
    row = session.get_one(History, 1)
    row.epoch = str(uuid.uuid4())
    session.execute(delete(Snapshot))
    return row.epoch
