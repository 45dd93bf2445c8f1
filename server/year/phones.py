"""A phone: the client library as any Python program uses it, its stores in memory, the application behind its network.

Every request is a whole one, with the bytes that would go over the wire; only no socket carries them.
"""

from __future__ import annotations

import gzip
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from flask import Flask

from server.year.agenda import chance_of
from sync.client import Client
from sync.operations import Payload
from sync.overlay import Document
from sync.ports import HttpAnswer
from sync.store import SqliteStore
from sync.uuid7 import uuid7_of

BUILD = "year"
_COMPRESSED_FROM_BYTES = 1024
_SKEW_S_MAX = 90
_NEWS = frozenset({"work_order.create", "courtyard.record", "round.skip"})
"""Kinds of which an order may come, and so an alert."""
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


class SyncFailed(Exception):
    """The server answered otherwise than it should have: nothing is in its way here."""


class SignedOut(SyncFailed):
    """The token has ended: nobody has used this phone for longer than one lasts."""


class _Store(SqliteStore):
    """The client's own store, in memory. An image is the bytes of its two databases, outbox first."""

    def __init__(self, image: tuple[bytes, bytes] | None) -> None:
        self._images = iter(image or ())
        super().__init__(Path(), self._connect)

    def image(self) -> tuple[bytes, bytes]:
        """All that it holds."""
        return self._outbox.serialize(), self._documents.serialize()

    def _connect(self, _path: Path) -> sqlite3.Connection:
        connection = sqlite3.connect(":memory:", isolation_level=None)
        image = next(self._images, None)
        if image is not None:
            connection.deserialize(image)
        return connection


class _Transport:
    def __init__(self, app: Flask, counts: Counter[str]) -> None:
        self._client = app.test_client(use_cookies=False)
        self._counts = counts

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> HttpAnswer:
        sent = {**headers, "accept-encoding": "gzip"}
        if body is not None and len(body) > _COMPRESSED_FROM_BYTES:
            body = gzip.compress(body)
            sent["content-encoding"] = "gzip"
        answer = self._client.open(path, method=method, headers=sent, data=body)
        received = answer.get_data()
        self._counts["requests"] += 1
        self._counts["bytes sent"] += len(body or b"")
        self._counts["bytes received"] += len(received)
        names = {name.lower(): value for name, value in answer.headers.items()}
        if names.get("content-encoding") == "gzip":
            received = gzip.decompress(received)
        return HttpAnswer(answer.status_code, names, _pieces(received))


class Phone:
    """One worker's. Its own clock is off by up to a minute and a half, always the same."""

    def __init__(
        self, app: Flask, seed: str, person_id: str, counts: Counter[str], image: tuple[bytes, bytes] | None
    ) -> None:
        self.person_id = person_id
        self._seed = seed
        self._counts = counts
        self._transport = _Transport(app, counts)
        self._store = _Store(image)
        self._skew = timedelta(seconds=chance_of(seed, person_id).randint(-_SKEW_S_MAX, _SKEW_S_MAX))
        self._now = _EPOCH
        self._ids = Random()
        self._has_news = False
        self._client: Client
        self.begin_day(None)

    def begin_day(self, day: object) -> None:
        """The app is started anew."""
        self._ids = chance_of(self._seed, day, self.person_id, "ids")
        self._client = Client(
            self._store,
            self._transport,
            build=BUILD,
            now=lambda: self._now + self._skew,
            steady_ms=lambda: int((self._now - _EPOCH).total_seconds() * 1000),
            new_id=self.new_id,
        )

    def image(self) -> tuple[bytes, bytes]:
        """All that the phone holds."""
        return self._store.image()

    def join(self, code: str, at: datetime) -> None:
        """Make it this person's."""
        self._now = at
        self._client.join(code, "Puhelin", "fi")

    def sync(self, at: datetime) -> None:
        """Send all and read all. Raises SyncFailed, or of that SignedOut."""
        self._now = at
        outcome = self._client.sync()
        self._counts["syncs"] += 1
        if outcome.code == "invalid_token":
            raise SignedOut(self.person_id)
        if outcome.kind != "done":
            raise SyncFailed(f"{outcome} for {self.person_id} at {at}")

    def sync_or_join(self, at: datetime, invite: Callable[[str, datetime], str]) -> None:
        """The same; where the token has ended, with a new code. Raises SyncFailed."""
        try:
            self.sync(at)
        except SignedOut:
            self.join(invite(self.person_id, at), at)
            self.sync(at)

    def record(
        self, payload: Payload, target: str, at: datetime, seen: Mapping[str, object] | None = None
    ) -> None:
        """Record something at an instant, without network."""
        self._now = max(self._now, at)
        self._client.record(payload, target, seen=seen)
        self._has_news |= payload.kind in _NEWS
        self._counts["operations recorded"] += 1

    def documents(self) -> dict[str, Document]:
        """What is on the screen."""
        return self._client.documents()

    def take_news(self) -> bool:
        """Whether anything was recorded, since this was last asked, of which an order may come."""
        has_news, self._has_news = self._has_news, False
        return has_news

    def waiting(self) -> int:
        """How many operations were not sent yet."""
        return self._client.pending().count

    def new_id(self) -> str:
        """A UUIDv7 of now, its random part from the seed."""
        return uuid7_of(int(self._now.timestamp() * 1000), self._ids.getrandbits(74))

    def close(self) -> None:
        """Let go of its memory."""
        self._store.close()


def _pieces(body: bytes) -> Iterator[bytes]:
    yield body


def save_images(file: Path, phones: Mapping[str, Phone]) -> None:
    """Write what all phones hold into a new file."""
    file.unlink(missing_ok=True)
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("CREATE TABLE phones (person TEXT PRIMARY KEY, outbox BLOB, documents BLOB)")
    rows: Any = ((person, *phone.image()) for person, phone in phones.items())
    connection.executemany("INSERT INTO phones VALUES (?, ?, ?)", rows)
    connection.commit()
    connection.close()


def load_images(file: Path) -> dict[str, tuple[bytes, bytes]]:
    """What the phones held, by person."""
    connection = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)
    rows = connection.execute("SELECT person, outbox, documents FROM phones ORDER BY rowid").fetchall()
    connection.close()
    return {person: (outbox, documents) for person, outbox, documents in rows}
