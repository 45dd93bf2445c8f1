"""Makes a backup, reads it back, and only then tells the phones how far it goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, select

from server.backup.keep import name_of
from server.backup.manifest import BackupError, Manifest, make_durable, save_manifest, sha256_of
from server.database import (
    Busy,
    CopyFailed,
    copy_name,
    count_rows,
    database_kind,
    newest_revision,
    read_copy,
    revision_of,
    transaction,
    write_copy,
)
from server.feed.history import note_backup
from server.feed.models import History

REQUEST_AGE_MAX = timedelta(hours=1)
"""No request is under way for longer. An operation's time of receipt is taken when its request begins, and it is
committed later: one received just before a backup may be missing in it. Phones keep what they have sent for 30 days
anyway, so that a wide margin costs nothing."""
_ATTEMPTS = 12
"""Each waits as long as the database waits for a lock. Writers one after another can keep one out that often: when a
copy has been made and read back, that is no reason to give up at the first."""


@dataclass(frozen=True, slots=True)
class _Contents:
    epoch: str
    revision: str
    tables: dict[str, int]


def make_backup(folder: Path, now: datetime) -> tuple[Path, Manifest]:
    """Make a backup in a new folder inside `folder`, while others go on writing; returns where and what it is.

    Raises:
        BackupError: none was made; what was written until then is no backup, having no manifest.
    """
    place = _make_folder(folder, now)
    file = place / copy_name()
    try:
        contents = write_copy(file, _contents)
        # What is checked is what lies on the disk, not what was meant to be written.
        file.chmod(0o600)
        make_durable(file)
        manifest = Manifest(
            made_at=now,
            through=now - REQUEST_AGE_MAX,
            epoch=contents.epoch,
            revision=contents.revision,
            kind=database_kind(),
            tables=contents.tables,
            file=file.name,
            size=file.stat().st_size,
            sha256=sha256_of(file),
        )
        if read_copy(file) != contents.tables:
            raise BackupError("The copy does not hold what the database held.")
        save_manifest(place, manifest)
    except CopyFailed as error:
        raise BackupError(str(error)) from error
    except OSError as error:
        raise BackupError(f"{place} can't be written: {error.strerror}.") from error
    return place, manifest


def back_up(folder: Path, now: datetime) -> tuple[Path, Manifest]:
    """Make a backup, then let the phones know that it is there: `backup_through` of their answers.

    Of tables that are not up to date yet, as before an upgrade, a backup is made all the same, and phones are not told.

    Raises:
        BackupError, Busy
    """
    place, manifest = make_backup(folder, now)
    if manifest.revision == newest_revision():
        _tell_the_phones(place, manifest)
    return place, manifest


def _tell_the_phones(place: Path, manifest: Manifest) -> None:
    for _ in range(_ATTEMPTS):
        try:
            with transaction() as session:
                note_backup(session, manifest.through)
        except Busy:
            continue
        return
    raise Busy(f"{place} is a whole backup, but the database is too busy to let the phones know of it.")


def _make_folder(folder: Path, now: datetime) -> Path:
    place = folder / name_of(now)
    try:
        # It holds what is in the database: it is for its owner only.
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        place.mkdir(mode=0o700)
    except FileExistsError as error:
        raise BackupError(f"{place} is there already.") from error
    except OSError as error:
        raise BackupError(f"{folder} can't be written: {error.strerror}.") from error
    return place


def _contents(connection: Connection) -> _Contents:
    revision = revision_of(connection)
    if revision is None:
        raise BackupError("The database is empty: there is nothing to back up.")
    epoch = connection.scalar(select(History.epoch))
    if epoch is None:
        raise BackupError("The database has no epoch: run `flask --app server init` first.")
    return _Contents(epoch, revision, count_rows(connection))
