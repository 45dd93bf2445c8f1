"""How far a device has read, and what it is still about to put right (docs/protocol.md, 10, 11, 13 and 16)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

KEPT = ""
"""Not a bucket of the server's: copies that no bucket holds any more, kept until a complete answer says that they are
really gone, and as long as unsettled operations are about them."""

Stage = Literal["sums", "slots", "reread", "equal", "differs"]


@dataclass(frozen=True, slots=True)
class Copy:
    """A document as one bucket brought it. `generation` tells the copies of a new reading from older ones."""

    revision: int
    generation: int
    document: object


@dataclass(frozen=True, slots=True)
class Edit:
    """Puts a copy of a document into a bucket; None takes it out."""

    bucket: str
    id: str
    copy: Copy | None


@dataclass(frozen=True, slots=True)
class Reading:
    """A bucket that is being read from version 0: the floor it was told, and the generation of its copies."""

    floor: int
    generation: int


@dataclass(frozen=True, slots=True)
class Healing:
    """How far a bucket that differed has been put right, and when that began, by the server's clock."""

    stage: Stage
    began_at: datetime
    slots: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Position:
    """Everything about the documents but the documents.

    `writes` counts transactions, so that a process sees that another has written. `received_at` is the device's own
    time when `server_time` came, `checked_at` its time when it last asked for all checks.
    """

    person: str = ""
    writes: int = 0
    epoch: str | None = None
    cursor: Mapping[str, int] = field(default_factory=dict)
    generation: int = 0
    readings: Mapping[str, Reading] = field(default_factory=dict)
    healings: Mapping[str, Healing] = field(default_factory=dict)
    server_time: datetime | None = None
    received_at: datetime | None = None
    checked_at: datetime | None = None
    succeeded_at: datetime | None = None
