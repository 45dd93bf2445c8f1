"""The timetable's backup: where one is wanted, once a night however often it starts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from server.backup.keep import backups_in
from server.config import Settings
from server.database import db, snapshot
from server.feed.history import backup_through
from server.jobs import BACKUPS_KEPT, back_up_nightly
from tests.world import World


@pytest.fixture
def wanted(app: Flask, settings: Settings, folder: Path) -> Iterator[Path]:
    """The folder that the settings name."""
    app.extensions["kierros_settings"] = replace(settings, backup_dir=folder)
    yield folder
    db.session.remove()


def test_none_is_made_where_none_is_wanted(world: World, folder: Path) -> None:
    assert back_up_nightly(datetime.now(UTC)) is None
    assert not folder.exists()


def test_one_a_night_and_the_newest_are_kept(world: World, wanted: Path) -> None:
    first = datetime.now(UTC)
    made = [back_up_nightly(first + timedelta(days=night)) for night in range(BACKUPS_KEPT + 2)]
    assert backups_in(wanted) == made[2:]
    again = first + timedelta(days=BACKUPS_KEPT + 1, hours=19)
    assert back_up_nightly(again) is None, "a start in the morning makes no second one"
    with snapshot() as session:
        assert backup_through(session) is not None
