"""Device tokens: made, checked, renewed. The server keeps only their hashes."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, joinedload

from server.people.models import Device, DeviceToken, Person

UPLOAD_ONLY_FOR = timedelta(days=30)
"""How long after the end of a person's access their devices may still send what was recorded (step 20)."""

_RENEW_AT_SHARE_LEFT = 1 / 3
# Made once: asked at every request, and building a statement takes longer than this one takes the database.
_OF_HASH = (
    select(DeviceToken)
    .where(DeviceToken.token_hash == bindparam("token_hash"))
    .options(joinedload(DeviceToken.device).joinedload(Device.person))
)


class InvalidToken(Exception):
    """An unknown or expired token, or one of a person whose access ended more than 30 days ago."""


class DeviceRevoked(Exception):
    """The token's device was revoked in the console."""


@dataclass(frozen=True, slots=True)
class Access:
    """A good token: its device (with its person), and whether it should be renewed by now.

    `is_upload_only`: the person's access has ended. What the device sends is kept in quarantine, nothing is read.
    """

    device: Device
    should_renew: bool
    is_upload_only: bool = False


def make_token(session: Session, device: Device, seconds: int, now: datetime) -> str:
    """A new token for a device, good for `seconds`. 256 random bits; returned once and never stored."""
    token = secrets.token_urlsafe(32)
    session.add(
        DeviceToken(token_hash=_hash(token), device=device, expires_at=now + timedelta(seconds=seconds))
    )
    return token


def check_token(session: Session, token: str, seconds: int, now: datetime) -> Access:
    """Whose token it is.

    Raises:
        InvalidToken, DeviceRevoked
    """
    row = session.scalar(_OF_HASH, {"token_hash": _hash(token)})
    if row is None or row.expires_at <= now or not _may_send(row.device.person, now):
        raise InvalidToken
    if row.device.revoked_at is not None:
        raise DeviceRevoked
    if not row.device.person.is_active:
        return Access(row.device, should_renew=False, is_upload_only=True)
    return Access(row.device, row.expires_at - now < timedelta(seconds=seconds * _RENEW_AT_SHARE_LEFT))


def _may_send(person: Person, now: datetime) -> bool:
    # 20. for 30 days after the end of access what was recorded is still taken
    if person.is_active:
        return True
    return person.access_ended_at is not None and now < person.access_ended_at + UPLOAD_ONLY_FOR


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
