"""Passwords of console users: argon2id, checked in the same time whether or not the person exists."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from server.people.models import Person

LENGTH_MIN = 12
LENGTH_MAX = 200

# RFC 9106, second recommended option. Spelled out, so that _NOBODY always costs the same as a real hash.
_hasher = PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=4)
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$3AkPTWgetvDxdzd0xON/KQ$NZIWh070nKf1DvLsZAlei4Nv/ZOT8Kd0kHBWgNgDSVM"
"""What the password of an unknown name is checked against: the hash of random text that was thrown away."""


def is_password_of(person: Person | None, password: str) -> bool:
    """Whether an active person has this password. Costs one argon2 check for everybody, unknown persons too."""
    known = person.password_hash if person is not None and person.is_active else None
    try:
        _hasher.verify(known or _NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False
    return bool(known)


def problem_with(password: str, username: str) -> str | None:
    """Why a new password won't do: `too_short`, `too_long`, `has_username`; None when it will.

    Length and no rules of composition, as NIST SP 800-63B advises.
    """
    if len(password) < LENGTH_MIN:
        return "too_short"
    if len(password) > LENGTH_MAX:
        return "too_long"
    if username and username.casefold() in password.casefold():
        return "has_username"
    return None


def set_password(person: Person, password: str, must_change: bool = False) -> None:
    """Give a person a new password; every earlier sign-in is void from now on."""
    person.password_hash = _hasher.hash(password)
    person.must_change_password = must_change
    person.session_version = (person.session_version or 0) + 1
