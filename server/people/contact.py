"""What a device tells of itself at each sync, for the supervisors: contact, build, what still waits, what differs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from server.people.models import Device
from sync.messages import Pending

FRESH_FOR = timedelta(minutes=5)
BUILD_CHARACTERS_KEPT = 50
PENDING_MAX = 2**31 - 1
"""What a column takes. No device gets there; one that says so must not stop its own work."""


@dataclass(frozen=True, slots=True)
class Contact:
    """When a device was heard of last, and what it told."""

    at: datetime | None
    told: tuple[str | None, int, datetime | None, list[str]]


def contact_of(device: Device | Row[Any]) -> Contact:
    """The last contact, from a device or from the columns of one."""
    return Contact(
        device.last_contact_at,
        (device.build, device.pending_count, device.pending_oldest_at, device.differing),
    )


def is_news(
    last: Contact, build: str, pending: Pending, now: datetime, differs: Collection[str] = ()
) -> bool:
    """Whether it is worth a write: a sync in which nothing happened must not write (docs/protocol.md, step 6)."""
    return last.at is None or now - last.at >= FRESH_FOR or last.told != _told(build, pending, differs)


def note_contact(
    device: Device, build: str, pending: Pending, now: datetime, differs: Collection[str] = ()
) -> None:
    """Remember what the device told; `differs` are the buckets that it could not mend."""
    device.last_contact_at = now
    device.build, device.pending_count, device.pending_oldest_at, device.differing = _told(
        build, pending, differs
    )


def _told(
    build: str, pending: Pending, differs: Collection[str]
) -> tuple[str, int, datetime | None, list[str]]:
    count = min(pending.count, PENDING_MAX)
    return build[:BUILD_CHARACTERS_KEPT], count, pending.oldest_recorded_at, sorted(set(differs))
