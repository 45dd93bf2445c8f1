"""The client of `sync/` as the simulation drives it: its real code and store, and a fate that strikes at commits."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sync.client import Client, Refused
from sync.errors import InvalidResponse
from sync.instants import parse_instant
from sync.operations import KINDS
from sync.outbox import Entry as OutboxEntry
from sync.ports import HttpAnswer, NetworkError
from sync.store import SqliteStore
from tests.simulation.chance import Ids
from tests.simulation.clients import (
    Answer,
    Ending,
    Entry,
    Held,
    Json,
    Killed,
    NoNetwork,
    QuotaExceeded,
    Setup,
    Synced,
)

BUILD = "simulation"
_PIECE_BYTES = 700
"""So that a line arrives in several pieces, and a piece has several lines."""


class Fate:
    """When this phone dies, and whether its storage takes anything."""

    def __init__(self) -> None:
        self.commits_left: int | None = None
        self.is_after = False
        self.is_full = False

    def before_commit(self) -> None:
        """Called within every transaction that writes, last."""
        if self.is_full:
            raise QuotaExceeded
        if self.commits_left is not None:
            self.commits_left -= 1
            if self.commits_left == 0 and not self.is_after:
                raise Killed

    def after_commit(self) -> None:
        """Called after the commit."""
        if self.commits_left == 0:
            raise Killed


class FatefulStore(SqliteStore):
    """The client's own store, whose process may end before or after any commit."""

    def __init__(self, folder: Path, fate: Fate) -> None:
        self._fate = fate
        super().__init__(folder)

    @contextmanager
    def _transaction(self, name: str, connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
        with super()._transaction(name, connection) as open_connection:
            yield open_connection
            self._fate.before_commit()
        self._fate.after_commit()


class _Transport:
    def __init__(self, setup: Setup) -> None:
        self._send = setup.send

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> HttpAnswer:
        try:
            answer = self._send(method, path, headers, body or b"")
        except NoNetwork as error:
            raise NetworkError(str(error)) from error
        return HttpAnswer(answer.status, answer.headers, _pieces(answer))


class PythonClient:
    """One device; a tab is a process on the same folder."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._ids = Ids(setup.seed)
        self._fate = Fate()
        self._transport = _Transport(setup)
        self._wall: datetime
        self._steady_ms = 0
        self._tabs: dict[int, tuple[FatefulStore, Client]] = {}

    def set_clock(self, wall: datetime, steady_ms: int) -> None:
        self._wall = wall
        self._steady_ms = steady_ms

    def join(self, code: str) -> str | None:
        try:
            self._client(0).join(code, self._setup.name, "fi")
        except (NetworkError, InvalidResponse) as error:
            raise NoNetwork from error
        except Refused as refused:
            return refused.code
        return None

    def record(self, kind: str, target: str, payload: Json, seen: Json, tab: int = 0) -> str:
        return self._client(tab).record(KINDS[kind](**_values(payload)), target, seen=seen).id

    def inject(self, operation: Json) -> str:
        store, _ = self._tab(0)
        account = store.account()
        assert account is not None

        def make(sequence: int) -> Json:
            return {
                "id": str(self._ids.at(self._wall)),
                "sequence": sequence,
                "base_revision": None,
                "recorded_at": self._wall.isoformat(timespec="milliseconds"),
                "clock": None,
                "seen": {},
            } | operation

        return store.record(account.person.id, make).id

    def sync(self, tab: int = 0) -> Synced:
        outcome = self._client(tab).sync()
        return Synced(outcome.kind == "done", outcome.code)

    def try_again(self) -> None:
        self._client(0).retry_set_aside()

    def plan_kill(self, commits: int | None, is_after: bool = False) -> None:
        self._fate.commits_left = commits
        self._fate.is_after = is_after

    def set_quota(self, is_full: bool) -> None:
        self._fate.is_full = is_full

    def restart(self) -> None:
        self.close()
        self.plan_kill(None)

    def evict(self) -> None:
        self.restart()
        shutil.rmtree(self._setup.folder)

    def lose_document(self, bucket: str, document_id: str) -> None:
        store, _ = self._tab(0)
        store._documents.execute("DELETE FROM documents WHERE bucket = ? AND id = ?", (bucket, document_id))

    def shown(self) -> Mapping[str, Json]:
        return self._client(0).documents()

    def held(self) -> Held:
        return Held(self._client(0).held())

    def cursor(self) -> Mapping[str, int]:
        return self._client(0).cursor()

    def stream(self) -> str | None:
        return self._tab(0)[0].stream()

    def entries(self) -> Sequence[Entry]:
        return [_entry(entry) for entry in self._client(0).entries()]

    def export(self) -> Json:
        return self._client(0).export()

    def close(self) -> None:
        for store, _ in self._tabs.values():
            store.close()
        self._tabs.clear()

    def _client(self, tab: int) -> Client:
        return self._tab(tab)[1]

    def _tab(self, tab: int) -> tuple[FatefulStore, Client]:
        if tab not in self._tabs:
            store = FatefulStore(self._setup.folder, self._fate)
            client = Client(
                store,
                self._transport,
                build=BUILD,
                now=lambda: self._wall,
                steady_ms=lambda: self._steady_ms,
                new_id=lambda: str(self._ids.at(self._wall)),
            )
            self._tabs[tab] = (store, client)
        return self._tabs[tab]


def _pieces(answer: Answer) -> Iterator[bytes]:
    for begin in range(0, len(answer.body), _PIECE_BYTES):
        yield answer.body[begin : begin + _PIECE_BYTES]
    if answer.ending is Ending.CUT:
        raise NetworkError("cut")
    if answer.ending is Ending.KILLED:
        raise Killed


def _entry(entry: OutboxEntry) -> Entry:
    return Entry(
        id=entry.id,
        sequence=entry.sequence,
        is_acknowledged=entry.state in {"acknowledged", "settled"},
        is_set_aside=entry.state == "set_aside",
        is_shown=entry.state != "settled",
        status=entry.result.status if entry.result is not None else None,
        operation=dict(entry.operation),
    )


def _values(payload: Json) -> Json:
    """A payload's JSON as the library takes it: instants are no texts there."""
    instants = {name: parse_instant(payload[name]) for name in ("started_at", "ended_at") if name in payload}
    return {**payload, **instants}
