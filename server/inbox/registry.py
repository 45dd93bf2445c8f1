"""What a subject registers to apply a kind of operation, and what its handler gets and gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from blinker import Signal
from sqlalchemy.orm import Session

from server.feed.scope import scope_of
from server.feed.stamp import buckets_of
from sync.operations import Operation


@dataclass(frozen=True, slots=True)
class Author:
    """Whose operations these are: always the token's person."""

    person_id: str
    organisation_id: str
    role: str
    device_id: str


@dataclass(frozen=True, slots=True)
class Received:
    """One operation as a handler gets it. `at` is the corrected time, `received_at` the server's; both UTC."""

    operation: Operation
    author: Author
    at: datetime
    received_at: datetime

    @property
    def target_key(self) -> str:
        """The target's id without its type."""
        return self.operation.target.partition(":")[2]

    def sees(self, session: Session, document_id: str) -> bool:
        """False when the document lies in buckets, none of which the author had at the corrected time."""
        buckets = buckets_of(session, document_id)
        return not buckets or not buckets.isdisjoint(scope_of(session, self.author.person_id, self.at))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an operation. `about` tells the synced log where it belongs: its columns and their values."""

    flags: tuple[str, ...] = ()
    about: Mapping[str, str | None] = field(default_factory=dict)


class Quarantine(Exception):
    """Raised by a handler: keep the operation whole, undo what was done, and let a supervisor look at it."""

    def __init__(self, reason: str, detail: str, about: Mapping[str, str | None] | None = None) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
        self.about = about or {}


Handler = Callable[[Session, Received], Outcome]

_handlers: dict[str, Handler] = {}

AuthorFinder = Callable[[Session, str, str], Author]
"""(session, person id, device id) → the author, with employer and role as they are now."""

_author_finder: list[AuthorFinder] = []

operation_decided = Signal("operation_decided")
"""Sent inside the transaction, once for each operation that is new: sender the session, `operation` its inbox row,
`about` as of its Outcome."""

quarantine_decided = Signal("quarantine_decided")
"""Sent inside the transaction, once for each attempt to decide a quarantined operation: sender the session, `decision`
its InboxDecision, `operation` the inbox row as it is after that, `about` as of its Outcome."""


def register_handler(kind: str, handler: Handler) -> None:
    """Let a subject apply a kind. Registering a kind again replaces its handler."""
    _handlers[kind] = handler


def handler_of(kind: str) -> Handler | None:
    """The handler of a kind, or None when no subject applies it here."""
    return _handlers.get(kind)


def register_authors(find: AuthorFinder) -> None:
    """Let people say who an author is: what was quarantined is decided long after its author's request."""
    _author_finder[:] = [find]


def author_of(session: Session, person_id: str, device_id: str) -> Author:
    """The author of what a person sent from a device."""
    return _author_finder[0](session, person_id, device_id)
