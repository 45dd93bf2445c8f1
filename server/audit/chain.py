"""The chain: each row's hash is over its own content and the hash before: no row changes, goes or moves unseen.

Whoever can write the database could also make a whole new chain. So its end (`head_of`) can be noted somewhere else,
and `verify` finds whether it is still part of the chain.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from hashlib import sha256
from typing import Any

from sqlalchemy import RowMapping, insert, select
from sqlalchemy.orm import Session

from server import clock
from server.audit.changes import noted
from server.audit.models import AuditHead, AuditRow
from server.database import last_before_commit

_HEAD = 1
_NOTHING_BEFORE = bytes(32)
_ROWS_PER_READ = 1_000


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain: how many rows, and the last one's hash."""

    n: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Fault:
    """The first place where the chain is broken: `altered` row, `missing` rows, `unknown_end` or `other_history`."""

    n: int
    code: str


@last_before_commit
def write(session: Session) -> None:
    """Link what this transaction has written. Others wait from here to the commit, so that rows have one order."""
    changes = noted(session)
    if not changes:
        return
    head = session.get(AuditHead, _HEAD, with_for_update=True, populate_existing=True)
    n, last = (head.n, head.hash) if head is not None else (0, _NOTHING_BEFORE)
    rows = []
    at = clock.now()
    for change in changes:
        n += 1
        row: dict[str, Any] = {
            "n": n,
            "at": at,
            "by_kind": change.by.kind,
            "by": change.by.name,
            "what": change.what,
            "in_table": change.table,
            "row_key": change.key,
            "before": change.before,
            "after": change.after,
        }
        last = _hash(row, last)
        rows.append(row | {"hash": last})
    changes.clear()
    session.execute(insert(AuditRow), rows)
    if head is None:
        session.add(AuditHead(id=_HEAD, n=n, hash=last))
    else:
        head.n, head.hash = n, last
    session.flush()


def head_of(session: Session) -> Head:
    """The end of the chain as it says itself."""
    head = session.get(AuditHead, _HEAD)
    return Head(0, _NOTHING_BEFORE) if head is None else Head(head.n, head.hash)


def verify(session: Session, noted_end: Head | None = None) -> Fault | None:
    """Go through the whole chain; the first fault, or None.

    `noted_end`: an end that was written down earlier and must still be part of the chain.
    """
    last, n = _NOTHING_BEFORE, 0
    for found in _rows(session):
        n += 1
        if found["n"] != n:
            return Fault(n, "missing")
        last = _hash(found, last)
        if found["hash"] != last:
            return Fault(n, "altered")
        if noted_end is not None and noted_end.n == n and noted_end.hash != last:
            return Fault(n, "other_history")
    head = head_of(session)
    if (head.n, head.hash) != (n, last):
        return Fault(n + 1, "missing" if head.n > n else "unknown_end")
    if noted_end is not None and noted_end.n > n:
        return Fault(n + 1, "missing")
    return None


def _rows(session: Session) -> Iterator[RowMapping]:
    """All rows in order, whatever numbers they bear."""
    columns = AuditRow.metadata.tables["audit_rows"].c
    statement = select(*columns).order_by(columns.n).limit(_ROWS_PER_READ)
    found = session.execute(statement).mappings().all()
    while found:
        yield from found
        found = session.execute(statement.where(columns.n > found[-1]["n"])).mappings().all()


def _hash(row: Any, before: bytes) -> bytes:
    content = [
        row["n"],
        row["at"].astimezone(UTC).isoformat(),
        row["by_kind"],
        row["by"],
        row["what"],
        row["in_table"],
        row["row_key"],
        row["before"],
        row["after"],
    ]
    text = json.dumps(content, ensure_ascii=True, separators=(",", ":"))
    return sha256(before + text.encode()).digest()
