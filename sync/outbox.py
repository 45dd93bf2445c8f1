"""The outbox and its archive as values and rules: what is sent next, and what becomes of it (docs/protocol.md, 13–20).

    waiting ──acknowledged──→ acknowledged ──its effect has come──→ settled ──30 days and a backup──→ deleted
       ↑ └──refused alone──→ set_aside          │                        │
       └────────by hand──────────┘              │                        │
       └──────────────────a new epoch───────────┴────────────────────────┘

Pure: nothing here reads, writes or looks at a clock.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Literal

from sync.limits import BATCH_OPERATIONS_MAX
from sync.messages import Result

State = Literal["waiting", "set_aside", "acknowledged", "settled"]

REFUSALS_MAX = 3
"""So often is a batch refused with the same code before it is halved."""
_CALENDAR_BEGINS = datetime.min.replace(tzinfo=UTC)
ARCHIVE_KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Entry:
    """One recorded operation with what has become of it.

    `operation` is its JSON exactly as it was recorded, so that every build sends the same. `acknowledged_at` is the
    server's time and `epoch` the server's history in which that was; `refusal` is the code it was set aside for.
    """

    id: str
    person: str
    sequence: int
    state: State
    recorded_at: str
    operation: Mapping[str, object]
    result: Result | None = None
    acknowledged_at: datetime | None = None
    epoch: str | None = None
    refusal: str | None = None

    @property
    def target(self) -> str:
        """The id of the document that it is about."""
        return str(self.operation.get("target"))

    @property
    def is_quarantined(self) -> bool:
        """Whether it waits for a supervisor's decision."""
        return self.result is not None and self.result.status == "quarantined"


@dataclass(frozen=True, slots=True)
class Caution:
    """How large batches may be while the server refuses something in them.

    `code` and `operations` say which refusal was counted last, and `count` how often it came in a row.
    """

    operations_max: int = BATCH_OPERATIONS_MAX
    code: str | None = None
    operations: tuple[str, ...] = ()
    count: int = 0


def choose_batch(waiting: Sequence[Entry], caution: Caution, bytes_max: int) -> Sequence[Entry]:
    """The oldest operations within all bounds; at least one, however long, when anything waits."""
    # 20. A refused batch is sent again as it was, whatever has been recorded since: only so do refusals add up.
    operations_max = min(caution.operations_max, len(caution.operations) or caution.operations_max)
    batch: list[Entry] = []
    total = 0
    for entry in waiting[:operations_max]:
        total += operation_bytes(entry.operation)
        if batch and total > bytes_max:
            break
        batch.append(entry)
    return batch


def operation_bytes(operation: Mapping[str, object]) -> int:
    """The length of an operation as compact JSON in UTF-8, as a batch's and an operation's bounds count it."""
    text = json.dumps(operation, separators=(",", ":"), ensure_ascii=False)
    return len(text.encode("utf-8", "backslashreplace"))


def is_settled(entry: Entry, cursor: Mapping[str, int], is_decided: bool) -> bool:
    """Whether a complete answer that led to this cursor bears the operation's effect, so that the overlay drops it.

    The cursor has reached every version at which the effect can be seen; buckets out of scope are ignored. A
    quarantined operation waits until the device holds a supervisor's decision or return about it.
    """
    # 15.
    result = entry.result
    if entry.state != "acknowledged" or result is None:
        return False
    if entry.is_quarantined:
        return is_decided
    return all(cursor[bucket] >= version for bucket, version in result.at.items() if bucket in cursor)


def decisions_of(entry: Entry) -> tuple[str, str]:
    """The ids of the documents by which supervisors decide about an operation."""
    return f"decision:{entry.id}", f"return:{entry.id}"


def prune_before(server_time: datetime) -> datetime:
    """What was acknowledged before this need not be kept, once a backup covers it."""
    # 15. By the server's clock: the phone's may be years off. There is no day before the calendar's first.
    return max(server_time, _CALENDAR_BEGINS + ARCHIVE_KEPT) - ARCHIVE_KEPT


def after_refusal(caution: Caution, operations: tuple[str, ...], code: str) -> Caution:
    """What follows from one more refusal of a batch: the same again, or half of it after three equal ones."""
    # 20.
    is_same = (caution.code, caution.operations) == (code, operations)
    count = caution.count + 1 if is_same else 1
    if count < REFUSALS_MAX or len(operations) == 1:
        return replace(caution, code=code, operations=operations, count=count)
    return halved(operations)


def is_hopeless(caution: Caution) -> bool:
    """Whether a single operation has been refused so often that it is set aside."""
    return len(caution.operations) == 1 and caution.count >= REFUSALS_MAX


def halved(operations: Sequence[str]) -> Caution:
    """Half as many operations as these at once."""
    return Caution(operations_max=(len(operations) + 1) // 2)


def after_acceptance(caution: Caution, is_empty: bool) -> Caution:
    """What follows from an accepted batch: batches stay short until nothing waits or the culprit is set aside."""
    return Caution() if is_empty else Caution(operations_max=caution.operations_max)
