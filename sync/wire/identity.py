"""Under which id an operation is kept, however broken it is (docs/protocol.md, step 2)."""

import re
from collections.abc import Mapping
from hashlib import sha256
from uuid import UUID

from sync.wire.fields import UUID_PATTERN


def usable_id(raw: object) -> str | None:
    """The operation's own id when it has one that can be used: a UUID in lower case with hyphens."""
    if not isinstance(raw, Mapping):
        return None
    found = raw.get("id")
    return found if isinstance(found, str) and re.fullmatch(UUID_PATTERN, found) else None


def derived_id(canonical_bytes: bytes) -> str:
    """The id of an operation without a usable one: a UUIDv8 (RFC 9562) from its bytes' SHA-256.

    Equal bytes have equal ids, so that sending the same again finds it again.
    """
    number = int.from_bytes(sha256(canonical_bytes).digest()[:16], "big")
    number = number & ~(0xF << 76) | (8 << 76)
    number = number & ~(0b11 << 62) | (0b10 << 62)
    return str(UUID(int=number))
