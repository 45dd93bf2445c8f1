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
FIELD_VALUES_MAX = 1_000
"""In one field of a request but for its operations, far beyond the bounds of each: it is not looked at any further."""
MEND_BUCKETS_MAX = 4
MEND_SLOTS_MAX = 64
"""Of one bucket in one request."""
JSON_DEPTH_MAX = 64
"""Objects and arrays inside one another; keeps every walk over a message from exhausting the stack."""

LINE_BYTES_MAX = 1024 * 1024
"""Of one line of an answer: a whole page is not larger."""
ANSWER_BYTES_MAX = 2 * LINE_BYTES_MAX
"""Of an answer or a snapshot, decompressed: a page with its header and its end, and room to spare."""
ANSWER_LINES_MAX = 50_000
"""In so many bytes there are not so many lines that say anything."""
ENVELOPE_VALUES_MAX = 20_000
"""In a header or an end: 200 results in all their buckets, or 256 sums of each bucket that is mended, and the rest."""
WHOLE_BYTES_MAX = 64 * 1024
"""Of the answer to joining, or of a refusal, decompressed."""
RETRY_AFTER_MAX = timedelta(days=1)
"""What a proxy says beyond that is not obeyed: it would keep a worker's records on the device for ever."""

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
BRIEF_ITEMS_MAX = 200
"""Of a building's brief, in one confirmation."""
LEVEL_MAX = 5
"""The best quality level; the worst is 0."""

CLOCK_SKEW_MAX = timedelta(minutes=5)
