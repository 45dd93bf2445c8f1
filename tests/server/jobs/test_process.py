"""The timetable as real processes: of two that start, one runs and the other stands by."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from server.config import REPOSITORY, Settings
from tests.world import World

pytestmark = pytest.mark.slow


@contextmanager
def _timetable(settings: Settings) -> Iterator[subprocess.Popen[str]]:
    environment = {
        **os.environ,
        "KIERROS_INSTANCE": str(settings.instance_path),
        "KIERROS_DATABASE_URL": settings.database_url,
    }
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "server.jobs"],
        cwd=REPOSITORY,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        yield process
        process.terminate()


def _first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()


def test_one_runs_and_the_other_stands_by(world: World, settings: Settings) -> None:
    with _timetable(settings) as first:
        assert "the timetable runs" in _first_line(first)
        with _timetable(settings) as second:
            assert "standing by" in _first_line(second)
        assert second.returncode == 0
    assert first.returncode == 0
    with _timetable(settings) as next_one:
        assert "the timetable runs" in _first_line(next_one)
