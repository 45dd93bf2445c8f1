"""Chance that falls the same way every time: numbers and ids out of a seed, so that two loads of one day are equal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Chance(Random):
    """A source of its own for each part of the demo, so that a change in one part does not reshuffle the others.

    `at` dates the ids: they are UUIDv7, so they sort in the order they were made, and before all that real people make later.
    """

    def __init__(self, seed: str, part: str, at: datetime) -> None:
        super().__init__(f"{seed}/{part}")
        self._milliseconds = int(at.timestamp() * 1000)

    def new_id(self) -> str:
        """The next UUIDv7, a millisecond after the one before."""
        self._milliseconds += 1
        bits = self.getrandbits(74)
        number = (
            self._milliseconds << 80
            | 0x7 << 76
            | (bits >> 62) << 64
            | 0b10 << 62
            | bits & 0x3FFF_FFFF_FFFF_FFFF
        )
        text = f"{number:032x}"
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"

    def happens(self, probability: float) -> bool:
        """True with this probability."""
        return self.random() < probability

    def pick(self, shares: Mapping[T, float]) -> T:
        """One of the keys, each as likely as its share."""
        (found,) = self.choices(list(shares), list(shares.values()))
        return found
