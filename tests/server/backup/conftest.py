"""Fixtures of the tests of backups: PostgreSQL's programs on PATH, and commands as an operator gives them."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from server.backup.keep import backups_in
from server.database import db
from tests.conftest import IS_POSTGRESQL

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def _programs(monkeypatch: pytest.MonkeyPatch) -> None:
    if IS_POSTGRESQL:
        from tests.postgresql import PROGRAMS

        monkeypatch.setenv("PATH", f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def run(app: Flask) -> Run:
    """Give a command; its answer, whatever came of it."""

    def give(*arguments: object) -> Result:
        db.session.remove()
        return app.test_cli_runner().invoke(args=[str(argument) for argument in arguments])

    return give


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the backups go; not made yet."""
    return tmp_path / "backups"


@pytest.fixture
def back_up(run: Run, folder: Path) -> Callable[[], Path]:
    """Make a backup; where it is."""

    def make() -> Path:
        before = set(backups_in(folder)) if folder.exists() else set()
        answer = run("backup", folder)
        assert answer.exit_code == 0, answer.output
        (place,) = set(backups_in(folder)) - before
        assert str(place) in answer.output
        return place

    return make
