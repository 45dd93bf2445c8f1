"""Hostile bodies by name, for whatever takes a body: cut, corrupt, too deep, too wide, too large, of other types."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

MIB = 1024 * 1024
DEEP = 100_000
MANY = 1_000_000

JSON = {"Content-Type": "application/json"}
GZIP = {**JSON, "Content-Encoding": "gzip"}


@dataclass(frozen=True, slots=True)
class Hostile:
    """Makes a body of a good one; with its headers, and the codes that may answer it."""

    make: Callable[[bytes], bytes]
    codes: frozenset[str]
    headers: Mapping[str, str] = field(default_factory=lambda: JSON)


def _always(body: bytes, *codes: str, headers: Mapping[str, str] = JSON) -> Hostile:
    return Hostile(lambda _: body, frozenset(codes), headers)


def _made(make: Callable[[bytes], bytes], *codes: str, headers: Mapping[str, str] = JSON) -> Hostile:
    return Hostile(make, frozenset(codes), headers)


def _with_member(member: bytes) -> Callable[[bytes], bytes]:
    """The good body with one more member in front, so that it is wrong in nothing else."""
    return lambda good: b"{" + member + b", " + good.lstrip()[1:]


def _broken_checksum(good: bytes) -> bytes:
    packed = gzip.compress(good)
    return packed[:-8] + bytes(byte ^ 0xFF for byte in packed[-8:-4]) + packed[-4:]


def _many_keys() -> bytes:
    return b"{" + b",".join(b'"%x":0' % number for number in range(MANY)) + b"}"


def zeroes(mib: int) -> bytes:
    """A gzip of so many MiB of nothing, made without holding them."""
    packer = zlib.compressobj(1, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    packed = [packer.compress(bytes(MIB)) for _ in range(mib)]
    return b"".join(packed) + packer.flush()


BAD, LARGE, TYPE, WRONG = "malformed_json", "batch_too_large", "unsupported_media_type", "invalid_request"

HOSTILE: Mapping[str, Hostile] = {
    "nothing": _always(b"", BAD),
    "half of it": _made(lambda good: good[: len(good) // 2], BAD),
    "all but the last byte": _made(lambda good: good[:-1], BAD),
    "twice": _made(lambda good: good + good, BAD),
    "something behind it": _made(lambda good: good + b"\0", BAD),
    "UTF-16": _made(lambda good: good.decode().encode("utf-16"), BAD),
    "a byte order mark": _made(lambda good: b"\xef\xbb\xbf" + good, BAD),
    "no UTF-8": _made(_with_member(b'"new": "\xff"'), BAD),
    "a half surrogate as UTF-8": _made(_with_member(b'"new": "\xed\xa0\x80"'), BAD),
    "NUL in a text": _made(_with_member(b'"new": "\0"'), BAD),
    "NaN": _made(_with_member(b'"new": NaN'), BAD),
    "a number beyond a double": _made(_with_member(b'"new": 1e999'), BAD),
    "a number of 10,000 digits": _made(_with_member(b'"new": ' + b"9" * 10_000), BAD, LARGE),
    "arrays 70 deep": _made(_with_member(b'"new": ' + b"[" * 70 + b"]" * 70), BAD),
    "arrays 100,000 deep": _always(b"[" * DEEP + b"]" * DEEP, BAD, LARGE),
    "arrays 100,000 deep, never closed": _always(b"[" * DEEP, BAD, LARGE),
    "objects deep": _always(b'{"a":' * (DEEP // 2), BAD, LARGE),
    "an array": _made(lambda good: b"[" + good + b"]", WRONG),
    "null": _always(b"null", WRONG),
    "a text": _always(b'"text"', WRONG),
    "a huge number": _always(b"9" * 400, WRONG),
    "an object of other ideas": _always(b'{"a": 1}', WRONG),
    "a million keys": _always(_many_keys(), LARGE),
    "a million keys in gzip": _always(gzip.compress(_many_keys(), 1), LARGE, headers=GZIP),
    "a million elements": _always(b"[" + b"0," * (MANY - 1) + b"0]", LARGE),
    "a million elements in gzip": _always(
        gzip.compress(b"[" + b"{}," * (MANY - 1) + b"0]", 9), LARGE, headers=GZIP
    ),
    "a text of 64 MiB": _made(lambda _: b'"' + b"x" * (64 * MIB) + b'"', LARGE),
    "blanks without end": _always(b" " * (32 * MIB), LARGE),
    "gzip of nothing": _always(gzip.compress(b""), BAD, headers=GZIP),
    "half of a gzip": _made(lambda good: gzip.compress(good)[: len(good) // 4], BAD, headers=GZIP),
    "a gzip without its checksum": _made(lambda good: gzip.compress(good)[:-8], BAD, headers=GZIP),
    "a gzip with a wrong checksum": _made(_broken_checksum, BAD, headers=GZIP),
    "a gzip of something cut": _made(lambda good: gzip.compress(good[:-1]), BAD, headers=GZIP),
    "a gzip in a gzip": _made(lambda good: gzip.compress(gzip.compress(good)), BAD, headers=GZIP),
    "a gzip with another behind it": _made(lambda good: gzip.compress(good) * 2, BAD, headers=GZIP),
    "a gzip of two halves": _made(
        lambda good: gzip.compress(good[:9]) + gzip.compress(good[9:]), BAD, headers=GZIP
    ),
    "members without end": _always(gzip.compress(b"") * 200, BAD, headers=GZIP),
    "a gzip bomb of 3 MiB": _always(gzip.compress(b" " * 3 * MIB), LARGE, headers=GZIP),
    "a gzip bomb of 256 MiB": _always(zeroes(256), LARGE, headers=GZIP),
    "a bomb in a bomb": _always(gzip.compress(zeroes(64)), BAD, LARGE, headers=GZIP),
    "deep in gzip": _always(gzip.compress(b"[" * DEEP), BAD, LARGE, headers=GZIP),
    "plain JSON that says gzip": _made(lambda good: good, BAD, headers=GZIP),
    "deflate that says gzip": _always(b"x\x9c\x03\x00\x00\x00\x00\x01", BAD, headers=GZIP),
    "gzip that says nothing": _made(gzip.compress, BAD),
    "br": _made(lambda good: good, TYPE, headers={**JSON, "Content-Encoding": "br"}),
    "gzip twice": _made(lambda good: good, TYPE, headers={**JSON, "Content-Encoding": "gzip, gzip"}),
    "plain text": _made(lambda good: good, TYPE, headers={"Content-Type": "text/plain"}),
    "a form": _made(lambda good: good, TYPE, headers={"Content-Type": "application/x-www-form-urlencoded"}),
    "parts": _made(lambda good: good, TYPE, headers={"Content-Type": "multipart/form-data; boundary=x"}),
    "no type": _made(lambda good: good, TYPE, headers={}),
}

WRONG_VALUES = (None, True, 0, -1, 0.5, 2**53, 10**400, "", "\0", "\ud800", "x" * 300, [], [[]], {}, {"": {}})
"""What may stand in place of any field."""


def with_wrong_values(good: object) -> Iterator[tuple[str, bytes]]:
    """The good body with each wrong value in place of each value in it, by path."""
    text = json.dumps(good)
    for path in _paths(good):
        for wrong in WRONG_VALUES:
            body = json.loads(text)
            inside = body
            for step in path[:-1]:
                inside = inside[step]
            if inside[path[-1]] != wrong or type(inside[path[-1]]) is not type(wrong):
                inside[path[-1]] = wrong
                yield ".".join(map(str, path)), json.dumps(body).encode()


def _paths(value: object) -> Iterator[tuple[str | int, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        yield (key,)
        for path in _paths(each):
            yield (key, *path)
