"""A server on loopback that answers every request with the same bytes, whatever they are, and hangs up."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager


class _Handler(socketserver.StreamRequestHandler):
    server: _Server
    timeout = 10.0

    def handle(self) -> None:
        length = 0
        while (line := self.rfile.readline()) not in (b"\r\n", b""):
            self.server.asked.append(line)
            if line.lower().startswith(b"content-length:"):
                length = int(line.partition(b":")[2])
        self.rfile.read(length)
        try:
            for piece in self.server.answer:
                self.wfile.write(piece)
        except OSError:
            return  # The client has heard enough.


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    answer: Iterable[bytes] = ()

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[bytes] = []

    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_address[1]}"


@contextmanager
def odd_server() -> Iterator[_Server]:
    """The server for as long as a `with` lasts; `answer` is what it says next, `asked` the lines it has heard."""
    with _Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def http(body: bytes, *headers: str, status: str = "200 OK") -> list[bytes]:
    """An answer with its length."""
    head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return ["\r\n".join(head).encode() + b"\r\n\r\n", body]


def gzip_http(packed: bytes, encoding: str = "gzip") -> list[bytes]:
    """An answer that says it is compressed."""
    return http(packed, f"Content-Encoding: {encoding}", "Content-Type: application/x-ndjson")
