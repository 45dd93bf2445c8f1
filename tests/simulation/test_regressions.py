"""Seeds that once failed, and what they found. They are played as anybody plays them, each by itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[2]

# On a full disk SQLite undoes the whole transaction; the return to its savepoint was then answered 500, not `busy`.
_FULL_DISK = (44, 63, 107, 270, 305)
# A false alarm of I4: access ended and came back, and the round about which work waits had left the window meanwhile.
_LEFT_THE_WINDOW = (4031,)
# Another: a bucket that had lost documents was being read again from its beginning, with the own work still shown.
_READ_AGAIN = (16762, 17251)


@pytest.mark.parametrize("seed", [*_FULL_DISK, *_LEFT_THE_WINDOW, *_READ_AGAIN])
def test_a_seed_that_once_failed(seed: int):
    command = [
        sys.executable,
        "-m",
        "tests.simulation",
        "--seeds",
        "1",
        "--from",
        str(seed),
        "--processes",
        "1",
    ]
    played = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False)
    assert played.returncode == 0, played.stdout + played.stderr
    assert "Violations: 0" in played.stdout
