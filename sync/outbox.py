"""The outbox and its archive as values and rules: what is sent next, and what becomes of it (docs/protocol.md, 13–20).

    waiting ──acknowledged──→ acknowledged ──its effect has come──→ settled ──30 days and a backup──→ deleted
       ↑ └──refused alone──→ set_aside          │                        │
       └────────by hand──────────┘              │                        │
       └──────────────────a new epoch───────────┴────────────────────────┘

Pure: nothing here reads, writes or looks at a clock.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sync.limits import BATCH_OPERATIONS_MAX
from sync.messages import Result

State = Literal["waiting", "set_aside", "acknowledged", "settled"]

REFUSALS_MAX = 3
"""So often is a batch refused with the same code before it is halved."""
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


@dataclass(frozen=True, slots=True)
class Caution:
    """How large batches may be while the server refuses something in them.

    `code` and `operations` say which refusal was counted last, and `count` how often it came in a row.
    """

    operations_max: int = BATCH_OPERATIONS_MAX
    code: str | None = None
    operations: tuple[str, ...] = ()
    count: int = 0
