"""The epoch and what a backup covers, as devices are told."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from server.database import transaction
from server.feed.history import (
    backup_through,
    begin_history,
    begin_new_history,
    epoch,
    note_backup,
)
from server.feed.models import Bucket, History, Snapshot
from tests.device import Device
from tests.world import World

THROUGH = datetime(2026, 4, 1, 1, tzinfo=UTC)


def _header(device: Device) -> dict[str, object]:
    return json.loads(device.post().text.splitlines()[0])


def test_without_a_backup_there_is_nothing_to_tell(
    client: FlaskClient, world: World, session: Session
) -> None:
    assert backup_through(session) is None
    assert _header(Device(client, world.cleaner))["backup_through"] is None


def test_devices_are_told_what_a_backup_covers(client: FlaskClient, world: World, session: Session) -> None:
    with transaction() as session_:
        note_backup(session_, THROUGH)
    assert backup_through(session) == THROUGH
    assert _header(Device(client, world.cleaner))["backup_through"] == "2026-04-01T01:00:00.000Z"


def test_a_restored_database_has_another_epoch_and_no_snapshots(
    app: object, world: World, session: Session
) -> None:
    before = epoch(session)
    with transaction() as session_:
        bucket = session_.scalar(select(Bucket.name).limit(1))
        session_.add(Snapshot(bucket=bucket, version=1, files=1, made_at=THROUGH))
        note_backup(session_, THROUGH)
    with transaction() as session_:
        after = begin_new_history(session_)
    assert after != before
    assert epoch(session) == after
    assert backup_through(session) == THROUGH
    assert session.scalar(select(func.count()).select_from(Snapshot)) == 0


def test_a_history_begins_once(app: object, session: Session) -> None:
    with transaction() as session_:
        assert begin_history(session_) == epoch(session_)


def test_a_database_that_was_never_begun_says_so(app: object, session: Session) -> None:
    with transaction() as session_:
        session_.execute(delete(History))
    with pytest.raises(RuntimeError, match="init"):
        epoch(session)
