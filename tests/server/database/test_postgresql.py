"""What is PostgreSQL's alone: deadlocks and lock waits are told as busy, and its programs have to be there."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, func, make_url, select, text

from server import create_app
from server.backup.make import make_backup
from server.backup.manifest import BackupError, load_manifest
from server.backup.restore import restore
from server.cli.setting_up import set_up_database
from server.config import Settings
from server.database import Busy, db, snapshot, transaction
from server.people.models import Organisation
from tests.postgresql import PROGRAMS, fresh_database

pytestmark = pytest.mark.postgres

NOW = datetime(2026, 4, 1, 12, tzinfo=UTC)


@pytest.fixture
def url(postgresql_url: str) -> Iterator[str]:
    with fresh_database(postgresql_url) as fresh:
        yield fresh


@pytest.fixture
def app(url: str, tmp_path: Path) -> Iterator[Flask]:
    """An application on PostgreSQL, whatever the other tests run on, with two organisations in it."""
    app = create_app(Settings(instance_path=tmp_path, database_url=url, secret_key="test"))
    with app.app_context():
        set_up_database(NOW)
        with transaction() as session:
            session.add_all(Organisation(id=key, name=key, kind="service_company") for key in ("a", "b"))
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def _programs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}")


def test_of_two_that_wait_for_each_other_one_is_told_busy_and_succeeds_when_it_tries_again(
    app: Flask,
) -> None:
    together = threading.Barrier(2)

    def lock(first: str, second: str) -> str:
        with app.app_context():
            try:
                with transaction() as session:
                    session.get_one(Organisation, first, with_for_update=True)
                    together.wait(timeout=30)
                    session.get_one(Organisation, second, with_for_update=True).name += "+"
            except Busy:
                with transaction() as session:
                    session.get_one(Organisation, second, with_for_update=True).name += "+"
                return "busy"
            finally:
                db.session.remove()
            return "done"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(lock, "ab", "ba")) == ["busy", "done"]
    with snapshot() as session:
        assert set(session.scalars(select(Organisation.name))) == {"a+", "b+"}


def test_what_was_read_and_has_changed_since_can_not_be_overwritten_from_a_snapshot(app: Flask) -> None:
    """Nothing writes in a snapshot; who did would be told busy rather than undo what another has done."""

    def overwrite() -> None:
        with snapshot() as session:
            assert session.scalar(select(func.count()).select_from(Organisation)) == 2
            engine = create_engine(db.engine.url)
            with engine.begin() as other:
                other.execute(text("UPDATE organisations SET name = 'another' WHERE id = 'a'"))
            engine.dispose()
            session.execute(text("UPDATE organisations SET name = 'lost' WHERE id = 'a'"))

    with pytest.raises(Busy):
        overwrite()
    with snapshot() as session:
        assert session.get_one(Organisation, "a").name == "another"


def test_a_snapshot_is_of_one_instant(app: Flask) -> None:
    with snapshot() as session:
        before = session.scalar(select(func.count()).select_from(Organisation))
        engine = create_engine(db.engine.url)
        with engine.begin() as other:
            other.execute(text("INSERT INTO organisations VALUES ('c', 'c', 'service_company')"))
        engine.dispose()
        assert session.scalar(select(func.count()).select_from(Organisation)) == before


def test_a_connection_that_the_server_has_ended_is_busy_once(app: Flask) -> None:
    """As when PostgreSQL is started anew: what a worker holds is of no use, and the next try gets a new one."""
    with snapshot() as session:
        own = session.scalar(select(func.pg_backend_pid()))
    engine = create_engine(db.engine.url)
    with engine.connect() as other:
        other.execute(select(func.pg_terminate_backend(own)))
    engine.dispose()
    with pytest.raises(Busy), snapshot() as session:
        session.scalar(select(func.count()).select_from(Organisation))
    with snapshot() as session:
        assert session.scalar(select(func.count()).select_from(Organisation)) == 2


def test_without_pg_dump_it_is_said(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupError, match="pg_dump is not on PATH"):
        make_backup(tmp_path / "backups", NOW)


def test_an_older_pg_dump_is_refused(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "pg_dump"
    program.write_text('#!/bin/sh\necho "pg_dump (PostgreSQL) 9.6.24"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(BackupError, match="is version 9, older than the server"):
        make_backup(tmp_path / "backups", NOW)


@pytest.mark.usefixtures("_programs")
def test_who_may_not_make_databases_makes_backups_and_restores_them_too(
    app: Flask, url: str, tmp_path: Path
) -> None:
    """All rows are read then instead of loaded. A restore needs no more than to own the tables."""
    name = make_url(url).database
    role = f"role_{name}"
    with db.engine.begin() as connection:
        connection.execute(text(f"CREATE ROLE {role} LOGIN PASSWORD 'p@ss word'"))
        connection.execute(text(f'ALTER DATABASE "{name}" OWNER TO {role}'))
        for table in db.metadata.tables:
            connection.execute(text(f'ALTER TABLE "{table}" OWNER TO {role}'))
        connection.execute(text(f"ALTER TABLE alembic_version OWNER TO {role}"))
    limited = make_url(url).set(username=role, password="p@ss word").render_as_string(hide_password=False)
    other = create_app(Settings(instance_path=tmp_path, database_url=limited, secret_key="test"))
    with other.app_context():
        place, manifest = make_backup(tmp_path / "backups", NOW)
        assert manifest.tables["organisations"] == 2
        assert load_manifest(place) == manifest
        with transaction() as session:
            session.add(Organisation(name="After the backup", kind="service_company"))
        restore(place, keep_in=None, snapshots=tmp_path / "snapshots", now=NOW)
        with snapshot() as session:
            assert set(session.scalars(select(Organisation.name))) == {"a", "b"}
        db.session.remove()
        db.engine.dispose()
    with db.engine.begin() as connection:
        connection.execute(text(f"REASSIGN OWNED BY {role} TO CURRENT_USER"))
        connection.execute(text(f"DROP OWNED BY {role}"))
        connection.execute(text(f"DROP ROLE {role}"))
