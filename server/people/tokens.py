"""Device tokens: made, checked, renewed. The server keeps only their hashes."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from server.people.models import Device, DeviceToken

_RENEW_AT_SHARE_LEFT = 1 / 3


class InvalidToken(Exception):
    """An unknown or expired token, or one of a person whose access has ended."""


class DeviceRevoked(Exception):
    """The token's device was revoked in the console."""


@dataclass(frozen=True, slots=True)
class Access:
    """A good token: its device (with its person), and whether it should be renewed by now."""

    device: Device
    should_renew: bool


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
    row = session.scalar(
        select(DeviceToken)
        .where(DeviceToken.token_hash == _hash(token))
        .options(joinedload(DeviceToken.device).joinedload(Device.person))
    )
    if row is None or row.expires_at <= now or not row.device.person.is_active:
        raise InvalidToken
    if row.device.revoked_at is not None:
        raise DeviceRevoked
    return Access(row.device, row.expires_at - now < timedelta(seconds=seconds * _RENEW_AT_SHARE_LEFT))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
