"""What stands beside a copy of the database: what it holds, and how to see that it is whole."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"
_FORMAT = 1


class BackupError(Exception):
    """A backup could not be made or restored; the text is for the operator."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """`through`: every operation received until then is in it. `tables`: rows of each. `kind`: of database."""

    made_at: datetime
    through: datetime
    epoch: str
    revision: str
    kind: str
    tables: Mapping[str, int]
    file: str
    size: int
    sha256: str


def save_manifest(folder: Path, manifest: Manifest) -> None:
    """Write it at once and whole: from then on the folder is a backup."""
    content = {
        "format": _FORMAT,
        "made_at": _dump(manifest.made_at),
        "through": _dump(manifest.through),
        "epoch": manifest.epoch,
        "revision": manifest.revision,
        "database": manifest.kind,
        "tables": dict(sorted(manifest.tables.items())),
        "file": manifest.file,
        "size": manifest.size,
        "sha256": manifest.sha256,
    }
    unfinished = folder / f"{MANIFEST}.unfinished"
    unfinished.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    make_durable(unfinished)
    unfinished.replace(folder / MANIFEST)
    make_durable(folder)


def load_manifest(folder: Path) -> Manifest:
    """Read the manifest of a backup.

    Raises:
        BackupError: there is none, so that this is no whole backup; or it can't be read.
    """
    path = folder / MANIFEST
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BackupError(f"{folder} is no whole backup: it has no {MANIFEST}.") from error
    except ValueError as error:
        raise BackupError(f"{path} is damaged.") from error
    try:
        if content["format"] != _FORMAT:
            raise BackupError(f"{path} is of format {content['format']}, which this Kierros does not know.")
        return Manifest(
            made_at=_parse(content["made_at"]),
            through=_parse(content["through"]),
            epoch=str(content["epoch"]),
            revision=str(content["revision"]),
            kind=str(content["database"]),
            tables={str(name): int(rows) for name, rows in content["tables"].items()},
            # A name and never a path: a manifest must not lead anywhere else.
            file=Path(content["file"]).name,
            size=int(content["size"]),
            sha256=str(content["sha256"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BackupError(f"{path} is damaged.") from error


def check_file(folder: Path, manifest: Manifest) -> Path:
    """The file of a backup, after its bytes were seen to be those that were written.

    Raises:
        BackupError
    """
    file = folder / manifest.file
    try:
        size, digest = file.stat().st_size, sha256_of(file)
    except OSError as error:
        raise BackupError(f"{file} can't be read: {error.strerror}.") from error
    if (size, digest) != (manifest.size, manifest.sha256):
        raise BackupError(f"{file} is damaged: its checksum is another than the manifest says.")
    return file


def sha256_of(file: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def make_durable(path: Path) -> None:
    """Have a file, or the names in a folder, survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _dump(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _parse(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return instant
