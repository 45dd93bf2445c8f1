"""On an alert."""

from collections.abc import Mapping
from typing import Any

from sync.operations import Author, DutyAcknowledge, Operation
from sync.overlay.values import Changes, Document, at


def _acknowledge(
    alert: Mapping[str, Any], _: DutyAcknowledge, operation: Operation, author: Author
) -> Document:
    if alert["state"] != "open":
        return {}
    return {
        "state": "acknowledged",
        "next_at": None,
        "acknowledged_by": author.person,
        "acknowledged_at": at(operation),
    }


CHANGES: Changes = {DutyAcknowledge: _acknowledge}
