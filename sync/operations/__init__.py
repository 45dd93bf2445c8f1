"""What a worker can record: one frozen payload a kind, by subject; and its envelope (docs/operations.md)."""

from collections.abc import Mapping
from types import MappingProxyType

from sync.operations import briefs, courtyard, duty, inspections, products, residents, rounds, work_orders
from sync.operations.briefs import BriefConfirm
from sync.operations.courtyard import CourtyardCorrect, CourtyardRecord
from sync.operations.duty import DutyAcknowledge
from sync.operations.envelope import Author, Operation, Payload
from sync.operations.inspections import Finding, InspectionFinish, InspectionGrade
from sync.operations.products import ProductUseRecord, ProductUseVoid
from sync.operations.residents import WorkOrderVisitNote
from sync.operations.rounds import RoundFinish, RoundSkip, RoundStart, RoundTick, RoundUntick
from sync.operations.work_orders import (
    WorkOrderComment,
    WorkOrderComplete,
    WorkOrderCreate,
    WorkOrderPause,
    WorkOrderResume,
    WorkOrderStart,
)

KINDS: Mapping[str, type[Payload]] = MappingProxyType(
    {
        payload.kind: payload
        for subject in (rounds, work_orders, products, duty, residents, briefs, courtyard, inspections)
        for payload in subject.PAYLOADS
    }
)
"""Every kind that can be read, by its name on the wire."""


def current_version(kind: str) -> int:
    """The version in which a kind is recorded today; 1 for one that is not known here."""
    return KINDS[kind].version if kind in KINDS else 1


__all__ = [
    "KINDS",
    "Author",
    "BriefConfirm",
    "CourtyardCorrect",
    "CourtyardRecord",
    "DutyAcknowledge",
    "Finding",
    "InspectionFinish",
    "InspectionGrade",
    "Operation",
    "Payload",
    "ProductUseRecord",
    "ProductUseVoid",
    "RoundFinish",
    "RoundSkip",
    "RoundStart",
    "RoundTick",
    "RoundUntick",
    "WorkOrderComment",
    "WorkOrderComplete",
    "WorkOrderCreate",
    "WorkOrderPause",
    "WorkOrderResume",
    "WorkOrderStart",
    "WorkOrderVisitNote",
    "current_version",
]
