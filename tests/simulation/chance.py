"""Chance and time of a run: everything random and every instant comes from here, and here from the seed.

Each step of a run draws from a generator of its own, named by the seed and the step's number. So a step stays what it
was when another one is left out, which is what makes a failing run short.
"""

from __future__ import annotations

import secrets
import sys
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from random import Random

import time_machine

import sync.store
from server.database import new_id

BEGIN = datetime(2026, 4, 1, 5, 0, tzinfo=UTC)
"""When every run begins: a Wednesday morning in Helsinki."""


class Ids:
    """UUIDv7s in the order of time, random parts from a seed."""

    def __init__(self, seed: str) -> None:
        self._random = Random(seed)

    def at(self, instant: datetime) -> uuid.UUID:
        """A new id of this instant."""
        milliseconds = int(instant.timestamp() * 1000)
        bits = self._random.getrandbits(74)
        number = milliseconds << 80 | 7 << 76 | (bits >> 62) << 64 | 0b10 << 62 | bits & (1 << 62) - 1
        return uuid.UUID(int=number)


class Chance:
    """The server's clock, and what its process draws at random: ids, tokens, codes, epochs."""

    def __init__(self, traveller: time_machine.Traveller) -> None:
        self._traveller = traveller
        self.now = BEGIN
        self.ids = Ids("")
        self.random = Random("")
        self._lock = threading.Lock()

    def begin(self, seed: str, now: datetime = BEGIN) -> None:
        """Start again: for a run, and for each of its steps (whose clock then stays as it is)."""
        self.ids = Ids(f"{seed}/ids")
        self.random = Random(f"{seed}/secrets")
        self.move_to(now)

    def move_to(self, now: datetime) -> None:
        """Set the server's clock."""
        self.now = now
        self._traveller.move_to(now)

    def uuid4(self) -> uuid.UUID:
        """In the place of `uuid.uuid4`."""
        return uuid.UUID(int=self.random.getrandbits(128), version=4)

    def choice(self, letters: str) -> str:
        """In the place of `secrets.choice`."""
        return self.random.choice(letters)

    def pass_time(self, delta: timedelta) -> None:
        """Let time pass at the server."""
        with self._lock:
            self.move_to(self.now + delta)


@contextmanager
def chance() -> Iterator[Chance]:
    """Take the clock and the randomness of this process into hand."""
    with time_machine.travel(BEGIN, tick=False) as traveller:
        made = Chance(traveller)
        replaced = (
            (sys.modules[new_id.__module__], "uuid7", lambda: made.ids.at(made.now)),
            (uuid, "uuid4", made.uuid4),
            (sync.store, "uuid4", made.uuid4),
            (secrets, "token_urlsafe", lambda size=32: f"{made.random.getrandbits(8 * size):x}"),
            (secrets, "choice", made.choice),
        )
        originals = [(module, name, getattr(module, name)) for module, name, _ in replaced]
        for module, name, function in replaced:
            setattr(module, name, function)
        try:
            yield made
        finally:
            for module, name, function in originals:
                setattr(module, name, function)
