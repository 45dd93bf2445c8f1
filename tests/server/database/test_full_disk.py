"""A full disk: nothing was written, and the same may succeed later. It is no fault of the operation's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from server.config import Settings
from server.database import Busy, db, snapshot, transaction
from server.people.models import Organisation
from tests.conftest import NewApp


@pytest.fixture
def small_disk(new_app: NewApp, tmp_path: Path) -> Iterator[Flask]:
    """An application on a SQLite file."""
    url = f"sqlite:///{tmp_path / 'full.sqlite'}"
    app = new_app(Settings(instance_path=tmp_path, database_url=url, secret_key="test"))
    with app.app_context():
        db.create_all()
        yield app


def _fill(*, in_savepoint: bool) -> None:
    with transaction() as session:
        # At the least it may be: what the file has now.
        session.execute(text("PRAGMA max_page_count=1"))
        with session.begin_nested() if in_savepoint else nullcontext():
            for number in range(1_000):
                session.add(Organisation(name=f"{number} {'x' * 180}", kind="service_company"))
                session.flush()


@pytest.mark.parametrize("in_savepoint", [True, False])
def test_a_full_disk_is_busy_and_nothing_is_written(small_disk: Flask, in_savepoint: bool):
    with pytest.raises(Busy):
        _fill(in_savepoint=in_savepoint)

    with snapshot() as session:
        assert session.scalar(select(func.count()).select_from(Organisation)) == 0
