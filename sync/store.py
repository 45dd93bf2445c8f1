"""A device's store in one folder, as two SQLite databases (docs/protocol.md, steps 14 to 17).

`outbox.sqlite`     operations that wait, their archive, and whose they are. Its schema is frozen: any build can drain
                    or export it. Nothing in it may be lost.
`documents.sqlite`  what the server sent, and how far. It may be deleted at any time: the server fills it again.

Both write through to the disk before a call returns. Where a step writes both, the order is such that dying in between
repeats work: see `sync/round.py`.
"""

import json
import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from sqlite3 import Connection
from uuid import uuid4

from sync.instants import format_instant
from sync.messages import Pending, Result
from sync.outbox import Caution, Entry
from sync.outbox_rows import (
    OUTBOX_SCHEMA,
    archive,
    find_archived,
    find_meta,
    find_unsent,
    in_order,
    insert_waiting,
    instant_or_none,
    parse_account,
    save_meta,
)
from sync.ports import Account, Behind
from sync.position import Copy, Edit, Position
from sync.position_text import dump_position, parse_position

_DOCUMENTS_SCHEMA = """
CREATE TABLE IF NOT EXISTS documents (
    bucket TEXT NOT NULL, id TEXT NOT NULL, revision INTEGER NOT NULL, generation INTEGER NOT NULL,
    document TEXT NOT NULL, PRIMARY KEY (bucket, id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS documents_by_id ON documents (id);
CREATE TABLE IF NOT EXISTS position (position TEXT NOT NULL);
"""

_BUSY_S = 30
_IDS_AT_ONCE_MAX = 500
"""SQLite takes a bounded number of parameters."""


