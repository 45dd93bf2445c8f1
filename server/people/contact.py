"""What a device tells of itself at each sync, for the supervisors: last contact, build, what still waits."""

from __future__ import annotations

from datetime import datetime, timedelta

from server.people.models import Device
from sync.messages import Pending

FRESH_FOR = timedelta(minutes=5)


def is_news(device: Device, build: str, pending: Pending, now: datetime) -> bool:
    """Whether it is worth a write: a sync in which nothing happened must not write (docs/protocol.md, step 6)."""
    return (
        device.last_contact_at is None
        or now - device.last_contact_at >= FRESH_FOR
        or (device.build, device.pending_count, device.pending_oldest_at)
        != (build, pending.count, pending.oldest_recorded_at)
    )


def note_contact(device: Device, build: str, pending: Pending, now: datetime) -> None:
    """Remember what the device told."""
    device.last_contact_at = now
    device.build = build
    device.pending_count = pending.count
    device.pending_oldest_at = pending.oldest_recorded_at
