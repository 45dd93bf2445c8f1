"""Hostile HTTP to the Python client over a real connection: what is no answer acknowledges nothing."""

from __future__ import annotations

import gzip
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sync.operations import RoundTick
from sync.transport import RequestsTransport
from tests.fuzz.answers import body_of
from tests.fuzz.hostile import zeroes
from tests.fuzz.odd_server import gzip_http, http, odd_server
from tests.sync.client.fakes import ROUND, VISIT, Device, end, header, put, results, scope

PORTAL = b"<!doctype html><html><title>Kirjaudu verkkoon</title></html>\n"
BOMB = zeroes(64)
HEADER = body_of([header()])
PACKED = gzip.compress(HEADER * 200)

ODD: dict[str, Any] = {
    "nothing at all": [],
    "no HTTP": [b"SSH-2.0-OpenSSH_9.6\r\n"],
    "half a status line": [b"HTTP/1."],
    "an endless head": itertools.chain([b"HTTP/1.1 200 OK\r\n"], itertools.repeat(b"X-A: b\r\n", 10_000)),
    "a header line without end": [b"HTTP/1.1 200 OK\r\nX-A: ", b"b" * 200_000],
    "two lengths": [b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n123456"],
    "a length that is none": http(PORTAL, "Content-Length: many"),
    "chunks that are none": [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n"],
    "a captive portal": http(PORTAL, "Content-Type: text/html"),
    "a captive portal that says JSON": http(
        b'{"login": "https://portal.example"}', "Content-Type: application/json"
    ),
    "204": [b"HTTP/1.1 204 No Content\r\n\r\n"],
    "304": [b"HTTP/1.1 304 Not Modified\r\n\r\n"],
    "a redirect": http(HEADER, "Location: /elsewhere", status="302 Found"),
    "a redirect that keeps the body": http(
        HEADER, "Location: //127.0.0.1:1/", status="307 Temporary Redirect"
    ),
    "a redirect to a file": http(b"", "Location: file:///etc/passwd", status="301 Moved Permanently"),
    "500 with a page": http(PORTAL, status="500 Internal Server Error"),
    "502 with nothing": http(b"", status="502 Bad Gateway"),
    "no gzip": gzip_http(HEADER),
    "gzip of gzip": gzip_http(gzip.compress(PACKED)),
    "gzip broken at once": gzip_http(PACKED[:3] + b"\xff" + PACKED[4:20]),
    "another encoding": gzip_http(HEADER, "compress"),
    "gzip with zeroes in it": gzip_http(PACKED[:12] + b"\0" * 400),
    "a bomb": gzip_http(BOMB),
    "a bomb in a bomb": gzip_http(gzip.compress(BOMB), "gzip, gzip"),
    "members without end": gzip_http(gzip.compress(b"") * 20_000),
    "encodings without end": gzip_http(b"", ", ".join(["gzip"] * 500)),
}


@pytest.fixture
def device(tmp_path: Path) -> Iterator[Device]:
    """Something waits."""
    made = Device(tmp_path / "device")
    made.client.record(RoundTick(VISIT), ROUND)
    yield made
    made.store.close()


def sync_over(device: Device, answer: Any) -> tuple[Any, list[bytes]]:
    """Sync with a server that answers so; gives the outcome, and what was asked."""
    with odd_server() as server:
        server.answer = answer
        transport = RequestsTransport(server.address())
        device.network.send = transport.send  # type: ignore[method-assign]
        try:
            return device.client.sync(), server.asked
        finally:
            transport.close()


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.mark.parametrize("answer", ODD.values(), ids=ODD)
def test_what_is_no_answer_acknowledges_nothing(device, answer):
    outcome, asked = sync_over(device, answer)

    assert (outcome.kind, outcome.code in ("network", "not_an_answer")) == ("failed", True)
    assert device.states() == ["waiting"]
    assert device.client.cursor() == {}
    # Once, and nowhere else: the token and the work are for this server alone.
    assert [line for line in asked if line.startswith((b"GET", b"POST"))] == [b"POST /api/sync HTTP/1.1\r\n"]


@pytest.mark.parametrize("kept", [10, 30, 60, 90, 120, -9, -8, -1])
def test_gzip_that_is_cut_gives_its_whole_lines_or_nothing(device, kept):
    entry = device.client.entries()[0]
    lines = [
        header(results(_Sent(entry.operation)), scope=scope("b")),
        *[put("b", number, f"x:{number}", note=f"{number * 7919:x}") for number in range(1, 30)],
        end({"b": 29}),
    ]
    packed = gzip.compress(body_of(lines))

    outcome, _ = sync_over(device, [*gzip_http(packed)[:1], packed[:kept]])

    assert outcome.kind == "failed" or device.client.cursor() == {"b": 29}
    assert outcome.code in ("network", "not_an_answer", None)
    held = device.client.held().get("b", {})
    assert len(held) == device.client.cursor().get("b", 0)
    outcome, _ = sync_over(device, gzip_http(packed))
    assert outcome.kind == "done"
    assert device.states() == ["settled"]
    assert len(device.client.held()["b"]) == 29


class _Sent:
    """As much of a request as results are made of."""

    def __init__(self, *operations: Any) -> None:
        self.operations = operations
