"""On an alert."""

from collections.abc import Mapping
from typing import Any

from sync.operations import (
    Author,
    DutyAcknowledge,
    Operation,
    WorkOrderComplete,
    WorkOrderStart,
)
from sync.overlay.values import Changes, Document, at


def order_of(document: Mapping[str, Any]) -> str | None:
    """The order that an alert is about; None for any other document, and for a copy that names none."""
    order = document.get("order") if document.get("type") == "duty_alert" else None
    return order if isinstance(order, str) else None


def _acknowledge(
    alert: Mapping[str, Any],
    _: DutyAcknowledge | WorkOrderStart | WorkOrderComplete,
    operation: Operation,
    author: Author,
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
FOLLOWING: Changes = {WorkOrderStart: _acknowledge, WorkOrderComplete: _acknowledge}
"""Whoever begins or completes an order has acknowledged the alert about it."""