class SqliteStore:
    """The store in a folder, which is made when it is missing. An instance a thread; processes may share the folder."""

    def __init__(self, folder: Path, connect: Callable[[Path], Connection] | None = None) -> None:
        """`connect` opens a database of the store, which is otherwise a file that is written through to the disk."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        connect = connect or _connect
        self._outbox = connect(folder / "outbox.sqlite")
        self._documents = connect(folder / "documents.sqlite")
        with self._transaction("outbox", self._outbox) as outbox:
            _make(outbox, OUTBOX_SCHEMA)
            outbox.execute("INSERT OR IGNORE INTO meta VALUES ('stream', ?)", (str(uuid4()),))
        with self._transaction("documents", self._documents) as documents:
            _make(documents, _DOCUMENTS_SCHEMA)

    def close(self) -> None:
        """Close both databases."""
        self._outbox.close()
        self._documents.close()

    @contextmanager
    def _transaction(self, name: str, connection: Connection) -> Iterator[Connection]:
        """Every write of the database `name` (outbox or documents): committed at the end, or nothing of it."""
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")

    @contextmanager
    def _view(self, connection: Connection) -> Iterator[Connection]:
        """Several SELECTs over one state, whatever another process writes meanwhile."""
        connection.execute("BEGIN")
        try:
            yield connection
        finally:
            connection.execute("ROLLBACK")

    # The outbox.

    def stream(self) -> str:
        """The UUID made together with this outbox."""
        return str(find_meta(self._outbox, "stream"))

    def account(self) -> Account | None:
        """Who has joined; None before anybody has."""
        text = find_meta(self._outbox, "account")
        return None if text is None else parse_account(json.loads(text))

    def save_account(self, account: Account) -> None:
        """Make the store this account's."""
        with self._transaction("outbox", self._outbox) as outbox:
            save_meta(outbox, "account", json.dumps(asdict(account)))

    def renew_token(self, device: str, token: str) -> None:
        """Keep a renewed token, unless another device has joined by now."""
        with self._transaction("outbox", self._outbox) as outbox:
            account = self.account()
            if account is not None and account.device == device:
                save_meta(outbox, "account", json.dumps(asdict(replace(account, token=token))))

    def record(self, person: str, make: Callable[[int], Mapping[str, object]]) -> Entry:
        """Put the operation that `make` builds around the next sequence number into the outbox (step 14)."""
        # 14. One transaction for the operation and the next number; on the disk when this returns.
        with self._transaction("outbox", self._outbox) as outbox:
            sequence = int(find_meta(outbox, "next_sequence") or 1)
            operation = make(sequence)
            entry = Entry(
                str(operation["id"]), person, sequence, "waiting", str(operation["recorded_at"]), operation
            )
            insert_waiting(outbox, entry)
            save_meta(outbox, "next_sequence", str(sequence + 1))
        return entry

    def waiting(self, person: str, limit: int) -> Sequence[Entry]:
        """The oldest operations that wait to be sent, without those set aside."""
        where = "WHERE person = ? AND refusal IS NULL ORDER BY sequence LIMIT ?"
        return find_unsent(self._outbox, where, (person, limit))

    def pending(self, person: str, after: int = 0) -> Pending:
        """What waits with a sequence number above `after`, and whatever is set aside."""
        count, oldest = self._outbox.execute(
            "SELECT count(*), (SELECT recorded_at FROM operations WHERE person = :person"
            " AND (sequence > :after OR refusal IS NOT NULL) ORDER BY sequence LIMIT 1)"
            " FROM operations WHERE person = :person AND (sequence > :after OR refusal IS NOT NULL)",
            {"person": person, "after": after},
        ).fetchone()
        return Pending(count, instant_or_none(oldest))

    def pending_of_others(self, person: str) -> int:
        """How many operations of anybody else wait here."""
        (count,) = self._outbox.execute(
            "SELECT count(*) FROM operations WHERE person <> ?", (person,)
        ).fetchone()
        return int(count)

    def unsettled(self, person: str) -> Sequence[Entry]:
        """What the overlay still needs, in the order of recording: all but the settled ones."""
        with self._view(self._outbox) as outbox:
            return in_order(
                find_unsent(outbox, "WHERE person = ?", (person,)),
                find_archived(outbox, "WHERE person = ? AND NOT is_settled", (person,)),
            )

    def entries(self, person: str) -> Sequence[Entry]:
        """Outbox and archive in the order of recording."""
        with self._view(self._outbox) as outbox:
            return in_order(
                find_unsent(outbox, "WHERE person = ?", (person,)),
                find_archived(outbox, "WHERE person = ?", (person,)),
            )

    def acknowledge(self, results: Sequence[Result], at: datetime, epoch: str) -> int:
        """Move the operations of these results from the outbox to the archive; gives how many were there (step 15)."""
        with self._transaction("outbox", self._outbox) as outbox:
            return sum(archive(outbox, result, format_instant(at), epoch) for result in results)

    def settle(self, ids: Collection[str]) -> None:
        """Note that the effects of these acknowledged operations have come."""
        with self._transaction("outbox", self._outbox) as outbox:
            outbox.executemany("UPDATE archive SET is_settled = 1 WHERE id = ?", [(each,) for each in ids])

    def reopen(self, person: str, epoch: str) -> int:
        """Put back into the outbox what was acknowledged in another epoch; gives how many (step 13)."""
        where = "WHERE person = ? AND epoch <> ?"
        if not find_archived(self._outbox, where + " LIMIT 1", (person, epoch)):
            return 0
        with self._transaction("outbox", self._outbox) as outbox:
            reopened = find_archived(outbox, where, (person, epoch))
            for entry in reopened:
                insert_waiting(outbox, entry)
            outbox.execute(f"DELETE FROM archive {where}", (person, epoch))  # noqa: S608
        return len(reopened)

    def prune(self, person: str, before: datetime, through: datetime) -> int:
        """Delete what is settled, acknowledged before the one instant and not after the other; gives how many."""
        with self._transaction("outbox", self._outbox) as outbox:
            return outbox.execute(
                "DELETE FROM archive WHERE person = ? AND is_settled"
                " AND acknowledged_at < ? AND acknowledged_at <= ?",
                (person, format_instant(before), format_instant(through)),
            ).rowcount

    def set_aside(self, id: str, code: str) -> None:  # noqa: A002
        """Take a waiting operation out of the way because the server refuses it with this code (step 20)."""
        with self._transaction("outbox", self._outbox) as outbox:
            outbox.execute("UPDATE operations SET refusal = ? WHERE id = ?", (code, id))
            save_meta(outbox, "caution", json.dumps(asdict(Caution())))

    def retry_set_aside(self, person: str) -> int:
        """Let everything that was set aside wait again; gives how many."""
        with self._transaction("outbox", self._outbox) as outbox:
            return outbox.execute(
                "UPDATE operations SET refusal = NULL WHERE person = ? AND refusal IS NOT NULL", (person,)
            ).rowcount

    def caution(self) -> Caution:
        """What is known of refusals."""
        text = find_meta(self._outbox, "caution")
        if text is None:
            return Caution()
        raw = json.loads(text)
        return Caution(**raw | {"operations": tuple(raw["operations"])})

    def save_caution(self, caution: Caution) -> None:
        """Keep what is known of refusals, for the next process too."""
        with self._transaction("outbox", self._outbox) as outbox:
            save_meta(outbox, "caution", json.dumps(asdict(caution)))

    # The documents.

    def position(self) -> Position:
        """How far they are read."""
        row = self._documents.execute("SELECT position FROM position").fetchone()
        return Position() if row is None else parse_position(row[0])

    def buckets(self) -> Sequence[str]:
        """The names of all buckets that hold something, KEPT included."""
        return [name for (name,) in self._documents.execute("SELECT DISTINCT bucket FROM documents")]

    def revisions_in(self, bucket: str) -> Mapping[str, int]:
        """The revisions of what a bucket holds, by the documents' ids."""
        return dict(
            self._documents.execute(
                "SELECT id, revision FROM documents WHERE bucket = ?", (bucket,)
            ).fetchall()
        )

    def copies_in(self, bucket: str) -> Mapping[str, Copy]:
        """What a bucket holds, by the documents' ids."""
        rows = self._documents.execute(
            "SELECT id, revision, generation, document FROM documents WHERE bucket = ?", (bucket,)
        )
        return {row[0]: _copy(row[1:]) for row in rows}

    def copies_of(self, ids: Collection[str]) -> Mapping[str, Mapping[str, Copy]]:
        """The copies of these documents by id and bucket; a document that no bucket holds is left out."""
        found: dict[str, dict[str, Copy]] = {}
        wanted = list(ids)
        for start in range(0, len(wanted), _IDS_AT_ONCE_MAX):
            some = wanted[start : start + _IDS_AT_ONCE_MAX]
            marks = ",".join("?" * len(some))
            rows = self._documents.execute(
                f"SELECT id, bucket, revision, generation, document FROM documents WHERE id IN ({marks})",  # noqa: S608
                some,
            )
            for row in rows:
                found.setdefault(row[0], {})[row[1]] = _copy(row[2:])
        return found

    def write(self, position: Position, edits: Collection[Edit]) -> Position:
        """Write edits and position in one transaction, and give the position as written (`writes` has grown).

        Raises Behind, having written nothing, when the position on disk has other `writes` than the given one.
        """
        # 16. Documents and cursor in one transaction.
        with self._transaction("documents", self._documents) as documents:
            written = self._save_position(documents, position)
            documents.executemany(
                "DELETE FROM documents WHERE bucket = ? AND id = ?",
                [(edit.bucket, edit.id) for edit in edits if edit.copy is None],
            )
            documents.executemany(
                "INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?, ?)",
                [_row(edit.bucket, edit.id, edit.copy) for edit in edits if edit.copy is not None],
            )
        return written

    def forget(self, position: Position) -> Position:
        """Delete every document and write the position, in one transaction. Gives the position as written."""
        with self._transaction("documents", self._documents) as documents:
            written = self._save_position(documents, position)
            documents.execute("DELETE FROM documents")
        return written

    def _save_position(self, documents: Connection, position: Position) -> Position:
        if self.position().writes != position.writes:
            raise Behind
        written = replace(position, writes=position.writes + 1)
        documents.execute("DELETE FROM position")
        documents.execute("INSERT INTO position VALUES (?)", (dump_position(written),))
        return written


def _connect(path: Path) -> Connection:
    connection = sqlite3.connect(path, timeout=_BUSY_S, isolation_level=None)
    # In WAL mode FULL means that a commit has reached the disk when it returns.
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def _make(connection: Connection, schema: str) -> None:
    # `executescript` would commit by itself.
    for statement in schema.split(";"):
        connection.execute(statement)


def _copy(row: tuple[int, int, str]) -> Copy:
    revision, generation, document = row
    return Copy(revision, generation, json.loads(document))


def _row(bucket: str, document_id: str, copy: Copy) -> tuple[object, ...]:
    return (bucket, document_id, copy.revision, copy.generation, json.dumps(copy.document))
