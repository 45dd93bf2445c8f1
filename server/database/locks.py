"""One process among many: what must not be done twice at once."""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import NullPool, create_engine, func, select

from server.database.sessions import db, is_postgresql


@contextmanager
def the_only_process(name: str, folder: Path) -> Iterator[bool]:
    """True in the one process that got the lock of this name, False in any other while that one lives.

    PostgreSQL holds it for all machines; with SQLite there is one machine, and a file in `folder` holds it.
    """
    if is_postgresql():
        # A connection of its own outside any transaction: the lock ends with it, however the process or the block ends.
        engine = create_engine(db.engine.url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
            yield bool(connection.scalar(select(func.pg_try_advisory_lock(key))))
        return
    with (folder / f"{name}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
