"""A device of one person: what it records, what it sees, and how it syncs. The library's front door."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sync.messages import JoinResponse, Pending
from sync.operations import Operation, Payload
from sync.outbox import Entry
from sync.overlay import Document
from sync.ports import NewId, Now, Steady, Store, Transport


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a sync ended.

    done          everything is sent and everything has come; `next_s` until the next one, if nothing happens
    failed        try again later; not before `retry_after_s`, when the server said so
    signed_out    the token is refused: join again as the same person; everything is kept
    upload_only   operations were sent, but nothing is read: the access has ended, or an update is needed
    """

    kind: Literal["done", "failed", "signed_out", "upload_only"]
    code: str | None = None
    next_s: int = 0
    retry_after_s: int | None = None


class Client:
    """One device over one store and one network."""

    def __init__(
        self,
        store: Store,
        transport: Transport,
        *,
        build: str,
        now: Now,
        steady_ms: Steady,
        new_id: NewId | None = None,
    ) -> None:
        self._store = store
        self._transport = transport
        self._build = build
        self._now = now
        self._steady_ms = steady_ms
        self._new_id = new_id

    def join(self, code: str, device_name: str, language: str) -> JoinResponse:
        """Join with a one-time code. Raises NetworkError, Refused (with the server's code) and OutboxNotEmpty."""
        raise NotImplementedError

    def record(
        self,
        payload: Payload,
        target: str,
        *,
        seen: Mapping[str, object] | None = None,
        base_revision: int | None = None,
    ) -> Operation:
        """Put what a worker did into the outbox; it is on the disk when this returns (step 14)."""
        raise NotImplementedError

    def sync(self, *, pull: bool = True) -> Outcome:
        """Send what waits and read what has changed. Never raises for the network or the server."""
        raise NotImplementedError

    def retry_set_aside(self) -> int:
        """By hand: let everything that was set aside be sent again; gives how many."""
        raise NotImplementedError

    def documents(self) -> dict[str, Document]:
        """What the worker sees, by id: the copies that count, with the unsettled operations replayed over them."""
        raise NotImplementedError

    def held(self) -> dict[str, dict[str, tuple[int, object]]]:
        """What every bucket holds: (revision, document) by id."""
        raise NotImplementedError

    def cursor(self) -> Mapping[str, int]:
        """How far each bucket is read."""
        raise NotImplementedError

    def epoch(self) -> str | None:
        """The server's history as last seen."""
        raise NotImplementedError

    def entries(self) -> list[Entry]:
        """Outbox and archive in the order of recording."""
        raise NotImplementedError

    def pending(self) -> Pending:
        """What waits to be sent, what was set aside included."""
        raise NotImplementedError

    def export(self) -> dict[str, Any]:
        """Everything this person recorded here, as a file's contents; it bears no token."""
        raise NotImplementedError
