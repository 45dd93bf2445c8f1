"""A device of one person: what it records, what it sees, and how it syncs. The library's front door."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sync import wire
from sync.answers import read_problem, read_whole
from sync.clock import ClockReading, read_clock
from sync.draft import newest
from sync.errors import InvalidResponse, ProtocolError
from sync.instants import Clock, format_instant
from sync.messages import JoinRequest, JoinResponse, Pending
from sync.operations import Author, Operation, Payload
from sync.outbox import Entry
from sync.overlay import Document, followers, overlay
from sync.ports import Account, HttpAnswer, NewId, Now, Steady, Store, Transport
from sync.position import KEPT, Copy
from sync.readable import readable
from sync.recording import check_length, seen_of, storable
from sync.round import Outcome, Ports, sync
from sync.uuid7 import make_uuid7

__all__ = ["Client", "NotJoined", "OutboxNotEmpty", "Outcome", "Refused"]


class NotJoined(Exception):
    """Nobody has joined with this store yet."""

    code = "not_joined"


class OutboxNotEmpty(Exception):
    """Somebody else's work waits here: it can only be sent as the person who recorded it."""

    code = "outbox_not_empty"


class Refused(Exception):
    """The server refused to let the device join; `code` says why."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


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
        self._new_id = new_id or (lambda: make_uuid7(now()))
        self._heard: ClockReading | None = None

    # Joining.

    def join(self, code: str, device_name: str, language: str) -> JoinResponse:
        """Join with a one-time code, also again as the same person: what waits is kept.

        Raises NetworkError, InvalidResponse (no server of ours answered), Refused, and OutboxNotEmpty; the code is used
        up in the last case, since only the answer tells whose it is.
        """
        request = JoinRequest(code, device_name, language)
        body = wire.canonical(wire.dump_join_request(request))
        answer = self._transport.send("POST", "/api/join", {"content-type": "application/json"}, body)
        joined = _joined(answer)
        if self._store.pending_of_others(joined.person.id):
            raise OutboxNotEmpty(
                "Operations of somebody else wait in this store; send them as that person first."
            )
        account = Account(joined.token, joined.device, device_name, joined.person, joined.server)
        self._store.save_account(account)
        return joined

    def account(self) -> Account:
        """Who has joined. Raises NotJoined."""
        account = self._store.account()
        if account is None:
            raise NotJoined("Join first, with a code from a supervisor.")
        return account

    # Recording.

    def record(
        self,
        payload: Payload,
        target: str,
        *,
        seen: Mapping[str, object] | None = None,
        base_revision: int | None = None,
    ) -> Operation:
        """Put what a worker did into the outbox; it is on the disk when this returns (step 14).

        `seen` and `base_revision` are taken from the target as it is shown unless they are given. Raises NotJoined,
        InvalidOperation for a payload that the server would quarantine, and TooLong; then nothing was recorded.
        """
        person = self.account().person.id
        copies = self._copies_of(target)
        shown = self._shown(target, copies)
        now = self._now()
        made = Operation(
            id=self._new_id(),
            sequence=1,
            kind=payload.kind,
            kind_version=payload.version,
            target=target,
            base_revision=newest(copies).revision if base_revision is None and copies else base_revision,
            recorded_at=now,
            clock=self._clock(now),
            payload=payload,
            seen=seen_of(shown, getattr(payload, "visit", None)) if seen is None else seen,
        )
        raw = storable(wire.dump_operation(made))
        check_length(raw)
        wire.parse_operation(raw)
        # 14.
        entry = self._store.record(person, lambda sequence: {**raw, "sequence": sequence})
        return wire.parse_operation(entry.operation)

    def retry_set_aside(self) -> int:
        """By hand: let everything that was set aside be sent again; gives how many (step 20)."""
        # 20.
        return self._store.retry_set_aside(self.account().person.id)

    # Syncing.

    def sync(self, *, pull: bool = True) -> Outcome:
        """Send what waits and read what has changed; without `pull` only send.

        Raises NotJoined. Whatever the network and the server do is an outcome.
        """
        ports = Ports(self._store, self._transport, self._build, self._now, self._hear)
        return sync(ports, self.account(), pull=pull)

    # What there is.

    def documents(self) -> dict[str, Document]:
        """What the worker sees, by id: the copies that count, with the unsettled operations replayed over them."""
        shown: dict[str, Document] = {}
        for each, copies in self._copies_by_id().items():
            document = readable(each, newest(copies).document)
            if document is not None:
                shown[each] = document
        author = self._author(shown)
        for entry in self._unsettled():
            for each in (entry.target, *followers(shown, entry.target)):
                document = replayed(shown.get(each), entry, author)
                if document is not None:
                    shown[each] = document
        return shown

    def held(self) -> dict[str, dict[str, tuple[int, object]]]:
        """What every bucket holds: (revision, document) by id."""
        return {
            bucket: {
                each: (copy.revision, copy.document) for each, copy in self._store.copies_in(bucket).items()
            }
            for bucket in self._buckets()
            if bucket != KEPT
        }

    def cursor(self) -> Mapping[str, int]:
        """How far each bucket is read."""
        return self._store.position().cursor

    def epoch(self) -> str | None:
        """The server's history as last seen."""
        return self._store.position().epoch

    def succeeded_at(self) -> datetime | None:
        """When everything had come, by the device's clock."""
        return self._store.position().succeeded_at

    def entries(self) -> list[Entry]:
        """Outbox and archive in the order of recording."""
        account = self._store.account()
        return [] if account is None else list(self._store.entries(account.person.id))

    def pending(self) -> Pending:
        """What waits to be sent, what was set aside included."""
        account = self._store.account()
        return Pending() if account is None else self._store.pending(account.person.id)

    def export(self) -> dict[str, Any]:
        """Everything this person recorded here, as a file's contents: the way out when nothing gets through (step 17).

        It bears no token. The same form as the phone app's: the console imports both.
        """
        # 17.
        account = self._store.account()
        return {
            "exported_at": format_instant(self._now()),
            "build": self._build,
            "stream": self._store.stream(),
            "device": account and account.device,
            "device_name": account and account.device_name,
            "person": account and {**asdict(account.person), "roles": list(account.person.roles)},
            "operations": [_exported(entry) for entry in self.entries()],
        }

    def _hear(self, server_time: datetime) -> None:
        self._heard = ClockReading(server_time, self._now(), self._steady_ms())

    def _clock(self, now: datetime) -> Clock | None:
        position = self._store.position()
        reading = self._heard
        if reading is None and position.server_time is not None and position.received_at is not None:
            reading = ClockReading(position.server_time, position.received_at)
        return read_clock(reading, now, self._steady_ms())

    def _buckets(self) -> Sequence[str]:
        """The buckets with documents of whoever has joined; another person's are nobody's business."""
        account = self._store.account()
        is_own = account is not None and self._store.position().person == account.person.id
        return self._store.buckets() if is_own else ()

    def _copies_by_id(self) -> dict[str, dict[str, Copy]]:
        by_id: dict[str, dict[str, Copy]] = {}
        for bucket in self._buckets():
            for each, copy in self._store.copies_in(bucket).items():
                by_id.setdefault(each, {})[bucket] = copy
        return by_id

    def _copies_of(self, document_id: str) -> Mapping[str, Copy]:
        return self._store.copies_of([document_id]).get(document_id, {}) if self._buckets() else {}

    def _shown(self, document_id: str, copies: Mapping[str, Copy]) -> Document | None:
        """One document as the worker sees it."""
        shown = readable(document_id, newest(copies).document) if copies else None
        author = self._author({})
        for entry in self._unsettled():
            follows = shown is not None and bool(followers({document_id: shown}, entry.target))
            if follows or entry.target == document_id:
                shown = replayed(shown, entry, author)
        return shown

    def _author(self, documents: Mapping[str, Document]) -> Author:
        account = self._store.account()
        person = f"person:{account.person.id}" if account else ""
        return Author(person, str(documents.get(person, {}).get("organisation", "")))

    def _unsettled(self) -> Sequence[Entry]:
        account = self._store.account()
        return () if account is None else self._store.unsettled(account.person.id)


def replayed(document: Document | None, entry: Entry, author: Author) -> Document | None:
    """The document after one recorded operation; as it was, where this build can't tell what the operation does."""
    try:
        return overlay(document, wire.parse_operation(entry.operation), author)
    except (ProtocolError, LookupError, TypeError, ValueError):
        # An operation of a build with other ideas, or a document of such a server, must not hide the document.
        return document


def _joined(answer: HttpAnswer) -> JoinResponse:
    if answer.status != 200:
        problem = read_problem(answer)
        if problem is None:
            raise InvalidResponse(f"The answer is not a Kierros server's: HTTP {answer.status}.")
        raise Refused(problem.code, problem.detail)
    try:
        return wire.parse_join_response(wire.parse_json(read_whole(answer.body) or b""))
    except ProtocolError as error:
        raise InvalidResponse("The answer is not a Kierros server's.") from error


def _exported(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "person": entry.person,
        "sequence": entry.sequence,
        "state": entry.state,
        "recorded_at": entry.recorded_at,
        "acknowledged_at": entry.acknowledged_at and format_instant(entry.acknowledged_at),
        "operation": entry.operation,
        "result": entry.result and asdict(entry.result),
        "refusal": entry.refusal,
    }
