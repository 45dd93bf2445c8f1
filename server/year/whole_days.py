"""A day of the year counts as a whole: a run that ends in the middle of one goes on from the evening before.

The database is SQLite's. What a day writes goes into its log (the file ending in `-wal`); a reader that began in the
evening before keeps the log out of the database's own file. So to undo a begun day is to throw its log away.
"""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

from sqlalchemy import Engine


class WholeDays:
    """The file of a database, and who keeps the begun day out of it."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._reader: sqlite3.Connection | None = None

    def throw_away_log(self) -> None:
        """Undo a begun day whose process was killed. Nobody may be connected."""
        for ending in ("-wal", "-shm"):
            Path(f"{self._file}{ending}").unlink(missing_ok=True)

    def begin(self) -> None:
        """From now on everything written can be undone."""
        self._empty_log()
        self._reader = sqlite3.connect(self._file, isolation_level=None)
        self._reader.execute("BEGIN")
        self._reader.execute("SELECT count(*) FROM sqlite_master").fetchone()

    def keep(self) -> None:
        """What was written since the beginning stays."""
        if self._reader is not None:
            self._reader.close()
            self._reader = None
        self._empty_log()

    def undo(self, engine: Engine) -> None:
        """Set the database back to the beginning, and let go of it."""
        if self._reader is None:
            engine.dispose()
            return
        # Whoever closes the last connection writes the log into the file: the file as it is has to be kept before.
        former = Path(f"{self._file}.former")
        shutil.copyfile(self._file, former)
        self._reader.close()
        self._reader = None
        engine.dispose()
        former.replace(self._file)
        self.throw_away_log()

    def _empty_log(self) -> None:
        connection = sqlite3.connect(self._file, isolation_level=None)
        try:
            busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            connection.close()
        if busy:
            raise RuntimeError("somebody else is using the database of this folder")
