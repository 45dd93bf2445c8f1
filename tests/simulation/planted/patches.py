"""The planted bugs as files: a header in plain words, then a unified diff."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
_FIELD = re.compile(r"^(Breaks|Seen by|Client|Database|First seed): (.+)$", re.MULTILINE)
_REQUIRED = ("Breaks", "Seen by")
_CHANGED = re.compile(r"^--- a/(\S+)$", re.MULTILINE)


class DoesNotApply(Exception):
    """The code has changed under a patch: plant the same bug in the new code, and write the patch anew."""


@dataclass(frozen=True, slots=True)
class Planted:
    """One bug. `invariant` has to see it, played with this client and on this database, from `first_seed` on.

    A bug that shows seldom begins where it is known to show: nothing is learned from seeds that pass it by.
    """

    path: Path
    changes: tuple[str, ...]
    """The files that it is in."""
    invariant: str
    client: str
    database: str
    first_seed: int

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return self.path.stem


def planted_bugs() -> list[Planted]:
    """All of them, in the order of their names.

    Raises:
        ValueError: a header lacks something.
    """
    return [_parse(path) for path in sorted(FOLDER.glob("*.patch"))]


def check(bug: Planted, tree: Path) -> None:
    """Look whether a patch would apply, and change nothing. Raises DoesNotApply."""
    _apply(bug, tree, "--check")


def plant(bug: Planted, tree: Path) -> None:
    """Apply a patch to a tree. Raises DoesNotApply, having changed nothing."""
    check(bug, tree)
    _apply(bug, tree)


def _parse(path: Path) -> Planted:
    text = path.read_text()
    header, _, _ = text.partition("\n--- a/")
    fields = dict(_FIELD.findall(header))
    missing = [name for name in _REQUIRED if name not in fields]
    if missing:
        raise ValueError(f"{path.name} does not say: {', '.join(missing)}")
    return Planted(
        path,
        tuple(_CHANGED.findall(text)),
        fields["Seen by"],
        fields.get("Client", "python"),
        fields.get("Database", "sqlite"),
        int(fields.get("First seed", "1")),
    )


def _apply(bug: Planted, tree: Path, *options: str) -> None:
    # As outside of any repository: inside of one, git would pass over what lies beside its own files without a word.
    surroundings = os.environ | {"GIT_CEILING_DIRECTORIES": str(tree.parent), "GIT_DIR": os.devnull}
    done = subprocess.run(
        ["git", "apply", *options, str(bug.path)],
        cwd=tree,
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise DoesNotApply(f"{bug.name} no longer applies:\n{done.stderr.strip()}")
