"""Fixtures of duty."""

from __future__ import annotations

import pytest

from server import jobs
from tests.server.duty.night import Post


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch) -> Post:
    """What the job sends goes here."""
    taken = Post()
    monkeypatch.setattr(jobs, "send", taken.send)
    return taken
