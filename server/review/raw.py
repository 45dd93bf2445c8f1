"""Reads what a phone sent as far as it can be read: a quarantined operation may be broken anywhere."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

KIND_CHARACTERS_MAX = 50
TARGET_CHARACTERS_MAX = 100


@dataclass(frozen=True, slots=True)
class RawOperation:
    """An operation as it came. What is missing or of another type than it should be is None or empty."""

    kind: str | None = None
    target: str | None = None
    base_revision: int | None = None
    recorded_at: str | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)
    seen: Mapping[str, Any] = field(default_factory=dict)


def read_raw(raw: bytes) -> RawOperation:
    """Read stored bytes leniently; never raises."""
    try:
        # Twice, because half of a surrogate pair is JSON, but no text that a database or a page can take.
        value = json.loads(json.dumps(json.loads(raw), ensure_ascii=False).encode(errors="replace"))
    except (ValueError, RecursionError):
        return RawOperation()
    if not isinstance(value, dict):
        return RawOperation()
    revision = value.get("base_revision")
    return RawOperation(
        kind=_text(value.get("kind"), KIND_CHARACTERS_MAX),
        target=_text(value.get("target"), TARGET_CHARACTERS_MAX),
        base_revision=revision if isinstance(revision, int) and not isinstance(revision, bool) else None,
        recorded_at=_text(value.get("recorded_at"), TARGET_CHARACTERS_MAX),
        payload=_mapping(value.get("payload")),
        seen=_mapping(value.get("seen")),
    )


def _text(value: object, characters_max: int) -> str | None:
    if not isinstance(value, str) or len(value) > characters_max or "\x00" in value:
        return None
    return value


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
