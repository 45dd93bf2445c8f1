"""The example client as its users have it: commands in a process each, and a store on the disk."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]
FOLDER = REPOSITORY / "examples/javascript"
_SECONDS_MAX = 120


@cache
def node() -> str:
    """The Node.js of the repository's scripts."""
    found = subprocess.run(
        ["bash", "-euc", ". scripts/node.sh >&2; command -v node"],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return found.stdout.strip()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command said."""

    code: int
    output: str
    errors: str

    @property
    def value(self) -> Any:
        """Its JSON."""
        return json.loads(self.output)


@dataclass(frozen=True, slots=True)
class Kierros:
    """A device."""

    store: Path

    def __call__(self, *arguments: str) -> Answer:
        """Give a command."""
        done = subprocess.run(
            [node(), str(FOLDER / "kierros.mjs"), "--store", str(self.store), *arguments],
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=_SECONDS_MAX,
            env={**os.environ, "NO_PROXY": "*", "TZ": "Europe/Helsinki"},
            check=False,
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    def done(self, *arguments: str) -> Any:
        """Give a command that works; what it printed."""
        answer = self(*arguments)
        assert answer.code == 0, answer
        return answer.value

    def operations(self) -> list[dict[str, Any]]:
        """What became of each operation, oldest first."""
        operations: list[dict[str, Any]] = self.done("status")["operations"]
        return operations

    def statuses(self) -> list[str]:
        """Only the word for each."""
        return [operation["status"] for operation in self.operations()]

    def visits(self, round_id: str, *day: str) -> dict[str, str]:
        """The visits of a round of today, or of `--on` a day, as the device shows them: their states by id."""
        (shown,) = [each for each in self.done("tasks", *day) if each["id"] == round_id]
        return {visit["id"]: visit["state"] for visit in shown["visits"]}

    def file(self, name: str) -> Any:
        """A file of the store."""
        return json.loads((self.store / name).read_text())

    def spoil(self, name: str, value: Any) -> None:
        """Put something else there."""
        (self.store / name).write_text(json.dumps(value))
