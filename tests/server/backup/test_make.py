"""A backup is whole and of one instant, is told to the phones only then, and half of one is never taken for one."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from server.backup import make
from server.backup.keep import backups_in
from server.backup.make import REQUEST_AGE_MAX
from server.backup.manifest import MANIFEST, BackupError, check_file, load_manifest
from server.database import db, read_copy, snapshot, transaction
from server.feed.history import backup_through, epoch, note_backup
from server.people.models import Organisation, Person
from tests.device import Device
from tests.server.backup.conftest import Run
from tests.world import World

BackUp = Callable[[], Path]


def test_the_manifest_says_what_is_in_it(world: World, back_up: BackUp) -> None:
    place = back_up()
    manifest = load_manifest(place)
    with snapshot() as session:
        assert manifest.epoch == epoch(session)
        assert manifest.tables["persons"] == session.scalar(select(func.count()).select_from(Person))
        assert manifest.kind == db.engine.dialect.name
    assert dict(read_copy(check_file(place, manifest))) == manifest.tables
    assert {path.name for path in place.iterdir()} == {MANIFEST, manifest.file}
    assert stat.S_IMODE(place.stat().st_mode) == 0o700, "it holds what is in the database"


def test_phones_are_told_once_it_is_made(world: World, client: FlaskClient, back_up: BackUp) -> None:
    phone = Device(client, world.cleaner)
    assert json.loads(phone.post().text.splitlines()[0])["backup_through"] is None
    before = datetime.now(UTC)
    manifest = load_manifest(back_up())
    header = json.loads(phone.post().text.splitlines()[0])
    assert datetime.fromisoformat(header["backup_through"]) == manifest.through.replace(
        microsecond=manifest.through.microsecond // 1000 * 1000
    )
    assert before - REQUEST_AGE_MAX <= manifest.through <= datetime.now(UTC) - timedelta(hours=1)


def test_a_backup_does_not_stop_writers_and_holds_one_instant(
    app: Flask, world: World, back_up: BackUp
) -> None:
    """Two rows are written in each transaction: a copy with one of them would be of no instant."""
    may_stop, written = threading.Event(), threading.Event()

    def write() -> None:
        with app.app_context():
            number = 0
            while not may_stop.is_set():
                with transaction() as session:
                    session.add_all(
                        Organisation(name=f"{half} {number}", kind="service_company") for half in ("A", "B")
                    )
                number += 1
                written.set()
            db.session.remove()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert written.wait(30)
        counts = [load_manifest(back_up()).tables["organisations"] for _ in range(3)]
    finally:
        may_stop.set()
        writer.join()
    assert all((count - 2) % 2 == 0 for count in counts)
    assert counts[0] > 2
    assert counts == sorted(counts)
    assert counts[-1] > counts[0], "writing went on meanwhile"


def test_a_backup_that_is_cut_off_is_none(
    world: World, run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process dies when everything is written but the manifest."""
    child = os.fork()
    if child == 0:
        db.engine.dispose(close=False)
        monkeypatch.setattr(make, "save_manifest", lambda *_: os._exit(9))
        run("backup", folder)
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    (place,) = folder.iterdir()
    assert {path.suffix for path in place.iterdir()} <= {".sqlite", ".dump"}
    with pytest.raises(BackupError, match="no whole backup"):
        load_manifest(place)
    refused = run("restore", folder)
    assert refused.exit_code == 1
    assert "no whole backup" in refused.output
    with snapshot() as session:
        assert backup_through(session) is None, "phones are told of whole ones only"


def test_a_copy_that_reads_back_otherwise_is_no_backup(
    world: World, run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(make, "read_copy", lambda file: {**read_copy(file), "persons": 0})
    refused = run("backup", folder)
    assert refused.exit_code == 1
    assert "does not hold what the database held" in refused.output
    with snapshot() as session:
        assert backup_through(session) is None


def test_a_busy_database_does_not_undo_a_backup(
    world: World, back_up: BackUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Others write one after another, and this one gets its turn at the third attempt."""
    attempts = []

    def note(session: Session, through: datetime) -> None:
        attempts.append(through)
        if len(attempts) < 3:
            raise OperationalError("BEGIN IMMEDIATE", None, sqlite3.OperationalError("database is locked"))
        note_backup(session, through)

    monkeypatch.setattr(make, "note_backup", note)
    manifest = load_manifest(back_up())
    assert attempts == [manifest.through] * 3
    with snapshot() as session:
        assert backup_through(session) == manifest.through


def test_a_database_that_stays_busy_is_named_with_the_backup(
    world: World, run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object) -> None:
        raise OperationalError("BEGIN IMMEDIATE", None, sqlite3.OperationalError("database is locked"))

    monkeypatch.setattr(make, "note_backup", locked)
    answer = run("backup", folder)
    (place,) = backups_in(folder)
    assert answer.exit_code == 1
    assert f"{place} is a whole backup" in answer.output
    with snapshot() as session:
        assert backup_through(session) is None


def test_where_nothing_can_be_written_it_is_said(world: World, run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    refused = run("backup", tmp_path / "file" / "inside")
    assert refused.exit_code == 1
    assert "can't be written" in refused.output
