"""A position as JSON text, for a store. Not of the protocol: no other program reads it."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sync.position import Healing, Position, Reading

_INSTANTS = ("server_time", "received_at", "checked_at", "succeeded_at")


def dump_position(position: Position) -> str:
    """The position as text."""
    return json.dumps(asdict(position), default=datetime.isoformat)


def parse_position(text: str) -> Position:
    """Read what `dump_position` wrote."""
    raw: dict[str, Any] = json.loads(text)
    instants = {name: _instant(raw[name]) for name in _INSTANTS}
    readings = {bucket: Reading(**reading) for bucket, reading in raw["readings"].items()}
    healings = {bucket: _healing(healing) for bucket, healing in raw["healings"].items()}
    return Position(**raw | instants | {"readings": readings, "healings": healings})


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _healing(raw: Mapping[str, Any]) -> Healing:
    return Healing(raw["stage"], datetime.fromisoformat(raw["began_at"]), tuple(raw["slots"]))
