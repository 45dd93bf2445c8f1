"""Which backups there are in a folder, and which are thrown away."""

from __future__ import annotations

import re
import shutil
from datetime import datetime, timedelta
from pathlib import Path

from server.backup.manifest import MANIFEST

_NAME = re.compile(r"kierros-\d{8}T\d{6}\.\d{3}Z")
_UNFINISHED_FOR = timedelta(days=1)


def name_of(made_at: datetime) -> str:
    """The folder of a backup: by time, so that the newest is the last. `made_at` is in UTC."""
    return f"kierros-{made_at:%Y%m%dT%H%M%S}.{made_at.microsecond // 1000:03}Z"


def backups_in(folder: Path) -> list[Path]:
    """The whole backups in a folder, the oldest first."""
    return sorted(
        path
        for path in folder.glob("kierros-*")
        if _NAME.fullmatch(path.name) and (path / MANIFEST).is_file()
    )


def has_newer_than(folder: Path, instant: datetime) -> bool:
    """Whether a whole backup in a folder was made after an instant."""
    return any(path.name > name_of(instant) for path in backups_in(folder)[-1:])


def throw_away(folder: Path, kept: int, now: datetime) -> list[Path]:
    """Delete all but the newest `kept` backups, and what was cut off more than a day ago; returns what was deleted.

    Nothing else in the folder is touched.
    """
    old = backups_in(folder)[:-kept]
    begun_before = name_of(now - _UNFINISHED_FOR)
    old += [
        path
        for path in folder.glob("kierros-*")
        if _NAME.fullmatch(path.name) and not (path / MANIFEST).exists() and path.name < begun_before
    ]
    for path in old:
        # The manifest first: half of a deleted backup must not be taken for a whole one.
        (path / MANIFEST).unlink(missing_ok=True)
        shutil.rmtree(path)
    return old
