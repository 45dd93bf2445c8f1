"""What is raised when something that must hold does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.simulation.run import Run


class Violation(Exception):
    """Something that must hold does not. `name` is the invariant's."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(f"{name}: {message}")
        self.name = name
        self.message = message


def require(run: Run, name: str, holds: bool, message: str) -> None:
    """Count a check, and raise when it fails."""
    run.checked[name] += 1
    if not holds:
        raise Violation(name, message)
