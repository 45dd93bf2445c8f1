"""Reads the JSON body of a request: media type, encoding, size, syntax, each refused with its code."""

from __future__ import annotations

import zlib

from flask import Request

from server.errors import Problem
from sync.errors import BatchTooLarge, MalformedJson

_GZIP = 16 + zlib.MAX_WBITS


def read_body(request: Request, bytes_max: int) -> bytes:
    """The body, decompressed; never holds more than `bytes_max` of it.

    Raises:
        Problem: `unsupported_media_type`
        BatchTooLarge, MalformedJson
    """
    if request.mimetype != "application/json":
        raise Problem(415, "unsupported_media_type", "The body must be application/json.")
    encoding = request.headers.get("Content-Encoding", "identity").lower()
    if encoding not in {"identity", "gzip"}:
        raise Problem(415, "unsupported_media_type", "The only encoding is gzip.")
    body = request.stream.read(bytes_max + 1)
    if len(body) > bytes_max:
        raise BatchTooLarge(f"The body is larger than {bytes_max} bytes.")
    return body if encoding == "identity" else _gunzip(body, bytes_max)


def _gunzip(body: bytes, bytes_max: int) -> bytes:
    decompressor = zlib.decompressobj(_GZIP)
    try:
        data = decompressor.decompress(body, bytes_max + 1)
    except zlib.error as error:
        raise MalformedJson(f"The gzip is broken: {error}") from error
    if len(data) > bytes_max:
        raise BatchTooLarge(f"The body is larger than {bytes_max} bytes when decompressed.")
    if not decompressor.eof:
        raise MalformedJson("The gzip ends too early.")
    if decompressor.unused_data:
        # A second member, or anything else: whoever sent it meant it, so that passing over it would lose it.
        raise MalformedJson("The gzip has something behind its end.")
    return data
