"""What the simulation asks of a client: small, so that each implementation puts its real code behind it.

All choices are made on this side. A client gets its clock, its ids' seed and its network from here, and does nothing by
itself: no timer, no backoff, no retry between two calls.

Rules for whoever implements it:

- A call returns when its work is on disk. `record` returns after the transaction that "saved" stands for.
- A call that needs the network calls `setup.send`. While it waits for the answer other calls may come, also to another
  tab of the same client (`record` while a sync is under way): calls nest.
- `plan_kill` lets a later call end in `Killed`: just before or just after the n-th commit from then on, of any of the
  client's databases. The network can kill as well (`Ending.KILLED`): once the bytes that came were handed to the
  reader, the next thing that happens is `Killed`. Nothing that was not committed may survive; everything that was
  committed must. After `Killed` all tabs are gone, and the only call that may follow is `restart` (or `evict`).
- `plan_kill(None)` and `set_quota(False)` forget what was planned.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any, Protocol

Json = dict[str, Any]


class Killed(BaseException):
    """The phone died in the middle of a call: its battery, its browser, its operating system."""


class QuotaExceeded(Exception):
    """The storage took nothing more: the caller was told that nothing was saved."""


class NoNetwork(Exception):
    """No answer: raised by `Send`. Whether the request arrived, the client can't know."""


class Ending(Enum):
    """How the body of an answer ends for the reader."""

    WHOLE = "whole"
    CUT = "cut"
    """After these bytes the connection breaks."""
    KILLED = "killed"
    """After these bytes the phone dies."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What comes back. `body` is not compressed; `headers` have lower-case names."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    ending: Ending = Ending.WHOLE


Send = Callable[[str, str, Mapping[str, str], bytes], Answer]
"""(method, path, headers, body) → answer; raises NoNetwork. A body may be gzip if its headers say so."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What a new device is made with. `folder` is its own and not made yet; the same `seed` gives the same ids."""

    name: str
    seed: str
    folder: Path
    send: Send


@dataclass(frozen=True, slots=True)
class Entry:
    """One operation that the device still holds, in the outbox or in the archive."""

    id: str
    sequence: int
    is_acknowledged: bool
    is_set_aside: bool
    is_shown: bool
    """Whether the overlay still replays it."""
    status: str | None
    """As acknowledged: applied, flagged or quarantined."""
    operation: Json
    """As it goes over the wire."""


@dataclass(frozen=True, slots=True)
class Synced:
    """How a sync ended, once the client had nothing left to ask at once."""

    is_complete: bool
    problem: str | None = None
    """A code of the protocol (`invalid_token`, `access_ended`, `busy` …), or what the client says of the network."""


@dataclass(frozen=True, slots=True)
class Held:
    """What the device's documents' store holds: by bucket, by id, the revision and the document as it came."""

    buckets: Mapping[str, Mapping[str, tuple[int, Any]]] = field(default_factory=dict)


class Client(Protocol):
    """One device with its storage. A tab is one running copy of the software on it; tab 0 is always there."""

    def set_clock(self, wall: datetime, steady_ms: int) -> None:
        """The phone's own time (aware, however wrong) and its monotonic clock, which starts anew with a restart."""

    def join(self, code: str) -> str | None:
        """Join with a one-time code, or again with a new one. Returns the code of a refusal.

        Raises NoNetwork, Killed.
        """

    def record(self, kind: str, target: str, payload: Json, seen: Json, tab: int = 0) -> str:
        """Record an operation; returns its id once it is saved. Raises QuotaExceeded, Killed."""

    def inject(self, operation: Json) -> str:
        """Put an operation into the outbox as another build of the software may have left it; returns its id.

        The client adds what is missing of `id`, `sequence`, `recorded_at` and `clock`, and keeps the rest as it is.
        """

    def sync(self, tab: int = 0) -> Synced:
        """Send what waits and read what changed, as often as the client would at once. Raises Killed, QuotaExceeded."""

    def try_again(self) -> None:
        """As by hand: what was set aside is sent again at the next sync."""

    def plan_kill(self, commits: int | None, is_after: bool = False) -> None:
        """Die at the n-th commit from now on (1 is the next), before it or after it."""

    def set_quota(self, is_full: bool) -> None:
        """While full, every write to storage fails with QuotaExceeded and leaves what was there."""

    def restart(self) -> None:
        """Start the software again on the same storage, with one tab."""

    def evict(self) -> None:
        """The browser throws the origin's storage away, all of it; what starts then is a new device."""

    def lose_document(self, bucket: str, document_id: str) -> None:
        """The storage forgets one document, as bad flash memory would; nothing else of the client notices."""

    def shown(self) -> Mapping[str, Json]:
        """All documents as the worker sees them, overlay included, by id. Documents that can't be read are left out."""

    def held(self) -> Held:
        """The documents without the overlay."""

    def cursor(self) -> Mapping[str, int]:
        """How far each bucket has been read."""

    def stream(self) -> str | None:
        """The id of the outbox, or None before joining."""

    def entries(self) -> Sequence[Entry]:
        """Outbox and archive in the order of `sequence`."""

    def export(self) -> Json:
        """The file that a worker can hand in by other means."""

    def close(self) -> None:
        """Free what the device holds; its folder may then be removed."""


MakeClient = Callable[[Setup], Client]
