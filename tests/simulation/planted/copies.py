"""The tree as it is now in a scratch folder, where a bug may be planted and the simulation be played."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
_FOLDERS = ("fieldapp", "scripts", "server", "sync", "tests")
_SHARED = (".venv", "fieldapp/node_modules")
"""Installed packages: reached through links."""
_LEFT_OUT = shutil.ignore_patterns("node_modules", "dist", "__pycache__", ".*")


def copy_tree(to: Path) -> None:
    """Copy what the simulation needs of the working tree, uncommitted changes included."""
    for name in _FOLDERS:
        shutil.copytree(ROOT / name, to / name, ignore=_LEFT_OUT)
    for name in _SHARED:
        if (ROOT / name).exists():
            (to / name).symlink_to(ROOT / name)
    # Once for all copies of the copy.
    subprocess.run(
        [sys.executable, "-m", "compileall", "-q", "server", "sync", "tests/simulation"], cwd=to, check=True
    )


def copy_again(tree: Path, to: Path) -> None:
    """A copy of such a copy."""
    shutil.copytree(tree, to, symlinks=True)
