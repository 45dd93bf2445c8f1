"""The rows of `outbox.sqlite`: operations that wait, their archive, and whose they are (docs/protocol.md, step 17).

The schema is frozen: a later build may put a database beside this one, never change it.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from sqlite3 import Connection
from typing import Any

from sync.instants import parse_instant
from sync.messages import JoinedPerson, Result, ServerAbout
from sync.outbox import Entry
from sync.ports import Account

OUTBOX_SCHEMA = """
CREATE TABLE IF NOT EXISTS operations (
    id TEXT PRIMARY KEY, person TEXT NOT NULL, sequence INTEGER NOT NULL UNIQUE, recorded_at TEXT NOT NULL,
    operation TEXT NOT NULL, refusal TEXT
);
CREATE TABLE IF NOT EXISTS archive (
    id TEXT PRIMARY KEY, person TEXT NOT NULL, sequence INTEGER NOT NULL UNIQUE, recorded_at TEXT NOT NULL,
    operation TEXT NOT NULL, result TEXT NOT NULL, acknowledged_at TEXT NOT NULL, epoch TEXT NOT NULL,
    is_settled INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
INSERT OR IGNORE INTO meta VALUES ('next_sequence', '1');
"""


def find_meta(outbox: Connection, key: str) -> str | None:
    """One value beside the operations; None when it has not been written."""
    row = outbox.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return None if row is None else str(row[0])


def save_meta(outbox: Connection, key: str, value: str) -> None:
    """Write one value beside the operations."""
    outbox.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


def insert_waiting(outbox: Connection, entry: Entry) -> None:
    """Put an operation among those that wait."""
    outbox.execute(
        "INSERT INTO operations VALUES (?, ?, ?, ?, ?, NULL)",
        (entry.id, entry.person, entry.sequence, entry.recorded_at, json.dumps(entry.operation)),
    )


def archive(outbox: Connection, result: Result, at: str, epoch: str) -> int:
    """Move one operation to the archive; 0 when it does not wait, or its result is none (`later`)."""
    if result.status == "later":
        return 0
    moved = outbox.execute(
        "INSERT INTO archive SELECT id, person, sequence, recorded_at, operation, ?, ?, ?, 0"
        " FROM operations WHERE id = ?",
        (json.dumps(asdict(result)), at, epoch, result.id),
    ).rowcount
    outbox.execute("DELETE FROM operations WHERE id = ?", (result.id,))
    return moved


def find_unsent(outbox: Connection, where: str, values: tuple[object, ...]) -> list[Entry]:
    """The operations that wait or were set aside, of a WHERE clause with its values."""
    rows = outbox.execute(
        f"SELECT id, person, sequence, recorded_at, operation, refusal FROM operations {where}",  # noqa: S608
        values,
    )
    return [
        Entry(
            *(each, person, sequence, "waiting" if refusal is None else "set_aside", recorded_at),
            json.loads(operation),
            refusal=refusal,
        )
        for each, person, sequence, recorded_at, operation, refusal in rows
    ]


def find_archived(outbox: Connection, where: str, values: tuple[object, ...]) -> list[Entry]:
    """The operations of the archive, of a WHERE clause with its values."""
    columns = "id, person, sequence, is_settled, recorded_at, operation, result, acknowledged_at, epoch"
    rows = outbox.execute(f"SELECT {columns} FROM archive {where}", values)  # noqa: S608
    return [
        Entry(
            *(each, person, sequence, "settled" if is_settled else "acknowledged", recorded_at),
            *(
                json.loads(operation),
                _parse_result(json.loads(result)),
                parse_instant(acknowledged_at),
                epoch,
            ),
        )
        for each, person, sequence, is_settled, recorded_at, operation, result, acknowledged_at, epoch in rows
    ]


def _parse_result(raw: Mapping[str, Any]) -> Result:
    return Result(**{**raw, "flags": tuple(raw["flags"])})


def parse_account(raw: Mapping[str, Any]) -> Account:
    """An account as it was saved."""
    person = JoinedPerson(**{**raw["person"], "roles": tuple(raw["person"]["roles"])})
    return Account(**{**raw, "person": person, "server": ServerAbout(**raw["server"])})


def instant_or_none(text: str | None) -> datetime | None:
    """What another build recorded may be no instant; that must not stop the rest."""
    try:
        return None if text is None else parse_instant(text)
    except ValueError:
        return None


def in_order(*entries: list[Entry]) -> list[Entry]:
    """Entries of several origins in the order of recording."""
    return sorted((entry for some in entries for entry in some), key=lambda entry: entry.sequence)
