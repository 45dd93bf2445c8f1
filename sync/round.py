"""Round trips until everything is sent and everything has come (docs/protocol.md; steps bear their numbers).

No I/O but through the ports. Two databases are written, and each step writes them in the order in which dying in
between repeats work and never loses it: acknowledgements before documents, the archive back into the outbox before the
cursor is forgotten, documents before operations leave the overlay.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from sync import wire
from sync.answers import parse_first, parse_rest, read_lines, read_problem, retry_after_s
from sync.download import Download
from sync.healing import after_checks, differing, is_check_due, is_healing, mend_wanted
from sync.limits import BATCH_BYTES_MAX, BATCH_OPERATIONS_MAX, PROTOCOL_VERSION_MAX
from sync.messages import Problem, ResponseEnd, ResponseHeader, Result, SyncRequest
from sync.outbox import (
    Entry,
    after_acceptance,
    after_refusal,
    choose_batch,
    halved,
    is_hopeless,
    prune_before,
)
from sync.ports import Account, Behind, HttpAnswer, NetworkError, Now, Store, Transport
from sync.position import Position
from sync.reading import begun_afresh, floors_told, nothing_read

_ENVELOPE_BYTES_MAX = 32 * 1024
"""A request's bytes beside its operations: 64 buckets in the cursor, floors, slots, and a few ids."""
_TRIPS_MAX = 1_000
"""1,000 pages of 1 MiB, or 200,000 operations: far beyond a device's life, but an end."""
_UPLOAD_ONLY_NEXT_S = 3600


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a sync ended.

    done          everything is sent and everything has come; `next_s` until the next one, if nothing happens
    failed        try again later, not before `retry_after_s` when the server said so
    signed_out    the token is refused: join again as the same person; everything is kept
    upload_only   everything is sent but nothing is read: `access_ended`, or this build needs an update

    `code` is the server's, or `network` (no answer), `not_an_answer` (not the server's) or `busy` (try again).
    """

    kind: Literal["done", "failed", "signed_out", "upload_only"]
    code: str | None = None
    next_s: int = 0
    retry_after_s: int | None = None


@dataclass(frozen=True, slots=True)
class Ports:
    """What round trips work with. `heard` is told each server time in the moment it comes."""

    store: Store
    transport: Transport
    build: str
    now: Now
    heard: Callable[[datetime], None]


def sync(ports: Ports, account: Account, *, pull: bool = True) -> Outcome:
    """Round trips until nothing waits and the server has nothing more, or until something fails."""
    trips = Trips(ports, account.person.id, pull=pull)
    for _ in range(_TRIPS_MAX):
        outcome = trips.next()
        if outcome is not None:
            return outcome
    return Outcome("done")


class Trips:
    """The round trips of one sync. `None` for an outcome means: go on at once."""

    def __init__(self, ports: Ports, person: str, *, pull: bool) -> None:
        self._ports = ports
        self._store = ports.store
        self._person = person
        self._is_pulling = pull
        self._upload_only_code: str | None = None
        self._may_use_snapshots = True
        self._accused: str | None = None
        """The operation that was refused too often: a request without it shows whether it is to blame."""

    def next(self) -> Outcome | None:
        """One more round trip."""
        try:
            return self._trip()
        except Behind:
            # 18. Another process reads too: what it has read is on the disk, so go on from there.
            return None

    def _trip(self) -> Outcome | None:
        account = self._store.account()
        if account is None or account.person.id != self._person:
            return Outcome("signed_out", "missing_token")
        position = self._own_position()
        waiting = self._store.waiting(self._person, BATCH_OPERATIONS_MAX)
        if self._accused is not None:
            waiting = []
        batch = choose_batch(waiting, self._store.caution(), BATCH_BYTES_MAX - _ENVELOPE_BYTES_MAX)
        request = self._request(position, batch)
        body = wire.canonical(wire.dump_request(request))
        headers = {"content-type": "application/json", "authorization": f"Bearer {account.token}"}
        try:
            answer = self._ports.transport.send("POST", "/api/sync", headers, body)
        except NetworkError:
            return Outcome("failed", "network")
        if answer.status != 200:
            return self._refused(answer, batch)
        lines = read_lines(answer.body)
        header = parse_first(lines)
        if header is None:
            # 19. Nothing but a header acknowledges: this may be a captive portal's page.
            return Outcome("failed", "not_an_answer")
        self._set_accused_aside()
        return self._answered(account, Answered(request, batch, position, header, lines))

    def _own_position(self) -> Position:
        """The position on disk; another person's documents are forgotten first."""
        position = self._store.position()
        if position.person == self._person:
            return position
        return self._store.forget(Position(person=self._person, writes=position.writes))

    def _request(self, position: Position, batch: Sequence[Entry]) -> SyncRequest:
        now = self._ports.now()
        request = SyncRequest(
            protocol=PROTOCOL_VERSION_MAX,
            build=self._ports.build,
            person=self._person,
            stream=self._store.stream(),
            epoch=position.epoch,
            sent_at=now,
            cursor=position.cursor,
            pending=self._store.pending(self._person, batch[-1].sequence if batch else 0),
            operations=tuple(entry.operation for entry in batch),
            pull=self._is_pulling,
        )
        if not self._is_pulling:
            return request
        return replace(
            request,
            reading=floors_told(position),
            snapshots=self._may_use_snapshots,
            check=is_check_due(position, now) or is_healing(position),
            mend=mend_wanted(position),
            differs=differing(position),
        )

    # What was answered.

    def _answered(self, account: Account, answered: "Answered") -> Outcome | None:
        header, position = answered.header, answered.position
        self._ports.heard(header.server_time)
        if header.token is not None:
            self._store.renew_token(account.device, header.token)
        # 13. What another history acknowledged waits again, and only then is the cursor forgotten: whoever dies in
        # between names the old epoch once more, and all of this happens once more.
        self._store.reopen(self._person, header.epoch)
        if position.epoch is not None and position.epoch != header.epoch:
            self._store.write(begun_afresh(position, header.epoch, self._store.buckets()), [])
            self._acknowledge(answered)
            return None
        # 15. Acknowledged operations go to the archive at once, before any document is read.
        acknowledged = self._acknowledge(answered)
        if not self._is_pulling:
            return self._sent(is_all_taken=answered.is_all_taken)
        return self._read(answered, acknowledged)

    def _acknowledge(self, answered: "Answered") -> int:
        """Move what has a final result to the archive; gives how many operations were moved."""
        header, final = answered.header, answered.final
        if not final:
            return 0
        acknowledged = self._store.acknowledge(final, header.server_time, header.epoch)
        caution = self._store.caution()
        after = after_acceptance(caution, is_empty=not self._store.waiting(self._person, 1))
        if after != caution:
            self._store.save_caution(after)
        return acknowledged

    def _sent(self, *, is_all_taken: bool) -> Outcome | None:
        if not is_all_taken:
            return _NOT_NOW
        if self._store.waiting(self._person, 1):
            return None
        if self._upload_only_code is None:
            return Outcome("done")
        return Outcome("upload_only", self._upload_only_code, _UPLOAD_ONLY_NEXT_S)

    def _read(self, answered: "Answered", acknowledged: int) -> Outcome | None:
        download = Download(self._store, self._person, answered.position)
        now = self._ports.now()
        download.begin(answered.header, now)
        end = download.take(parse_rest(answered.lines), answered.header, now)
        if end is None:
            return _CUT
        for path in (path for paths in answered.header.snapshots.values() for path in paths):
            outcome = self._read_snapshot(download, path)
            if outcome is not None:
                return outcome
            if not self._may_use_snapshots:
                return None
        if end.is_complete:
            return self._complete(download.position, answered, end)
        has_advanced = download.position.cursor != answered.position.cursor
        return None if has_advanced or acknowledged else _NOT_NOW

    def _read_snapshot(self, download: Download, path: str) -> Outcome | None:
        """Read one file of finished lines; wherever it stops, the normal way goes on from the cursor."""
        # 12.
        account = self._store.account()
        if account is None or not path.startswith("/") or path.startswith("//"):
            self._may_use_snapshots = False
            return None
        try:
            answer = self._ports.transport.send(
                "GET", path, {"authorization": f"Bearer {account.token}"}, None
            )
        except NetworkError:
            return Outcome("failed", "network")
        if answer.status != 200:
            self._may_use_snapshots = False
            return None
        return None if download.take_snapshot(parse_rest(read_lines(answer.body))) else _CUT

    def _complete(self, position: Position, answered: "Answered", end: ResponseEnd) -> Outcome | None:
        is_healed_further = self._check(position, answered, end)
        header = answered.header
        if header.backup_through is not None:
            self._store.prune(self._person, prune_before(header.server_time), header.backup_through)
        if is_healed_further:
            return None
        if not answered.is_all_taken:
            return _NOT_NOW
        # What was recorded meanwhile, or put back because of a new epoch, goes at once.
        is_more_waiting = bool(self._store.waiting(self._person, 1))
        return None if is_more_waiting else Outcome("done", next_s=end.next_s)

    def _check(self, position: Position, answered: "Answered", end: ResponseEnd) -> bool:
        """Compare the buckets with the server's checks; whether to ask at once for what differs."""
        # 16.
        held = {
            bucket: self._store.revisions_in(bucket) for bucket in end.checks if bucket in position.cursor
        }
        after = after_checks(position, answered.request.mend, end, held, answered.header.server_time)
        is_changed = after is not position
        if answered.request.check:
            after = replace(after, checked_at=self._ports.now())
        if after != position:
            self._store.write(after, [])
        return is_changed and is_healing(after)

    # What was refused (step 20).

    def _refused(self, answer: HttpAnswer, batch: Sequence[Entry]) -> Outcome | None:
        problem = read_problem(answer)
        wait_s = retry_after_s(answer.headers, self._ports.now())
        if answer.status == 413 and batch:
            return self._too_large(tuple(entry.id for entry in batch), wait_s)
        if problem is None:
            return Outcome("failed", "not_an_answer", retry_after_s=wait_s)
        if answer.status == 401:
            return Outcome("signed_out", problem.code)
        if self._is_pulling and self._must_only_upload(answer.status, problem):
            return None
        if answer.status in (403, 429, 503) or not batch:
            return Outcome("failed", problem.code, retry_after_s=wait_s)
        return self._refused_again(tuple(entry.id for entry in batch), problem.code, wait_s)

    def _must_only_upload(self, status: int, problem: Problem) -> bool:
        """Whether nothing can be read any more, though what the worker did is still taken."""
        is_ended = (status, problem.code) == (403, "access_ended")
        if is_ended:
            # The documents are not the person's to see any more; the outbox is the person's own.
            self._store.forget(nothing_read(self._own_position()))
        if is_ended or status == 426 or problem.code == "protocol_too_new":
            self._is_pulling = False
            self._upload_only_code = problem.code
        return not self._is_pulling

    def _too_large(self, operations: tuple[str, ...], wait_s: int | None) -> Outcome | None:
        if len(operations) > 1:
            self._store.save_caution(halved(operations))
            return None
        return self._refused_again(operations, "batch_too_large", wait_s)

    def _refused_again(self, operations: tuple[str, ...], code: str, wait_s: int | None) -> Outcome | None:
        caution = after_refusal(self._store.caution(), operations, code)
        self._store.save_caution(caution)
        if is_hopeless(caution):
            self._accused = operations[0]
            return None
        return Outcome("failed", code, retry_after_s=wait_s) if caution.code else None

    def _set_accused_aside(self) -> None:
        # 20. The server answers without the operation, so it is the operation that it refuses.
        if self._accused is not None:
            self._store.set_aside(self._accused, self._store.caution().code or "")
            self._accused = None


@dataclass(frozen=True, slots=True)
class Answered:
    """A request with the answer that is arriving to it."""

    request: SyncRequest
    batch: Sequence[Entry]
    position: Position
    header: ResponseHeader
    lines: Iterator[bytes]

    @property
    def final(self) -> list[Result]:
        """The results that acknowledge. One for what this request did not bring is none: the server can't have it."""
        sent = {entry.id for entry in self.batch}
        return [result for result in self.header.results if result.id in sent and result.status != "later"]

    @property
    def is_all_taken(self) -> bool:
        """Whether every operation of the batch has a final result, whoever moved it to the archive."""
        return {entry.id for entry in self.batch} <= {result.id for result in self.final}


_CUT = Outcome("failed", "network")
"""The answer broke off: the next request goes on behind the last whole line."""
_NOT_NOW = Outcome("failed", "busy")
"""The server answered `later`, or nothing, for an operation: it is kept and sent again after a while."""
