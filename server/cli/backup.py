"""Makes a backup of the database, or puts one in its place."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app

from server.backup.make import back_up
from server.backup.manifest import BackupError
from server.backup.restore import find_backup
from server.backup.restore import restore as put_in_place
from server.config import Settings
from server.database import Busy, the_only_process
from server.feed.snapshots import snapshots_folder

KEPT = "before-restore"


@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
def backup(folder: Path) -> None:
    """Make a backup in a new folder inside DIR, read it back, and let the phones know. The server may go on running."""
    settings: Settings = current_app.extensions["kierros_settings"]
    with the_only_process("backup", settings.instance_path) as is_mine:
        if not is_mine:
            raise click.ClickException("A backup or a restore is under way. Nothing was done.")
        try:
            place, manifest = back_up(folder, datetime.now(UTC))
        except (BackupError, Busy) as error:
            raise click.ClickException(str(error)) from error
    click.echo(f"{place}")
    click.echo(
        f"{manifest.size:,} bytes, {sum(manifest.tables.values()):,} rows in {len(manifest.tables)} tables, read back. "
        f"Whatever was received until {manifest.through:%Y-%m-%d %H:%M} UTC is in it."
    )


@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--no-safety-copy", is_flag=True, help="Do not keep the database that is replaced.")
def restore(folder: Path, no_safety_copy: bool) -> None:
    """Put the backup DIR, or the newest one in DIR, in place of the database. The server may go on running.

    The phones then read everything afresh, and send again what they still hold.
    """
    settings: Settings = current_app.extensions["kierros_settings"]
    keep_in = None if no_safety_copy else settings.instance_path / KEPT
    with the_only_process("backup", settings.instance_path) as is_mine:
        if not is_mine:
            raise click.ClickException("A backup or a restore is under way. Nothing was changed.")
        try:
            place = find_backup(folder)
            snapshots = snapshots_folder(settings.instance_path)
            restored = put_in_place(place, keep_in=keep_in, snapshots=snapshots, now=datetime.now(UTC))
        except (BackupError, Busy) as error:
            raise click.ClickException(str(error)) from error
    if restored.kept is not None:
        click.echo(f"The database that was there before is kept: {restored.kept}")
    click.echo(f"Restored {place}, as a new history: {restored.epoch}.")
