"""UUIDs of version 7 (RFC 9562, 5.7): 48 bits of Unix milliseconds, then random bits."""

import secrets
from datetime import datetime
from uuid import UUID

_RANDOM_BITS = 74
_MILLISECONDS_MAX = (1 << 48) - 1


def make_uuid7(now: datetime) -> str:
    """A new UUIDv7 as text in lower case; a time that 48 bits can't hold is clamped."""
    milliseconds = min(max(int(now.timestamp() * 1000), 0), _MILLISECONDS_MAX)
    return uuid7_of(milliseconds, secrets.randbits(_RANDOM_BITS))


def uuid7_of(milliseconds: int, random: int) -> str:
    """The UUIDv7 of a time (Unix milliseconds, 48 bits) and 74 random bits."""
    random_a, random_b = random >> 62, random & ((1 << 62) - 1)
    number = milliseconds << 80 | 0x7 << 76 | random_a << 64 | 0b10 << 62 | random_b
    return str(UUID(int=number))
