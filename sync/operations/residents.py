"""What is recorded at a resident's door."""

from dataclasses import dataclass

from sync.codes import VisitNoteReason
from sync.operations.envelope import Payload


@dataclass(frozen=True, slots=True)
class WorkOrderVisitNote(Payload):
    """The worker could not get in and has left a note; `text` is there when the reason is `other`."""

    kind = "work_order.visit_note"
    target_type = "work_order"

    reason: VisitNoteReason
    text: str | None = None


PAYLOADS: tuple[type[Payload], ...] = (WorkOrderVisitNote,)
