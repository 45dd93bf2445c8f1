"""Who acts now: set at the edge (a request, a job, a command), read when something is written."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """`kind`: `person` (whose id `name` is), `request` (of nobody who signed in), `job` or `command`."""

    kind: str
    name: str


_COMMAND = Actor("command", "")
_now: ContextVar[Actor] = ContextVar("kierros_actor", default=_COMMAND)


def act_as(kind: str, name: str) -> None:
    """Everything written from here on is this one's, until somebody else is named."""
    _now.set(Actor(kind, name[:100]))


def actor() -> Actor:
    """Who acts now."""
    return _now.get()
