"""What the round trip answers: header, lines and end as bytes (docs/protocol.md, One round trip)."""

from __future__ import annotations

import gzip
from dataclasses import replace

from flask import Response

from server.feed.pull import Page
from sync.messages import ResponseEnd, ResponseHeader, Result, Scope
from sync.wire import canonical, dump_end, dump_header

MIMETYPE = "application/x-ndjson"
_GZIP_LEVEL = 6
_COMPRESS_FROM_BYTES = 600


def dump_acknowledged(header: ResponseHeader, *, is_complete: bool, next_s: int) -> bytes:
    """Results and nothing else. Where their effect can be seen is not told: nothing was read."""
    results = tuple(replace(result, at={}) for result in header.results)
    return _dump(replace(header, results=results), [], ResponseEnd({}, is_complete, {}, next_s))


def dump_page(header: ResponseHeader, page: Page, next_s: int) -> bytes:
    """Results and a page."""
    header = replace(
        header,
        results=tuple(_for_author(result, page) for result in header.results),
        scope=Scope(page.start.added, page.start.dropped, page.start.reset),
        floors=page.start.floors,
        snapshots={
            bucket: tuple(snapshot_path(found, number) for number in range(files))
            for bucket, (found, files) in page.snapshots.items()
        },
        mended=page.mended,
    )
    return _dump(
        header, page.lines, ResponseEnd(page.cursor, page.is_complete, page.checks, next_s, page.slots)
    )


def snapshot_path(snapshot_id: str, number: int) -> str:
    """The address of a snapshot's file."""
    return f"/api/snapshots/{snapshot_id}/{number}"


def compressed(body: bytes, *, is_wanted: bool) -> Response:
    """The answer, compressed when that is wanted and worth it. Nobody on the way may keep it."""
    if is_wanted and len(body) >= _COMPRESS_FROM_BYTES:
        return ndjson(gzip.compress(body, _GZIP_LEVEL, mtime=0), is_gzip=True)
    return ndjson(body, is_gzip=False)


def ndjson(body: bytes, *, is_gzip: bool) -> Response:
    """A whole answer of lines."""
    response = Response(body, mimetype=MIMETYPE)
    if is_gzip:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = "no-store"
    return response


def _for_author(result: Result, page: Page) -> Result:
    """The names of other people's buckets are none of the author's business, nor of any use on this device."""
    return replace(
        result, at={bucket: version for bucket, version in result.at.items() if bucket in page.cursor}
    )


def _dump(header: ResponseHeader, lines: list[bytes], end: ResponseEnd) -> bytes:
    return b"".join((canonical(dump_header(header)), b"\n", *lines, canonical(dump_end(end)), b"\n"))
