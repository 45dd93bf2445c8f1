"""A backup of older tables: made before an upgrade, restored after it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import select, text

from server.backup.make import back_up
from server.backup.restore import restore
from server.config import Settings
from server.database import db, newest_revision, revision_of, snapshot, transaction
from server.feed.history import backup_through, epoch
from server.people.models import Organisation
from tests.conftest import NewApp, NewDatabase

NOW = datetime(2026, 4, 1, 1, 30, tzinfo=UTC)


@pytest.fixture
def old(new_database: NewDatabase, new_app: NewApp, tmp_path: Path) -> Iterator[Flask]:
    """An application whose database is as the first version made it."""
    with new_database(tmp_path) as url:
        app = new_app(Settings(instance_path=tmp_path, database_url=url, secret_key="test"))
        with app.app_context():
            flask_migrate.upgrade(revision="0001")
            with transaction() as session:
                session.execute(text("INSERT INTO feed_history (id, epoch) VALUES (1, 'the first')"))
                session.execute(
                    text("INSERT INTO organisations (id, name, kind) VALUES ('o', 'Kodit Oy', 'landlord')")
                )
            yield app
            db.session.remove()
            db.engine.dispose()


def test_it_is_brought_up_to_date_before_anybody_sees_it(old: Flask, tmp_path: Path) -> None:
    place, manifest = back_up(tmp_path / "backups", NOW)
    assert (manifest.revision, manifest.epoch) == ("0001", "the first")
    restored = restore(place, keep_in=tmp_path / "before", snapshots=tmp_path / "snapshots", now=NOW)
    assert restored.kept is not None, "older tables can be kept too"
    with db.engine.connect() as connection:
        assert revision_of(connection) == newest_revision()
    with snapshot() as session:
        assert epoch(session) == restored.epoch != "the first"
        assert backup_through(session) == manifest.through
        assert session.scalars(select(Organisation.name)).all() == ["Kodit Oy"]
