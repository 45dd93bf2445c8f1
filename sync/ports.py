"""What a client works with: a network, a store and two clocks. Tests and simulations bring their own."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sync.messages import JoinedPerson, Pending, Result, ServerAbout
from sync.outbox import Caution, Entry
from sync.position import Copy, Edit, Position

Now = Callable[[], datetime]
"""The device's own clock: aware, with the device's offset."""
Steady = Callable[[], int]
"""Milliseconds that never go back, from an unknown start."""
NewId = Callable[[], str]
"""A new UUIDv7."""


class NetworkError(Exception):
    """No answer came, or it broke off."""


class Behind(Exception):
    """Another process has written the documents since they were read: read again."""


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """An answer whose body is still arriving.

    `headers` have names in lower case. `body` gives decompressed pieces and may raise NetworkError midway.
    """

    status: int
    headers: Mapping[str, str]
    body: Iterator[bytes]


class Transport(Protocol):
    """The network to one server."""

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> HttpAnswer:
        """Send a request to a path of the server (`/api/…`). Raises NetworkError."""
        ...


@dataclass(frozen=True, slots=True)
class Account:
    """Who this store belongs to: the token, and what joining told."""

    token: str
    device: str
    device_name: str
    person: JoinedPerson
    server: ServerAbout


class Store(Protocol):
    """What a device keeps: an outbox with its archive, and documents with the cursor.

    Every method that writes is one committed transaction of one of the two: when it returns, it is on the disk.
    Methods of the outbox that take a `person` (the bare key) see only that person's operations.
    """

    # The outbox (steps 14, 15 and 17).

    def stream(self) -> str:
        """The UUID made together with this outbox."""
        ...

    def account(self) -> Account | None:
        """Who has joined; None before anybody has."""
        ...

    def save_account(self, account: Account) -> None:
        """Make the store this account's."""
        ...

    def renew_token(self, device: str, token: str) -> None:
        """Keep a renewed token, unless another device has joined by now (step 20)."""
        ...

    def record(self, person: str, make: Callable[[int], Mapping[str, object]]) -> Entry:
        """Put the operation that `make` builds around the next sequence number into the outbox (step 14)."""
        ...

    def waiting(self, person: str, limit: int) -> Sequence[Entry]:
        """The oldest operations that wait to be sent, without those set aside."""
        ...

    def pending(self, person: str, after: int = 0) -> Pending:
        """What waits with a sequence number above `after`, and whatever is set aside."""
        ...

    def pending_of_others(self, person: str) -> int:
        """How many operations of anybody else wait here."""
        ...

    def unsettled(self, person: str) -> Sequence[Entry]:
        """What the overlay still needs, in the order of recording: all but the settled ones."""
        ...

    def entries(self, person: str) -> Sequence[Entry]:
        """Outbox and archive in the order of recording."""
        ...

    def acknowledge(self, results: Sequence[Result], at: datetime, epoch: str) -> int:
        """Move the operations of these results from the outbox to the archive; gives how many were there (step 15)."""
        ...

    def settle(self, ids: Collection[str]) -> None:
        """Note that the effects of these acknowledged operations have come."""
        ...

    def reopen(self, person: str, epoch: str) -> int:
        """Put back into the outbox what was acknowledged in another epoch; gives how many (step 13)."""
        ...

    def prune(self, person: str, before: datetime, through: datetime) -> int:
        """Delete what is settled, acknowledged before the one instant and not after the other; gives how many."""
        ...

    def set_aside(self, id: str, code: str) -> None:  # noqa: A002
        """Take a waiting operation out of the way because the server refuses it with this code (step 20)."""
        ...

    def retry_set_aside(self, person: str) -> int:
        """Let everything that was set aside wait again; gives how many."""
        ...

    def caution(self) -> Caution:
        """What is known of refusals."""
        ...

    def save_caution(self, caution: Caution) -> None:
        """Keep what is known of refusals, for the next process too."""
        ...

    # The documents (step 16).

    def position(self) -> Position:
        """How far they are read."""
        ...

    def buckets(self) -> Sequence[str]:
        """The names of all buckets that hold something, KEPT included."""
        ...

    def revisions_in(self, bucket: str) -> Mapping[str, int]:
        """The revisions of what a bucket holds, by the documents' ids."""
        ...

    def copies_in(self, bucket: str) -> Mapping[str, Copy]:
        """What a bucket holds, by the documents' ids."""
        ...

    def copies_of(self, ids: Collection[str]) -> Mapping[str, Mapping[str, Copy]]:
        """The copies of these documents by id and bucket; a document that no bucket holds is left out."""
        ...

    def write(self, position: Position, edits: Collection[Edit]) -> Position:
        """Write edits and position in one transaction, and give the position as written (`writes` has grown).

        Raises Behind, having written nothing, when the position on disk has other `writes` than the given one.
        """
        ...

    def forget(self, position: Position) -> Position:
        """Delete every document and write the position, in one transaction. Gives the position as written."""
        ...
