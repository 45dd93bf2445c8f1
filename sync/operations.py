"""What a worker can record: one frozen payload a kind, and the envelope it travels in (docs/operations.md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import ClassVar

from sync.codes import EcoReason, OrderCategory, OrderResult, SkipReason, Unit, Urgency
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
class RoundStart(Payload):
    """The worker begins a round."""

    kind = "round.start"
    target_type = "round"


@dataclass(frozen=True, slots=True)
class RoundTick(Payload):
    """A visit is done."""

    kind = "round.tick"
    target_type = "round"

    visit: str
    minutes: int | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class RoundUntick(Payload):
    """The worker takes back an own tick or skip."""

    kind = "round.untick"
    target_type = "round"

    visit: str


@dataclass(frozen=True, slots=True)
class RoundSkip(Payload):
    """A visit could not be done; `text` is there when the reason is `other`."""

    kind = "round.skip"
    target_type = "round"

    visit: str
    reason: SkipReason
    text: str | None = None


@dataclass(frozen=True, slots=True)
class RoundFinish(Payload):
    """The worker ends a round, perhaps with a note."""

    kind = "round.finish"
    version = 2
    target_type = "round"

    note: str | None = None


@dataclass(frozen=True, slots=True)
class WorkOrderStart(Payload):
    """The worker begins an order."""

    kind = "work_order.start"
    target_type = "work_order"


@dataclass(frozen=True, slots=True)
class WorkOrderComplete(Payload):
    """The worker is done with an order."""

    kind = "work_order.complete"
    target_type = "work_order"

    result: OrderResult
    minutes: int | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class WorkOrderComment(Payload):
    """The worker adds a comment to an order."""

    kind = "work_order.comment"
    target_type = "work_order"

    text: str


@dataclass(frozen=True, slots=True)
class WorkOrderCreate(Payload):
    """The worker reports a defect: a new order."""

    kind = "work_order.create"
    target_type = "work_order"

    property: str
    category: OrderCategory
    urgency: Urgency
    description: str
    building: str | None = None
    space: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class ProductUseRecord(Payload):
    """The worker has used so much of a product; `text` is there when the reason is `other`."""

    kind = "product_use.record"
    target_type = "product_use"

    product: str
    amount: int | float
    unit: Unit
    property: str
    building: str | None = None
    round: str | None = None
    order: str | None = None
    reason: EcoReason | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class ProductUseVoid(Payload):
    """The worker takes back a product use."""

    kind = "product_use.void"
    target_type = "product_use"

    text: str | None = None


KINDS: Mapping[str, type[Payload]] = MappingProxyType(
    {
        payload.kind: payload
        for payload in (
            RoundStart,
            RoundTick,
            RoundUntick,
            RoundSkip,
            RoundFinish,
            WorkOrderStart,
            WorkOrderComplete,
            WorkOrderComment,
            WorkOrderCreate,
            ProductUseRecord,
            ProductUseVoid,
        )
    }
)
"""Every kind that can be read, by its name on the wire."""


def current_version(kind: str) -> int:
    """The version in which a kind is recorded today; 1 for one that is not known here."""
    return KINDS[kind].version if kind in KINDS else 1


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
