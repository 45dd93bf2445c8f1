"""What is recorded of courtyards. What a form asks for: sync/courtyard."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sync.operations.envelope import Payload


@dataclass(frozen=True, slots=True)
class CourtyardRecord(Payload):
    """The worker did something in a yard. `fields` are what the form of this kind and version asks for."""

    kind = "courtyard.record"
    target_type = "courtyard_record"

    record_kind: str
    form_version: int
    property: str
    started_at: datetime
    ended_at: datetime
    fields: Mapping[str, Any]
    building: str | None = None
    space: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class CourtyardCorrect(Payload):
    """The worker says what is right instead: all the fields anew, and `text` why. What was recorded stays."""

    kind = "courtyard.correct"
    target_type = "courtyard_record"

    record_kind: str
    form_version: int
    fields: Mapping[str, Any]
    text: str


PAYLOADS: tuple[type[Payload], ...] = (CourtyardRecord, CourtyardCorrect)
