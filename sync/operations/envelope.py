"""The envelope of an operation, and what every payload has (docs/operations.md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sync.instants import Clock


@dataclass(frozen=True, slots=True)
class Author:
    """Whose operation it is, as full document ids (`person:…`, `organisation:…`)."""

    person: str
    organisation: str


@dataclass(frozen=True, slots=True)
class Payload:
    """What one kind carries. A subclass names its kind, its current version and the type of document it is about."""

    kind: ClassVar[str]
    version: ClassVar[int] = 1
    target_type: ClassVar[str]


@dataclass(frozen=True, slots=True)
class Operation:
    """What a worker did, as it was recorded on the device. Immutable; the server decides its effect."""

    id: str
    sequence: int
    kind: str
    kind_version: int
    target: str
    base_revision: int | None
    recorded_at: datetime
    clock: Clock | None
    payload: Payload
    seen: Mapping[str, object]
