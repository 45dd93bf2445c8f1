"""A server on loopback that answers as it is told, and remembers what it was asked."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Json = dict[str, Any]
Reply = Callable[[Json], "Said"]

NOW = "2026-04-01T05:14:09.400Z"
PERSON = "01930000-0000-7000-8000-000000000001"
OWN = f"person:{PERSON}"
ROUND = "round:01930000-0000-7000-8000-000000000020"
VISIT = "01930000-0000-7000-8000-000000000021"


@dataclass(frozen=True, slots=True)
class Said:
    """An answer. `is_cut`: the connection ends before the last of the bytes that were promised."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    is_cut: bool = False


def page(status: int = 200, **headers: str) -> Reply:
    """A web page, as from a captive portal or a proxy."""
    return lambda _: Said(
        status, b"<html>\nSign in to the network\n</html>\n", {"Content-Type": "text/html", **headers}
    )


def problem(status: int, code: str, **headers: str) -> Reply:
    """A refusal."""
    body = {"type": "about:blank", "title": "", "status": status, "code": code, "detail": ""}
    return lambda _: Said(
        status, json.dumps(body).encode(), {"Content-Type": "application/problem+json", **headers}
    )


def answer(
    *lines: Json | str,
    status: str = "applied",
    cursor: dict[str, int] | None = None,
    complete: bool = True,
    is_cut: bool = False,
    checks: Json | None = None,
    **header: Any,
) -> Reply:
    """Header, lines and end, with the same status for each operation; without `pull` nothing is read."""

    def reply(request: Json) -> Said:
        results = [
            {"id": each["id"], "status": status, "at": {}, "flags": [], "reason": None}
            for each in request["operations"]
        ]
        first = {
            "epoch": "e-1",
            "server_time": NOW,
            "results": results,
            "scope": {"add": [], "drop": []},
            "backup_through": None,
            **header,
        }
        end = {
            "cursor": cursor if cursor is not None else request["cursor"],
            "complete": complete,
            "checks": checks or {},
            "next_s": 60,
        }
        said = [first, *lines, *([] if is_cut else [end])]
        body = "".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in said)
        return Said(200, body.encode(), {"Content-Type": "application/x-ndjson"}, is_cut)

    return reply


def line(version: int, document: str = ROUND, bucket: str = OWN, **doc: Any) -> Json:
    """A document, its revision being its version."""
    return {"b": bucket, "v": version, "id": document, "r": version, "doc": doc or round_()}


def round_(state: str = "planned") -> Json:
    """A round of one visit, on no day."""
    visit: Json = {"id": VISIT, "tasks": [], "state": "open", "by": None, "is_returned": False}
    return {"type": "round", "on": "2026-04-01", "state": state, "person": None, "visits": [visit]}


class Scripted:
    """Replies in order; the last goes on for ever."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.requests: list[Json] = []
        self.headers: list[dict[str, str]] = []
        self._replies: list[Reply] = []

    def will(self, *replies: Reply) -> None:
        """Answer so from now on, and forget what was asked until now."""
        self._replies = list(replies)
        self.requests.clear()
        self.headers.clear()

    def reply(self, path: str, headers: dict[str, str], request: Json) -> Said:
        """What to say now."""
        if path == "/api/join":
            return _joined()
        self.requests.append(request)
        self.headers.append(headers)
        reply = self._replies.pop(0) if len(self._replies) > 1 else self._replies[0]
        return reply(request)

    @property
    def sizes(self) -> list[int]:
        """How many operations each request brought."""
        return [len(request["operations"]) for request in self.requests]


def _joined() -> Said:
    person = {"id": PERSON, "name": "Liisa Niemi", "roles": ["caretaker"], "language": "fi"}
    server = {"name": "Kierros", "time_zone": "Europe/Helsinki"}
    answer = {
        "token": "t-1",
        "token_type": "Bearer",
        "expires_in": 60,
        "device": PERSON,
        "person": person,
        "server": server,
    }
    return Said(200, json.dumps(answer).encode())


@contextmanager
def scripted_server() -> Iterator[Scripted]:
    """Serve for as long as the `with` lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers["Content-Encoding"] == "gzip":
                body = gzip.decompress(body)
            said = scripted.reply(self.path, dict(self.headers), json.loads(body))
            self.send_response(said.status)
            self.send_header("Content-Length", str(len(said.body) + said.is_cut))
            for name, value in said.headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(said.body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        scripted = Scripted(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield scripted
        finally:
            server.shutdown()
            thread.join()
