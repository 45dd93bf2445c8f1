"""The messages of a round trip as frozen values (docs/protocol.md); their JSON is in `sync.wire`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sync.codes import Flag, QuarantineReason, Status


@dataclass(frozen=True, slots=True)
class JoinRequest:
    """A device asks to join with a code; `language` is a BCP 47 tag."""

    code: str
    device_name: str
    language: str


@dataclass(frozen=True, slots=True)
class JoinedPerson:
    """Who the device now belongs to; `id` is the bare key of the person's document."""

    id: str
    name: str
    roles: tuple[str, ...]
    language: str


@dataclass(frozen=True, slots=True)
class ServerAbout:
    """What the server calls itself, and the time zone its people live in."""

    name: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class JoinResponse:
    """The token for all later requests; `expires_in` is in seconds, `device` is the device's id."""

    token: str
    expires_in: int
    device: str
    person: JoinedPerson
    server: ServerAbout
    token_type: str = "Bearer"  # noqa: S105


@dataclass(frozen=True, slots=True)
class Pending:
    """What still waits on the device after a batch."""

    count: int = 0
    oldest_recorded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SyncRequest:
    """One upload and the cursor to read on from.

    `operations` are JSON values as they came: each is read on its own, so that a bad one never blocks the others.
    Without `pull` nothing is read. `reading` has, by bucket, the floor at which a first reading began that is not
    complete; `mend` the slots to be sent whole, or None for its 256 sums; `differs` names buckets that still differ.
    """

    protocol: int
    build: str
    person: str
    stream: str
    epoch: str | None
    sent_at: datetime
    cursor: Mapping[str, int]
    pending: Pending
    operations: tuple[object, ...]
    pull: bool = True
    reading: Mapping[str, int] = field(default_factory=dict)
    snapshots: bool = False
    check: bool = False
    mend: Mapping[str, tuple[int, ...] | None] = field(default_factory=dict)
    differs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one operation; `at` are the bucket versions at which a device can see its effect."""

    id: str
    status: Status
    at: Mapping[str, int] = field(default_factory=dict)
    flags: tuple[Flag, ...] = ()
    reason: QuarantineReason | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """Buckets that the device now gets and did not name, those it named but may not have, and those read afresh."""

    add: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    reset: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ResponseHeader:
    """The first line: acknowledgements before anything else. `token` replaces the device's token when it is there.

    By bucket: `floors` of those whose reading starts here, `snapshots` the paths to read instead of lines, `mended` the
    slots that this answer has whole.
    """

    epoch: str
    server_time: datetime
    results: tuple[Result, ...] = ()
    scope: Scope = Scope()
    token: str | None = None
    backup_through: datetime | None = None
    floors: Mapping[str, int] = field(default_factory=dict)
    snapshots: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    mended: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One document of one bucket, or the news that it has left the bucket.

    `document` is JSON as it came, and so perhaps not even an object: what can't be shown still moves the cursor.
    A mended line belongs to a slot that is sent whole, whatever its version.
    """

    bucket: str
    version: int
    id: str
    revision: int
    document: object = None
    is_deleted: bool = False
    is_mended: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """How many documents a bucket holds and their sum, modulo 2^48."""

    count: int
    sum: int


@dataclass(frozen=True, slots=True)
class ResponseEnd:
    """The last line. Not `is_complete`: ask again at once. `next_s`: seconds to the next sync, if nothing happens.

    `slots` has the 256 sums, by slot, of the buckets that were asked for.
    """

    cursor: Mapping[str, int]
    is_complete: bool
    checks: Mapping[str, Check]
    next_s: int
    slots: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a request was refused (RFC 9457). `code` is stable; `errors` are texts by dotted path of the field."""

    status: int
    code: str
    title: str = ""
    detail: str = ""
    errors: Mapping[str, Sequence[str]] | None = None
    type: str = "about:blank"
