"""Device tokens: made, checked, renewed. The server keeps only their hashes."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from server.people.contact import Contact, contact_of
from server.people.models import Device, DeviceToken, Person

UPLOAD_ONLY_FOR = timedelta(days=30)
"""How long after the end of a person's access their devices may still send what was recorded (step 20)."""

_RENEW_AT_SHARE_LEFT = 9 / 10
"""So early that somebody who comes back from a long leave is still known: a token of 90 days outlasts 80 of them."""
_tokens, _devices, _persons = (
    Device.metadata.tables[model.__tablename__] for model in (DeviceToken, Device, Person)
)
# Made once, and of columns: it is asked at every request, and the ORM would take longer than the database does.
_OF_HASH = (
    select(
        _tokens.c.expires_at,
        _devices,
        _persons.c.organisation_id,
        _persons.c.role,
        _persons.c.is_active,
        _persons.c.access_ended_at,
    )
    .join(_devices, _devices.c.id == _tokens.c.device_id)
    .join(_persons, _persons.c.id == _devices.c.person_id)
    .where(_tokens.c.token_hash == bindparam("token_hash"))
)


class InvalidToken(Exception):
    """An unknown or expired token, or one of a person whose access ended more than 30 days ago."""


class DeviceRevoked(Exception):
    """The token's device was revoked in the console."""


@dataclass(frozen=True, slots=True)
class Access:
    """A good token: whose it is, what its device told last, and whether it should be renewed by now.

    `is_upload_only`: the person's access has ended. What the device sends is kept in quarantine, nothing is read.
    """

    device_id: str
    person_id: str
    organisation_id: str
    role: str
    last_contact: Contact
    should_renew: bool
    is_upload_only: bool


def make_token(session: Session, device: Device, seconds: int, now: datetime) -> str:
    """A new token for a device, good for `seconds`. 256 random bits; returned once and never stored.

    Those of the device that have ended are forgotten.
    """
    token = secrets.token_urlsafe(32)
    session.execute(
        delete(DeviceToken).where(DeviceToken.device_id == device.id, DeviceToken.expires_at <= now)
    )
    session.add(
        DeviceToken(token_hash=_hash(token), device=device, expires_at=now + timedelta(seconds=seconds))
    )
    return token


def check_token(session: Session, token: str, seconds: int, now: datetime) -> Access:
    """Whose token it is.

    Raises:
        InvalidToken, DeviceRevoked
    """
    row = session.execute(_OF_HASH, {"token_hash": _hash(token)}).one_or_none()
    if row is None or row.expires_at <= now:
        raise InvalidToken
    if not (row.is_active or _may_still_send(row.access_ended_at, now)):
        raise InvalidToken
    if row.revoked_at is not None:
        raise DeviceRevoked
    is_old = row.expires_at - now < timedelta(seconds=seconds * _RENEW_AT_SHARE_LEFT)
    return Access(
        row.id,
        row.person_id,
        row.organisation_id,
        row.role,
        contact_of(row),
        should_renew=row.is_active and is_old,
        is_upload_only=not row.is_active,
    )


def _may_still_send(access_ended_at: datetime | None, now: datetime) -> bool:
    # 20. for 30 days after the end of access what was recorded is still taken
    return access_ended_at is not None and now < access_ended_at + UPLOAD_ONLY_FOR


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
