"""Every bound that messages are held to, in one place (docs/protocol.md, docs/operations.md)."""

from datetime import timedelta

PROTOCOL_VERSION_MIN = 1
PROTOCOL_VERSION_MAX = 2

BATCH_OPERATIONS_MAX = 200
BATCH_BYTES_MAX = 256 * 1024
"""Of a request's body, decompressed."""
OPERATION_BYTES_MAX = 64 * 1024
"""Of one operation as canonical JSON."""
CURSOR_BUCKETS_MAX = 64
"""In a cursor, and wherever else a request names buckets."""
MEND_BUCKETS_MAX = 4
MEND_SLOTS_MAX = 64
"""Of one bucket in one request."""
JSON_DEPTH_MAX = 64
"""Objects and arrays inside one another; keeps every walk over a message from exhausting the stack."""

INTEGER_MAX = 2**53 - 1
"""The largest integer that JavaScript and JSON agree on."""
NAME_CHARACTERS_MAX = 100
"""Names of buckets, builds, devices, servers and people; epochs and tokens have their own."""
EPOCH_CHARACTERS_MAX = 64
PATH_CHARACTERS_MAX = 300
"""Of a snapshot's address, without the server's own."""
TOKEN_CHARACTERS_MAX = 4096
CODE_CHARACTERS_MAX = 64

TEXT_CHARACTERS_MAX = 2000
PLACE_CHARACTERS_MAX = 200
MINUTES_MAX = 1440
AMOUNT_MAX = 100_000
"""Millilitres or grams."""

CLOCK_SKEW_MAX = timedelta(minutes=5)
