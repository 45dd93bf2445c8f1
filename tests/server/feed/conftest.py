"""The fixture of tests that need documents and nothing of a subject."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.server.feed.board import Board, open_board


@pytest.fixture
def board(app: Flask, tmp_path: Path) -> Iterator[Board]:
    """See tests/server/feed/board.py."""
    with open_board(tmp_path / "snapshots") as board:
        yield board
