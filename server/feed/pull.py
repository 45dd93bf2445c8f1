"""Reads what a device lacks (docs/protocol.md, steps 7 and 8): an index range scan, copied as bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.feed.models import Bucket, Entry
from sync.messages import Check

PAGE_BYTES_MAX = 1024 * 1024
_ROWS_PER_READ = 500


@dataclass(slots=True)
class Page:
    """What goes down in one answer. `lines` are finished; `checks`, of the buckets that changed, come when complete."""

    lines: list[bytes] = field(default_factory=list)
    cursor: dict[str, int] = field(default_factory=dict)
    is_complete: bool = True
    checks: dict[str, Check] = field(default_factory=dict)
    added: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)


def pull(
    session: Session, scope: frozenset[str], cursor: Mapping[str, int], page_bytes_max: int = PAGE_BYTES_MAX
) -> Page:
    """One page for a cursor, from the caller's snapshot. Cost grows with what changed, not with what is stored."""
    page = Page(
        cursor={name: cursor.get(name, 0) for name in sorted(scope)},
        added=sorted(scope - cursor.keys()),
        dropped=sorted(cursor.keys() - scope),
    )
    heads = {
        row.name: row
        for row in session.execute(
            select(Bucket.name, Bucket.version, Bucket.documents, Bucket.sum).where(Bucket.name.in_(scope))
        )
    }
    changed = [name for name in page.cursor if name in heads and heads[name].version > page.cursor[name]]
    room = page_bytes_max
    for name in changed:
        room = _read_bucket(session, name, page, room)
        if room <= 0 and page.cursor[name] < heads[name].version:
            page.is_complete = False
            return page
        # What was left out at the end of a first download (tombstones) is behind us as well.
        page.cursor[name] = heads[name].version
    page.checks = {name: Check(heads[name].documents, heads[name].sum) for name in changed}
    return page


def _read_bucket(session: Session, bucket: str, page: Page, room: int) -> int:
    """Append a bucket's lines after the cursor while there is room; returns the room left, 0 when the page is full."""
    is_first_download = page.cursor[bucket] == 0
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
            if page.lines and len(line) > room:
                return 0
            page.lines.append(line)
            page.cursor[bucket] = version
            room -= len(line)
        if len(rows) < _ROWS_PER_READ:
            return max(room, 1)
