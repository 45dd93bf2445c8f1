"""Strategies for hostile bodies: JSON with anything anywhere, and bytes that are hardly JSON."""

from __future__ import annotations

import copy
import gzip
import json
from collections.abc import Iterator, Sequence
from typing import Any

from hypothesis import strategies as st

from tests import strategies

NASTY: Sequence[Any] = (
    None,
    True,
    False,
    0,
    -1,
    1,
    2,
    2**31,
    2**53 - 1,
    2**53,
    2**63,
    2**64,
    -(2**63) - 1,
    10**400,
    0.5,
    1.0,
    -0.0,
    1e308,
    5e-324,
    "",
    " ",
    "0",
    "null",
    "\0",
    "\ud800",
    "a\udfffb",
    "\u2028",
    "\x85",
    "👷" * 101,
    "x" * 5_000,
    "٣",
    "01930000-0000-7000-8000-000000000099\n",
    "01930000-0000-7000-8000-00000000009G",
    "person:01930000-0000-7000-8000-000000000099",
    "round:",
    "round:x",
    "constructor",
    "__proto__",
    "0001-01-01T00:00:00+14:00",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999Z",
    "9999-12-31T23:59:59-14:00",
    "2026-02-30T00:00:00Z",
    "2026-04-01T24:00:00Z",
    "2026-04-01T08:14:02.511",
    "2026-04-01T08:14:02.511+99:99",
    [],
    {},
    [[]],
    [None],
    [1, 2, 3],
    {"": None},
    {"id": {"id": {"id": []}}},
    {"\0": 1, "\ud800": 2, "x" * 300: 3},
    list(range(300)),
    {str(number): number for number in range(300)},
)
"""Values at the edge of what a type, a database or a language can take."""

LEVELS_MAX = 200
SHARES = 1_000
_shares = st.integers(0, SHARES - 1)
"""Where in a body, as a share of its length: the ids in it differ from run to run, and with them the length."""


@st.composite
def spoilt(draw: st.DrawFn, value: Any, changes_max: int = 4) -> Any:
    """A copy of JSON in which some places hold something else, are gone, or are new."""
    spoilt_value = copy.deepcopy(value)
    for _ in range(draw(st.integers(1, changes_max))):
        places = list(_places(spoilt_value))
        if not places:
            return draw(anything)
        inside, key = draw(st.sampled_from(places))
        how = draw(st.sampled_from(["replace", "replace", "replace", "drop", "add"]))
        if how == "drop" and isinstance(inside, dict):
            del inside[key]
        elif how == "add" and isinstance(inside, dict):
            inside[draw(st.sampled_from(_KEYS) | st.text(max_size=5))] = draw(anything)
        elif how == "add":
            inside.insert(key, draw(anything))
        else:
            inside[key] = draw(anything)
    return spoilt_value


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield value, key
            yield from _places(inner)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield value, index
            yield from _places(inner)


def nested(levels: int, inner: Any = None) -> Any:
    """Arrays and objects inside one another."""
    for level in range(levels):
        inner = [inner] if level % 2 else {"a": inner}
    return inner


_KEYS = (
    "id",
    "kind",
    "payload",
    "operations",
    "cursor",
    "mend",
    "reading",
    "\0",
    "\ud800",
    "__proto__",
    "",
    "x" * 500,
)

anything = st.one_of(
    st.sampled_from(NASTY).map(copy.deepcopy),
    strategies.json_values,
    st.integers(0, LEVELS_MAX).map(nested),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
)
"""Any JSON value, with a liking for the nasty ones."""


def text_of(value: Any) -> bytes:
    """JSON as bytes; halves of surrogate pairs as escapes."""
    return json.dumps(value).encode()


@st.composite
def garbled(draw: st.DrawFn, body: bytes) -> bytes:
    """Bytes that were JSON: cut, with bytes changed, added or repeated, or with a stray piece of syntax."""
    at = draw(_shares) * len(body) // SHARES
    how = draw(st.sampled_from(["cut", "flip", "insert", "repeat", "pieces"]))
    if how == "cut":
        return body[:at]
    if how == "flip":
        return body[:at] + bytes([draw(st.integers(0, 255))]) + body[at + 1 :]
    if how == "insert":
        return body[:at] + draw(st.binary(min_size=1, max_size=8)) + body[at:]
    if how == "repeat":
        return body[at:] + body[:at]
    piece = draw(st.sampled_from(PIECES))
    return body[:at] + piece + body[at:]


PIECES: Sequence[bytes] = (
    b"NaN",
    b"Infinity",
    b"-Infinity",
    b"1e999",
    b"-1e999",
    b"1" * 5_000,
    b"0x10",
    b"01",
    b"\xff\xfe",
    b"\xc0\x80",
    b"\xed\xa0\x80",
    b"\xef\xbb\xbf",
    b"\0",
    b"\\u0000",
    b"\\ud800",
    b'"id":1,"id":2,',
    b"//",
    b"[" * 100_000,
    b'{"a":' * 40_000,
    b"]" * 10,
    b"\n",
    b"\r\n\r\n",
    "\u2028".encode(),
)
"""Pieces of syntax that are no JSON, no UTF-8, or too much of either."""


@st.composite
def zipped(draw: st.DrawFn, body: bytes) -> bytes:
    """A gzip of a body, whole or broken in some way."""
    whole = gzip.compress(body)
    how = draw(st.sampled_from(["whole", "cut", "flip", "twice", "trailing", "raw"]))
    at = draw(_shares) * len(whole) // SHARES
    if how == "cut":
        return whole[:at]
    if how == "flip":
        return whole[:at] + bytes([draw(st.integers(0, 255))]) + whole[at + 1 :]
    if how == "twice":
        return gzip.compress(whole)
    if how == "trailing":
        return whole + draw(st.binary(max_size=64))
    return body if how == "raw" else whole
