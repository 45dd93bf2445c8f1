"""What is recorded of a building's brief."""

from dataclasses import dataclass

from sync.operations.envelope import Payload


@dataclass(frozen=True, slots=True)
class BriefConfirm(Payload):
    """The worker has read these items of a building's brief."""

    kind = "brief.confirm"
    target_type = "brief_confirmation"

    building: str
    items: tuple[str, ...]


PAYLOADS: tuple[type[Payload], ...] = (BriefConfirm,)
