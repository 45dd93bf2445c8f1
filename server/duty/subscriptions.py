"""Where devices can be woken: what their browsers gave, and which push services are taken."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.duty.models import PushSubscription

ENDPOINT_CHARACTERS_MAX = 1000
_POINT_BYTES, _SECRET_BYTES = 65, 16
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Subscription:
    """What `PushSubscription.toJSON()` gives in a browser."""

    endpoint: str
    p256dh: str
    auth: str


def faults_of(subscription: Subscription, hosts: Sequence[str]) -> dict[str, list[str]]:
    """What is wrong with a subscription, by field; nothing when it is good."""
    faults: dict[str, list[str]] = {}
    if len(subscription.endpoint) > ENDPOINT_CHARACTERS_MAX or not is_allowed(subscription.endpoint, hosts):
        faults["endpoint"] = ["Not an endpoint of a push service that is allowed here."]
    if _size(subscription.p256dh) != _POINT_BYTES:
        faults["keys.p256dh"] = ["Must be 65 bytes in base64url."]
    if _size(subscription.auth) != _SECRET_BYTES:
        faults["keys.auth"] = ["Must be 16 bytes in base64url."]
    return faults


def is_allowed(endpoint: str, hosts: Sequence[str]) -> bool:
    """Whether the server may send to this address: devices must not make it ask anything else of its own network.

    `hosts` are names, or `*.name` for all below one. HTTPS only, but for loopback addresses that are named.
    """
    try:
        place = urlsplit(endpoint)
        host, _ = place.hostname or "", place.port
    except ValueError:
        return False
    if place.scheme != "https" and not (place.scheme == "http" and host in _LOOPBACK):
        return False
    return not place.username and any(_is_of(host, allowed) for allowed in hosts)


def subscribe(session: Session, device_id: str, new: Subscription, now: datetime) -> None:
    """Remember where a device can be woken; what it gave before is forgotten."""
    forget(session, device_id)
    session.add(
        PushSubscription(
            device_id=device_id, endpoint=new.endpoint, p256dh=new.p256dh, auth=new.auth, made_at=now
        )
    )


def forget(session: Session, device_id: str) -> None:
    """The device is not to be woken any more."""
    row = _of_device(session, device_id)
    if row is not None:
        session.delete(row)
        session.flush()


def endpoint_of(session: Session, device_id: str) -> str | None:
    """Where a device can be woken."""
    row = _of_device(session, device_id)
    return row.endpoint if row is not None else None


def _of_device(session: Session, device_id: str) -> PushSubscription | None:
    return session.scalars(
        select(PushSubscription).where(PushSubscription.device_id == device_id)
    ).one_or_none()


def _is_of(host: str, allowed: str) -> bool:
    return host.endswith(allowed[1:]) if allowed.startswith("*.") else host == allowed


def _size(text: str) -> int:
    try:
        return len(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (binascii.Error, ValueError):
        return 0
