"""A device over a scripted network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sync.client.fakes import Device


@pytest.fixture
def device(tmp_path: Path) -> Iterator[Device]:
    """Somebody has joined; nothing is recorded or read yet."""
    made = Device(tmp_path / "device")
    yield made
    made.store.close()
