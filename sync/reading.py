"""How the position moves: with a header, with lines, with an end (docs/protocol.md, 7, 10, 13, 15 and 16). Pure."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from sync.healing import reread
from sync.messages import DocumentLine, ResponseEnd, ResponseHeader
from sync.position import KEPT, Position, Reading

_Value = TypeVar("_Value")


def opened(position: Position, header: ResponseHeader, now: datetime) -> Position:
    """The position after a header: its time, its epoch, the buckets that come, go and begin anew."""
    scope = header.scope
    cursor = {**dict.fromkeys(scope.add, 0), **position.cursor}
    gone = set(scope.drop)
    # 10. Read from version 0 again, while the old copies stay until the reading is complete.
    begun = reread(replace(position, cursor=cursor), [name for name in scope.reset if name not in gone])
    cursor = _without(begun.cursor, gone)
    readings = _without(begun.readings, gone)
    for bucket in (name for name, version in cursor.items() if version == 0):
        generation = readings[bucket].generation if bucket in readings else begun.generation
        readings[bucket] = Reading(header.floors.get(bucket, 0), generation)
    return replace(
        begun,
        epoch=header.epoch,
        cursor=cursor,
        readings=readings,
        healings=_without(begun.healings, gone),
        server_time=header.server_time,
        received_at=now,
    )


def begun_afresh(position: Position, epoch: str, buckets: Collection[str]) -> Position:
    """The position in another history of the server: nothing is read; what the buckets hold is old (step 13)."""
    # 13.
    generation = position.generation + 1
    readings = {bucket: Reading(0, generation) for bucket in buckets if bucket != KEPT}
    return replace(
        position,
        epoch=epoch,
        cursor={},
        generation=generation,
        readings=readings,
        healings={},
        checked_at=None,
    )


def nothing_read(position: Position) -> Position:
    """The position once all documents are forgotten because the person's access has ended (step 20)."""
    # 20.
    return replace(position, cursor={}, readings={}, healings={}, checked_at=None)


def floors_told(position: Position) -> dict[str, int]:
    """The readings that are under way with the floors they were told, as a request names them (step 10)."""
    return {
        bucket: reading.floor
        for bucket, reading in position.readings.items()
        if reading.floor > 0 and position.cursor.get(bucket, 0) > 0
    }


def news(position: Position, lines: Collection[DocumentLine]) -> list[DocumentLine]:
    """The lines above the cursor: one that was read already must not bring an older copy back."""
    # 16.
    return [line for line in lines if line.version > position.cursor.get(line.bucket, 0)]


def advanced(
    cursor: Mapping[str, int], lines: Collection[DocumentLine], end: ResponseEnd | None
) -> dict[str, int]:
    """The cursor after these lines, and after the end when it has come; it never goes back."""
    after = dict(cursor)
    for line in lines:
        after[line.bucket] = max(after.get(line.bucket, 0), line.version)
    for bucket, version in (end.cursor if end else {}).items():
        after[bucket] = max(after.get(bucket, 0), version)
    return after


def _without(values: Mapping[str, _Value], gone: Collection[str]) -> dict[str, _Value]:
    return {name: value for name, value in values.items() if name not in gone}
