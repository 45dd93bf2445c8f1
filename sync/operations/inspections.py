"""What a supervisor records on a quality inspection."""

from dataclasses import dataclass

from sync.operations.envelope import Payload


@dataclass(frozen=True, slots=True)
class Finding:
    """Soil of a kind on a group of objects: what the level was given for."""

    soil: str
    object: str


@dataclass(frozen=True, slots=True)
class InspectionGrade(Payload):
    """The supervisor gave a space its level, 0 to 5. A later grade of the same space takes its place."""

    kind = "inspection.grade"
    target_type = "inspection"

    space: str
    level: int
    findings: tuple[Finding, ...] | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class InspectionFinish(Payload):
    """The inspection is over; what has no grade was not looked at."""

    kind = "inspection.finish"
    target_type = "inspection"

    note: str | None = None


PAYLOADS: tuple[type[Payload], ...] = (InspectionGrade, InspectionFinish)
