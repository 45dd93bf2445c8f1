"""Devices of persons: revoking them. What they may do is decided at every request by their token."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server.people.models import Device, JoinCode, Person


def revoke(device: Device, now: datetime) -> bool:
    """End a device's access from its next request on; what it has not sent stays on it. False when it had ended."""
    if device.revoked_at is not None:
        return False
    device.revoked_at = now
    return True


def end_access(session: Session, person: Person, now: datetime) -> Sequence[Device]:
    """End a person's access: all devices, every sign-in, every unused code. Returns the devices that were revoked.

    The person and all that they recorded stay.
    """
    person.is_active = False
    person.session_version += 1
    unused = JoinCode.person_id == person.id, JoinCode.used_at.is_(None), JoinCode.expires_at > now
    session.execute(update(JoinCode).where(*unused).values(expires_at=now))
    devices = session.scalars(
        select(Device).where(Device.person_id == person.id, Device.revoked_at.is_(None))
    ).all()
    for device in devices:
        revoke(device, now)
    return devices


def give_access(person: Person) -> None:
    """Let a person work again whose access had ended. Devices must join anew."""
    person.is_active = True
