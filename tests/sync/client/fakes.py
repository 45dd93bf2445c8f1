"""A network that says what a test wants, a store that does not wait for the disk, and a device made of both."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sync import wire
from sync.client import Client
from sync.messages import (
    Check,
    JoinedPerson,
    Problem,
    ResponseEnd,
    ResponseHeader,
    Result,
    Scope,
    ServerAbout,
    SyncRequest,
)
from sync.ports import Account, HttpAnswer, NetworkError
from sync.store import SqliteStore

PERSON = "0193c0de-0000-7000-8000-0000000000aa"
OTHER = "0193c0de-0000-7000-8000-0000000000bb"
DEVICE = "0193c0de-0000-7000-8000-0000000000dd"
VISIT = "0193c0de-0000-7000-8000-00000000f001"
ROUND = "round:0193c0de-0000-7000-8000-00000000a001"
NOW = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)
ACCOUNT = Account(
    "token",
    DEVICE,
    "Kannettava",
    JoinedPerson(PERSON, "Aino Laine", ("cleaner",), "fi"),
    ServerAbout("Kierros", "Europe/Helsinki"),
)
JOINED = {
    "token": "token",
    "token_type": "Bearer",
    "expires_in": 1000,
    "device": DEVICE,
    "person": {"id": PERSON, "name": "Aino Laine", "roles": ["cleaner"], "language": "fi"},
    "server": {"name": "Kierros", "time_zone": "Europe/Helsinki"},
}

Json = dict[str, Any]
Answer = HttpAnswer | Exception
Reply = Answer | Callable[[SyncRequest], Answer]


class QuickStore(SqliteStore):
    """The real store; nothing in a test survives the machine, so it does not wait for the disk."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._outbox.execute("PRAGMA synchronous = OFF")
        self._documents.execute("PRAGMA synchronous = OFF")


class Network:
    """Answers requests with what is scripted, in this order; a test that scripts too little fails."""

    def __init__(self, *replies: Reply) -> None:
        self.replies = list(replies)
        self.requests: list[SyncRequest] = []
        self.methods: list[str] = []
        self.paths: list[str] = []
        self.headers: list[Mapping[str, str]] = []

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> HttpAnswer:
        self.methods.append(method)
        self.paths.append(path)
        self.headers.append(headers)
        if path == "/api/sync":
            self.requests.append(wire.parse_body(body or b""))
        reply = self.replies.pop(0)
        answer = reply(self.requests[-1]) if callable(reply) else reply
        if isinstance(answer, Exception):
            raise answer
        return answer


@dataclass
class Clock:
    """The device's two clocks, moved by hand."""

    wall: datetime = NOW
    steady: int = 0

    def now(self) -> datetime:
        return self.wall

    def steady_ms(self) -> int:
        return self.steady

    def wait(self, **how_long: float) -> None:
        """Both clocks go on."""
        span = timedelta(**how_long)
        self.wall += span
        self.steady += span // timedelta(milliseconds=1)


@dataclass
class Device:
    """A client with its surroundings."""

    folder: Path
    network: Network = field(default_factory=Network)
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        self.store = QuickStore(self.folder)
        self.store.save_account(self.store.account() or ACCOUNT)
        self.client = Client(
            *(self.store, self.network), build="test", now=self.clock.now, steady_ms=self.clock.steady_ms
        )

    def script(self, *replies: Reply) -> None:
        """What the network answers next."""
        self.network.replies += replies

    @property
    def last(self) -> SyncRequest:
        """The last request."""
        return self.network.requests[-1]

    def states(self) -> list[str]:
        """The states of everything recorded here."""
        return [entry.state for entry in self.client.entries()]


def answer(*lines: Any, status: int = 200, cut: bool = False, **headers: str) -> HttpAnswer:
    """An answer of these lines, in pieces that end where no line does; one that is cut breaks off after them."""
    body = b"".join(line if isinstance(line, bytes) else wire.canonical(line) + b"\n" for line in lines)
    return HttpAnswer(
        status, {name.replace("_", "-"): value for name, value in headers.items()}, _pieces(body, cut)
    )


def _pieces(body: bytes, cut: bool) -> Iterator[bytes]:
    for start in range(0, len(body), 100):
        yield body[start : start + 100]
    if cut:
        raise NetworkError("cut")


def problem(status: int, code: str, **headers: str) -> HttpAnswer:
    """A refusal."""
    return answer(wire.dump_problem(Problem(status, code)), status=status, **headers)


def header(results: Sequence[Result] = (), **fields: Any) -> dict[str, object]:
    """A header line."""
    about = {"epoch": "one", "server_time": NOW, **fields}
    return wire.dump_header(ResponseHeader(results=tuple(results), **about))


def scope(*add: str, drop: Sequence[str] = (), reset: Sequence[str] = ()) -> Scope:
    """A change of scope."""
    return Scope(tuple(add), tuple(drop), tuple(reset))


def put(bucket: str, version: int, document_id: str, revision: int = 1, **fields: Any) -> Json:
    """A document's line."""
    document = {"type": document_id.partition(":")[0], **fields}
    return {"b": bucket, "v": version, "id": document_id, "r": revision, "doc": document}


def mended(line: Json) -> Json:
    """The same line in a slot that is sent whole."""
    return line | {"m": True}


def gone(bucket: str, version: int, document_id: str, revision: int = 2) -> Json:
    """A tombstone's line."""
    return {"b": bucket, "v": version, "id": document_id, "r": revision, "deleted": True}


def end(
    cursor: Mapping[str, int],
    complete: bool = True,
    checks: Mapping[str, Check] | None = None,
    slots: Mapping[str, tuple[int, ...]] | None = None,
) -> Json:
    """An end line."""
    return wire.dump_end(ResponseEnd(cursor, complete, checks or {}, 60, slots or {}))


def results(request: SyncRequest, **fields: Any) -> list[Result]:
    """The same result for every operation of a request: applied, unless `fields` say otherwise."""
    ids = [str(each["id"]) for each in request.operations if isinstance(each, dict)]
    return [Result(**{"id": each, "status": "applied", **fields}) for each in ids]


def taken(
    cursor: Mapping[str, int] | None = None,
    *lines: Json,
    result: Mapping[str, Any] | None = None,
    **fields: Any,
) -> Callable[[SyncRequest], HttpAnswer]:
    """A complete answer that gives every operation the same result; `fields` are of the header."""

    def reply(request: SyncRequest) -> HttpAnswer:
        first = header(results(request, **(result or {})), **fields)
        return answer(first, *lines, end(request.cursor if cursor is None else cursor))

    return reply


def round_document(**fields: Any) -> dict[str, Any]:
    """The fields of a planned round with one open visit."""
    visit = dict.fromkeys(("at", "by", "minutes", "reason", "text"), None)
    return {
        "state": "planned",
        "person": f"person:{PERSON}",
        "started_at": None,
        "finished_at": None,
        "note": None,
        "on": "2026-04-01",
        "visits": [{"id": VISIT, "state": "open", "is_returned": False, "space": "s", "tasks": [], **visit}],
        **fields,
    }


def parsed(text: str) -> Any:
    """JSON that a command printed."""
    return json.loads(text)
