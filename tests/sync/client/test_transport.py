"""The network over `requests`, against a server on loopback that does what a test wants."""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from sync.ports import NetworkError
from sync.transport import RequestsTransport


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(length)
        if self.headers.get("Content-Encoding") == "gzip":
            body = b"unpacked " + gzip.decompress(body)
        if self.path == "/stalled":
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b"begun\n")
            # Until the client, which says nothing any more, goes away.
            self.rfile.read(1)
            return
        if self.path == "/cut":
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b"begun\n")
            return
        packed = gzip.compress(
            self.path.encode() + b" " + body[:60] + b" " + self.headers["X-Token"].encode()
        )
        self.send_response(302 if self.path == "/redirect" else 503 if self.path == "/busy" else 200)
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Retry-After", "7")
        self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", str(len(packed)))
        self.end_headers()
        self.wfile.write(packed)

    do_GET = do_POST

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def transport(address: str) -> Iterator[RequestsTransport]:
    made = RequestsTransport(address + "/")
    yield made
    made.close()


TOKEN = {"x-token": "t"}


def test_a_server_may_lie_below_a_path(address: str):
    transport = RequestsTransport(address + "/BELOWX/")
    assert b"".join(transport.send("POST", "/here", TOKEN, b"").body) == b"/BELOWX/here  t"
    transport.close()


def test_a_server_may_be_reached_by_tls(address: str):
    """This one does not speak it, which only shows when TLS is tried."""
    transport = RequestsTransport(address.replace("http:", "https:"))
    with pytest.raises(NetworkError, match="SSL"):
        transport.send("POST", "/here", TOKEN, b"")
    transport.close()


def test_short_bodies_go_as_they_are_and_long_ones_compressed(transport: RequestsTransport):
    short = transport.send("POST", "/here", TOKEN, b"x" * 1024)
    assert b"".join(short.body) == b"/here " + b"x" * 60 + b" t"
    long = transport.send("POST", "/here", TOKEN, b"x" * 1025)
    assert b"".join(long.body) == b"/here unpacked " + b"x" * 51 + b" t"


def test_a_request_may_have_no_body(transport: RequestsTransport):
    assert b"".join(transport.send("GET", "/there", TOKEN, None).body) == b"/there  t"


def test_status_and_headers_come_as_they_are_and_redirects_are_not_followed(transport: RequestsTransport):
    for path, status in (("/busy", 503), ("/redirect", 302)):
        answer = transport.send("POST", path, TOKEN, b"")
        assert (answer.status, answer.headers["retry-after"]) == (status, "7")
        assert list(answer.body) != []


def test_an_answer_that_breaks_off_says_so(transport: RequestsTransport):
    answer = transport.send("POST", "/cut", TOKEN, b"")
    with pytest.raises(NetworkError, match="IncompleteRead"):
        list(answer.body)


def test_a_connection_that_brings_nothing_any_more_is_given_up(
    transport: RequestsTransport, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("sync.transport._STALLED_S_MAX", 0.05)
    answer = transport.send("POST", "/stalled", TOKEN, b"")
    with pytest.raises(NetworkError):
        list(answer.body)


def test_without_a_server_there_is_no_answer(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        transport = RequestsTransport(f"http://127.0.0.1:{taken.getsockname()[1]}")
        with pytest.raises(NetworkError, match="Connection refused"):
            transport.send("POST", "/api/sync", {}, b"")
        transport.close()


@pytest.mark.parametrize(
    "address",
    ["kierros.example", "ftp://kierros.example", "http://", "https://k.example?x=1", "https://k.example#x"],
)
def test_only_the_address_of_a_web_server_is_one(address: str):
    with pytest.raises(ValueError, match="not the address"):
        RequestsTransport(address)
