"""Where the reading of each bucket goes on from (docs/protocol.md, steps 7 and 10).

A cursor below a bucket's floor may have missed a removal whose tombstone is gone, and starts again from 0. A reading
that itself started from 0 after the purge can't have: it never held what was removed. It tells so by naming the floor
that it was told when it started, and goes on however often it is interrupted, until the floor rises again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sync.messages import SyncRequest

_KNOWS_RESETS = 2
"""The first protocol version that does."""


@dataclass(frozen=True, slots=True)
class Start:
    """The cursor to read from, and what the header tells about how it differs from the one that was asked for."""

    cursor: Mapping[str, int]
    added: tuple[str, ...]
    dropped: tuple[str, ...]
    reset: tuple[str, ...]
    floors: Mapping[str, int]
    whole: frozenset[str]
    """Buckets that must come in one page, since their reading could not go on: for clients that know no floors."""


def find_start(scope: frozenset[str], asked: SyncRequest, floors: Mapping[str, int]) -> Start:
    """Compare a cursor with the scope and with the floors, of which those that are 0 may be left out."""
    added = scope - asked.cursor.keys()
    dropped = asked.cursor.keys() - scope
    reset = {name for name in scope & asked.cursor.keys() if _is_too_old(name, asked, floors.get(name, 0))}
    cursor = {name: 0 if name in reset else asked.cursor.get(name, 0) for name in sorted(scope)}
    starting = {name: floors[name] for name, version in cursor.items() if version == 0 and floors.get(name)}
    if asked.protocol < _KNOWS_RESETS:
        return Start(
            cursor, _sorted(added | reset), _sorted(dropped | reset), (), {}, whole=frozenset(starting)
        )
    return Start(cursor, _sorted(added), _sorted(dropped), _sorted(reset), starting, whole=frozenset())


def _is_too_old(name: str, asked: SyncRequest, floor: int) -> bool:
    # 10. version 0 holds nothing, so it has missed nothing
    return 0 < asked.cursor[name] < floor and asked.reading.get(name) != floor


def _sorted(names: set[str] | frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(names))
