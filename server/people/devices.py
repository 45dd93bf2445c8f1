"""Revokes devices of persons. What a device may do is decided at every request by its token."""

from __future__ import annotations

from datetime import datetime

from server.people.models import Device


def revoke(device: Device, now: datetime) -> bool:
    """End a device's access from its next request on; what it has not sent stays on it. False: it had ended before."""
    if device.revoked_at is not None:
        return False
    device.revoked_at = now
    return True
