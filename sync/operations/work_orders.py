"""What is recorded on work orders, and defects that become one."""

from dataclasses import dataclass

from sync.codes import OrderCategory, OrderResult, PauseReason, Urgency
from sync.operations.envelope import Payload


@dataclass(frozen=True, slots=True)
class WorkOrderStart(Payload):
    """The worker begins an order."""

    kind = "work_order.start"
    target_type = "work_order"


@dataclass(frozen=True, slots=True)
class WorkOrderPause(Payload):
    """The order has to wait; `until` is the day on which it goes on (`YYYY-MM-DD`), where one was agreed."""

    kind = "work_order.pause"
    target_type = "work_order"

    reason: PauseReason
    until: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class WorkOrderResume(Payload):
    """What the order waited for is there."""

    kind = "work_order.resume"
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
    """The worker reports a defect: a new order; `found_on` is the round or order on which it was found."""

    kind = "work_order.create"
    target_type = "work_order"

    property: str
    category: OrderCategory
    urgency: Urgency
    description: str
    building: str | None = None
    space: str | None = None
    place: str | None = None
    found_on: str | None = None


PAYLOADS: tuple[type[Payload], ...] = (
    WorkOrderStart,
    WorkOrderPause,
    WorkOrderResume,
    WorkOrderComplete,
    WorkOrderComment,
    WorkOrderCreate,
)
