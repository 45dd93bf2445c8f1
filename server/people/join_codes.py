"""One-time codes by which a person's device joins.

Eight letters and digits of Crockford's base 32 (no I, L, O, U), shown as `K7QX-4M2P`: 40 random bits, good for minutes,
behind a rate limit. Only a hash is kept.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.people.models import Device, JoinCode, Person

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


class CodeRefused(Exception):
    """A code that can't be used; `code` is `code_unknown`, `code_used` or `code_expired`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def make_code(session: Session, person: Person, made_by: Person | None, seconds: int, now: datetime) -> str:
    """A new code for a person, good once and for `seconds`."""
    code = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    session.add(
        JoinCode(
            code_hash=_hash(code),
            person_id=person.id,
            made_by_id=made_by.id if made_by else None,
            made_at=now,
            expires_at=now + timedelta(seconds=seconds),
        )
    )
    return f"{code[:4]}-{code[4:]}"


def use_code(session: Session, code: str, device_name: str, now: datetime) -> Device:
    """Spend a code: the new device of its person.

    Raises:
        CodeRefused: nobody has this code, it was used, its time is over, or its person's access has ended.
    """
    row = session.scalar(select(JoinCode).where(JoinCode.code_hash == _hash(code)).with_for_update())
    if row is None or not row.person.is_active:
        raise CodeRefused("code_unknown")
    if row.used_at is not None:
        raise CodeRefused("code_used")
    if row.expires_at <= now:
        raise CodeRefused("code_expired")
    row.used_at = now
    device = Device(person=row.person, name=device_name, joined_at=now, last_contact_at=now)
    session.add(device)
    session.flush()
    return device


def _hash(code: str) -> str:
    return hashlib.sha256(code.upper().translate(_READ_AS).encode()).hexdigest()
