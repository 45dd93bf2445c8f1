"""Reads what a device lacks (docs/protocol.md, steps 7 to 12): an index range scan, copied as bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from server.feed.mending import read_slot_sums, read_slots
from server.feed.models import Bucket, Entry
from server.feed.readings import Start, find_start
from server.feed.snapshots import FROM_DOCUMENTS, find_snapshots
from sync.messages import Check, SyncRequest

PAGE_BYTES_MAX = 1024 * 1024
_ROWS_PER_READ = 500
_Head = Row[str, int, int, int, int]
_buckets = Bucket.metadata.tables["feed_buckets"].c
# Made once, and of columns: it is asked at every request, and the ORM would take longer than the database does.
_HEADS = select(_buckets.name, _buckets.version, _buckets.documents, _buckets.sum, _buckets.floor).where(
    _buckets.name.in_(bindparam("names", expanding=True))
)


@dataclass(slots=True)
class Page:
    """What goes down in one answer. `lines` are finished; `checks`, `mended` and `slots` come when it is complete.

    `snapshots` has ids and numbers of files by bucket, for the buckets whose lines are to be read there.
    """

    start: Start
    cursor: dict[str, int]
    lines: list[bytes] = field(default_factory=list)
    snapshots: dict[str, tuple[str, int]] = field(default_factory=dict)
    is_complete: bool = True
    checks: dict[str, Check] = field(default_factory=dict)
    mended: dict[str, tuple[int, ...]] = field(default_factory=dict)
    slots: dict[str, tuple[int, ...]] = field(default_factory=dict)


def pull(
    session: Session,
    scope: frozenset[str],
    asked: SyncRequest,
    now: datetime,
    page_bytes_max: int = PAGE_BYTES_MAX,
) -> Page:
    """One page for a request, from the caller's snapshot. Cost grows with what changed, not with what is stored."""
    heads = _read_heads(session, scope)
    start = find_start(scope, asked, {name: head.floor for name, head in heads.items()})
    page = Page(start, dict(start.cursor))
    changed = [name for name in page.cursor if name in heads and heads[name].version > page.cursor[name]]
    if asked.snapshots:
        page.snapshots = _choose_snapshots(session, page, heads, now)
    room = page_bytes_max
    for name in changed:
        if name in page.snapshots:
            continue
        room = _read_bucket(session, name, page, room)
        if room <= 0 and page.cursor[name] < heads[name].version:
            page.is_complete = False
            return page
        # What was left out at the end of a first download (tombstones) is behind us as well.
        page.cursor[name] = heads[name].version
    page.is_complete = not page.snapshots
    if page.is_complete:
        # 11. of a bucket that nothing has ever lain in there is no head
        names = sorted(scope) if asked.check else sorted(scope & {*changed, *asked.mend})
        page.checks = {name: _check(heads.get(name)) for name in names}
        _mend(session, page, asked, room)
    return page


def _read_heads(session: Session, scope: frozenset[str]) -> Mapping[str, _Head]:
    return {row.name: row for row in session.execute(_HEADS, {"names": list(scope)})}


def _choose_snapshots(
    session: Session, page: Page, heads: Mapping[str, _Head], now: datetime
) -> dict[str, tuple[str, int]]:
    # 12. only from version 0, and only where there may be one: most requests ask nothing of the database here
    large = [
        name
        for name, version in page.cursor.items()
        if version == 0 and name in heads and heads[name].documents >= FROM_DOCUMENTS
    ]
    if not large:
        return {}
    return {name: (row.id, row.files) for name, row in find_snapshots(session, large, now).items()}


def _read_bucket(session: Session, bucket: str, page: Page, room: int) -> int:
    """Append a bucket's lines after the cursor while there is room; returns the room left, 0 when the page is full."""
    is_first_download = page.cursor[bucket] == 0
    is_whole = bucket in page.start.whole
    while True:
        statement = (
            select(Entry.version, Entry.line)
            .where(Entry.bucket == bucket, Entry.version > page.cursor[bucket])
            .order_by(Entry.version)
            .limit(_ROWS_PER_READ)
        )
        if is_first_download:
            statement = statement.where(Entry.is_deleted.is_(False))
        rows = session.execute(statement).all()
        for version, line in rows:
            if page.lines and len(line) > room and not is_whole:
                return 0
            page.lines.append(line)
            page.cursor[bucket] = version
            room -= len(line)
        if len(rows) < _ROWS_PER_READ:
            return max(room, 1)


def _mend(session: Session, page: Page, asked: SyncRequest, room: int) -> None:
    # 11. sums, or whole slots as long as there is room; what is left the device asks for again
    for name, slots in asked.mend.items():
        if name not in page.cursor:
            continue
        if slots is None:
            page.slots[name] = read_slot_sums(session, name)
        elif room > 0:
            mended, lines = read_slots(session, name, slots, room)
            page.mended[name] = tuple(mended)
            page.lines += lines
            room -= sum(map(len, lines))


def _check(head: _Head | None) -> Check:
    return Check(0, 0) if head is None else Check(head.documents, head.sum)
