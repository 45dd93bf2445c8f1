"""Devices of persons: whose work comes from them, and the end of their access.

What a device may do is decided at every request by its token.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from server.inbox.registry import Author
from server.people.models import Device, Person


def author_from(session: Session, person_id: str, device_id: str) -> Author:
    """The author of what came from a device, with the person's employer and role of today."""
    person = session.get_one(Person, person_id)
    return Author(person.id, person.organisation_id, person.role, device_id)


def revoke(device: Device, now: datetime) -> bool:
    """End a device's access from its next request on; what it has not sent stays on it. False: it had ended before."""
    if device.revoked_at is not None:
        return False
    device.revoked_at = now
    return True
