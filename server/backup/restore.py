"""Puts a backup in place of the database, as a new history (docs/protocol.md, step 13)."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from server.backup.keep import backups_in
from server.backup.make import make_backup
from server.backup.manifest import MANIFEST, BackupError, Manifest, check_file, load_manifest
from server.database import (
    CopyFailed,
    count_rows,
    database_kind,
    db,
    known_revisions,
    replace,
    revision_of,
    upgrade,
)
from server.feed.history import begin_new_history, note_backup


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored, under which epoch; `kept` is the backup of the database that was there before, if any."""

    manifest: Manifest
    epoch: str
    kept: Path | None


def find_backup(folder: Path) -> Path:
    """The folder itself when it is a backup, otherwise the newest backup in it.

    Raises:
        BackupError: neither.
    """
    if (folder / MANIFEST).exists():
        return folder
    if found := backups_in(folder):
        return found[-1]
    raise BackupError(f"{folder} is no whole backup, and holds none: there is no {MANIFEST}.")


def restore(place: Path, *, keep_in: Path | None, snapshots: Path, now: datetime) -> Restored:
    """Replace the database by a backup while others may go on working.

    `keep_in`: where a backup of the present database is made first; None makes none. `snapshots`: the folder of the
    files made ahead for first downloads, which are of the history that ends here.

    Raises:
        BackupError: with nothing changed.
    """
    manifest = load_manifest(place)
    _require_fitting(manifest)
    file = check_file(place, manifest)
    kept = _keep(keep_in, now) if keep_in is not None else None
    epochs: list[str] = []

    def finish(connection: Connection) -> None:
        if count_rows(connection) != manifest.tables:
            raise BackupError("The backup does not hold what its manifest says.")
        upgrade(connection)
        with Session(connection) as session:
            epochs.append(begin_new_history(session))
            note_backup(session, manifest.through)
            session.flush()

    try:
        replace(file, finish)
    except CopyFailed as error:
        raise BackupError(str(error)) from error
    shutil.rmtree(snapshots, ignore_errors=True)
    return Restored(manifest, epochs[-1], kept)


def _require_fitting(manifest: Manifest) -> None:
    kind = database_kind()
    if manifest.kind != kind:
        raise BackupError(f"This is a backup of {manifest.kind}, and the database is {kind}.")
    if manifest.revision not in known_revisions():
        raise BackupError(
            f"The backup was made by a newer Kierros: its tables are {manifest.revision}, which this one does not know."
        )


def _keep(folder: Path, now: datetime) -> Path | None:
    with db.engine.connect() as connection:
        if revision_of(connection) is None:
            return None
    try:
        return make_backup(folder, now)[0]
    except BackupError as error:
        raise BackupError(f"The present database can't be kept. {error} Nothing was changed.") from error
