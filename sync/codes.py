"""The closed lists of codes that operations and results may carry (docs/documents.md, docs/protocol.md)."""

from typing import Literal, get_args

SkipReason = Literal["locked", "occupied", "no_water_or_power", "unsafe", "out_of_time", "other"]
OrderCategory = Literal[
    "water_leak",
    "sewer",
    "heating",
    "electricity",
    "lift_trapped",
    "outer_door",
    "lighting",
    "lock",
    "window",
    "appliance",
    "ventilation",
    "plumbing",
    "cleaning",
    "yard",
    "waste",
    "graffiti",
    "pests",
    "other",
]
Urgency = Literal["urgent", "minor"]
OrderResult = Literal["fixed", "temporary_fix", "no_fault_found", "needs_contractor"]
PauseReason = Literal["waiting_for_part", "no_entry", "another_time"]
VisitNoteReason = Literal["nobody_home", "no_permission", "extra_lock", "pet", "other"]
Unit = Literal["ml", "g"]
EcoReason = Literal[
    "no_eco_alternative", "out_of_stock", "disinfection_required", "service_company_stock", "other"
]
Soil = Literal["loose_dirt", "dust", "stains", "surface_dirt"]
InspectedObject = Literal["floor", "wall", "fixture", "ceiling"]

Status = Literal["applied", "flagged", "quarantined", "later"]
Flag = Literal[
    "already_done",
    "reassigned",
    "done_after_cancellation",
    "outside_scope",
    "clock_skew",
    "round_finished",
    "not_own_tick",
    "withdrawn",
    "merged",
    "eco_reason_missing",
    "eco_answer_differs",
    "eco_product_unstocked",
    "imported",
]
QuarantineReason = Literal[
    "malformed_operation",
    "unknown_kind",
    "unknown_kind_version",
    "invalid_payload",
    "unknown_target",
    "target_exists",
    "id_reused",
    "apply_failed",
    "access_ended",
]

SKIP_REASONS: tuple[SkipReason, ...] = get_args(SkipReason)
ORDER_CATEGORIES: tuple[OrderCategory, ...] = get_args(OrderCategory)
URGENCIES: tuple[Urgency, ...] = get_args(Urgency)
ORDER_RESULTS: tuple[OrderResult, ...] = get_args(OrderResult)
PAUSE_REASONS: tuple[PauseReason, ...] = get_args(PauseReason)
VISIT_NOTE_REASONS: tuple[VisitNoteReason, ...] = get_args(VisitNoteReason)
UNITS: tuple[Unit, ...] = get_args(Unit)
ECO_REASONS: tuple[EcoReason, ...] = get_args(EcoReason)
SOILS: tuple[Soil, ...] = get_args(Soil)
INSPECTED_OBJECTS: tuple[InspectedObject, ...] = get_args(InspectedObject)
STATUSES: tuple[Status, ...] = get_args(Status)
FLAGS: tuple[Flag, ...] = get_args(Flag)
QUARANTINE_REASONS: tuple[QuarantineReason, ...] = get_args(QuarantineReason)
