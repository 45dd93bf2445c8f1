"""The sum by which two ends prove that they hold the same documents (docs/protocol.md, step 11).

A bucket's sum is the sum modulo 2^48 of a hash for each current document. It does not depend on any order, so the
server can keep it up to date in constant time, and a device can compute it from what it holds. A bucket whose sums
differ is narrowed down by slots, each with a sum of its own.
"""

from collections.abc import Iterable
from hashlib import sha256

_BYTES = 6
SUM_MAX = (1 << 8 * _BYTES) - 1
SLOTS = 256


def document_hash(document_id: str, revision: int) -> int:
    """The first 48 bits of SHA-256 over the id, a line feed and the decimal revision; 0 ≤ hash < 2^48."""
    digest = sha256(f"{document_id}\n{revision}".encode()).digest()
    return int.from_bytes(digest[:_BYTES], "big")


def add(bucket_sum: int, document_id: str, revision: int) -> int:
    """The sum of a bucket after the document has come into it at this revision."""
    return (bucket_sum + document_hash(document_id, revision)) & SUM_MAX


def remove(bucket_sum: int, document_id: str, revision: int) -> int:
    """The sum of a bucket after the document at this revision has left it, or been replaced."""
    return (bucket_sum - document_hash(document_id, revision)) & SUM_MAX


def slot_of(document_id: str) -> int:
    """The part of its bucket that a document belongs to, whatever its revision: the first byte of the id's SHA-256."""
    return sha256(document_id.encode()).digest()[0]


def slot_sums(documents: Iterable[tuple[str, int]]) -> tuple[int, ...]:
    """The 256 sums of a bucket's current documents (id, revision), by slot; their own sum is the bucket's."""
    found = [0] * SLOTS
    for document_id, revision in documents:
        slot = slot_of(document_id)
        found[slot] = add(found[slot], document_id, revision)
    return tuple(found)
