"""What hostile bodies cost each end, in a process of its own: less than 64 MiB more than ordinary work."""

from __future__ import annotations

import gzip
import http.client
import itertools
import json
import socket
import uuid
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from sync.limits import PROTOCOL_VERSION_MAX
from tests.fuzz.answers import body_of
from tests.fuzz.hostile import HOSTILE, JSON, MANY, MIB, zeroes
from tests.fuzz.measured import Measured, measured
from tests.fuzz.odd_server import gzip_http, odd_server
from tests.sync.client.fakes import end, header, mended, put, scope

GROWTH_KIB_MAX = 64 * 1024


class Asking:
    """Asks the measured server over real connections."""

    def __init__(self, server: Measured) -> None:
        self.port: int = server.ready["port"]
        self.token = ""

    def ask(self, path: str, body: bytes, headers: Any) -> tuple[int, Any]:
        """Status and JSON; a body may be refused before all of it is sent."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        with suppress(BrokenPipeError, ConnectionResetError):
            connection.request("POST", path, body, {"Authorization": f"Bearer {self.token}", **headers})
        try:
            answer = connection.getresponse()
            text = answer.read()
            return answer.status, json.loads(text.splitlines()[0])
        finally:
            connection.close()

    def ask_raw(self, head: str, body: bytes) -> bytes:
        """Whatever a request of these bytes is answered with."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as connection:
            connection.sendall(head.replace("\n", "\r\n").encode() + body)
            connection.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: connection.recv(65536), b""))


def good_request(server: Measured, operations: int = 0, padding: str = "") -> dict[str, Any]:
    """A good request of so many operations, which nobody knows: each is kept, and quarantined."""
    stream = str(uuid.uuid4())
    return {
        "protocol": PROTOCOL_VERSION_MAX,
        "build": "fuzz",
        "person": server.ready["person"],
        "stream": stream,
        "sent_at": "2026-04-01T08:14:09.120+03:00",
        "cursor": {},
        "operations": [
            {
                "id": str(uuid.uuid4()),
                "sequence": number + 1,
                "kind": "round.polish",
                "kind_version": 1,
                "target": f"round:{server.ready['round']}",
                "recorded_at": "2026-04-01T08:14:02.511+03:00",
                "payload": {"text": padding},
            }
            for number in range(operations)
        ],
    }


def _wide(field: str) -> Any:
    """As many wrong values as a request has room for."""
    return [0] * 85_000 if field in ("differs", "operations") else {f"{n:x}": "" for n in range(17_000)}


@pytest.fixture
def server(tmp_path: Path):
    with measured("server", str(tmp_path)) as started:
        yield started


def test_hostile_requests_cost_the_server_little_and_leave_nothing(server):
    asking = Asking(server)
    join = {"code": server.ready["codes"][0], "device_name": "Testipuhelin", "language": "fi"}
    asking.token = asking.ask("/api/join", json.dumps(join).encode(), JSON)[1]["token"]
    for _ in range(3):
        # The largest that is in order: 200 operations in nearly 256 KiB.
        body = json.dumps(good_request(server, 200, "x" * 950)).encode()
        status, first = asking.ask("/api/sync", body, JSON)
        assert (status, len(first["results"])) == (200, 200)
    warm = server.next()

    good = {
        "/api/join": json.dumps(join | {"code": server.ready["codes"][1]}).encode(),
        "/api/sync": json.dumps(good_request(server, 1)).encode(),
    }
    for path, (name, hostile) in itertools.product(good, HOSTILE.items()):
        status, problem = asking.ask(path, hostile.make(good[path]), hostile.headers)
        assert 400 <= status < 500, (path, name)
        assert problem["code"] in hostile.codes, (path, name)
    for field in ("cursor", "reading", "mend", "differs", "operations", "pending"):
        wide = json.dumps(good_request(server) | {field: _wide(field)}).encode()
        status, problem = asking.ask("/api/sync", wide, JSON)
        assert 400 <= status < 500, field
    for path, length in itertools.product(
        good, ("0", "1", "-1", "many", "9" * 30, "1, 2", "1\nContent-Length: 9")
    ):
        head = (
            f"POST {path} HTTP/1.1\nHost: x\nAuthorization: Bearer {asking.token}\n"
            f"Content-Type: application/json\nContent-Length: {length}\n\n"
        )
        assert asking.ask_raw(head, good[path]).split(b" ", 2)[1][:1] in (b"4", b""), (path, length)

    after = server.next()
    growth_kib = after["peak_kib"] - warm["peak_kib"]
    print(f"server: {warm['peak_kib']} KiB after ordinary requests, {growth_kib} KiB more after hostile ones")
    assert growth_kib < GROWTH_KIB_MAX
    assert after["rows"] == warm["rows"]
    assert asking.ask("/api/join", good["/api/join"], JSON)[0] == 200


HEADER = body_of([header(scope=scope("b"))])
LINE = put("b", 1, "x:1")


def line_of(document: bytes, *, is_mended: bool = False) -> bytes:
    """A line with this text as its document."""
    rest = b',"m":true}\n' if is_mended else b"}\n"
    return b'{"b":"b","v":1,"id":"x:1","r":1,"doc":' + document + rest


def packed(*parts: bytes) -> list[bytes]:
    """An answer in gzip of these parts, made without holding them all."""
    return gzip_http(gzip.compress(b"".join(parts), 1))


def bomb(head: bytes = b"") -> list[bytes]:
    """A gzip of 256 MiB of nothing, behind these bytes: one after the other, which readers take for one."""
    return gzip_http(gzip.compress(head) + zeroes(256))


MEND = body_of([header(scope=scope("b"), mended={"b": tuple(range(256))})])
DENSE = b"[" + b"{}," * 340_000 + b"0]"
WIDE = b"{" + b",".join(b'"%x":{}' % number for number in range(90_000)) + b"}"

ANSWERS = {
    "a bomb": bomb,
    "a bomb behind a header": lambda: bomb(HEADER),
    "lines that nobody can read": lambda: packed(HEADER, b"nonsense\n" * 4 * MIB),
    "empty lines": lambda: packed(HEADER, b"\n" * 16 * MIB),
    "a million keys": lambda: packed(
        HEADER, line_of(b"{" + b",".join(b'"%x":0' % n for n in range(MANY)) + b"}")
    ),
    "a million elements": lambda: packed(HEADER, line_of(b"[" + b"{}," * (MANY - 1) + b"0]")),
    "100,000 arrays deep": lambda: packed(HEADER, line_of(b"[" * 100_000 + b"]" * 100_000)),
    "as dense as a line may be": lambda: packed(HEADER, line_of(DENSE), line_of(DENSE)),
    "as wide as a line may be": lambda: packed(HEADER, line_of(WIDE), line_of(WIDE)),
    "mended lines, as dense as may be": lambda: packed(
        MEND, *[line_of(b"[" + b"{}," * 9_000 + b"0]", is_mended=True)] * 100
    ),
    "many mended lines": lambda: packed(MEND, body_of([mended(LINE)]) * 100_000),
    "many documents": lambda: packed(HEADER, *[body_of([put("b", n, f"x:{n}")]) for n in range(1, 100_000)]),
    "a header of a million results": lambda: packed(
        b'{"epoch":"one","server_time":"2026-04-01T08:00:00Z","scope":{"add":[],"drop":[]},"results":['
        + b'{"id":"x","status":"applied","at":{},"flags":[]},' * 999_999
        + b"0]}\n"
    ),
    "a header of as many results as a line may hold": lambda: packed(
        b'{"epoch":"one","server_time":"2026-04-01T08:00:00Z","scope":{"add":[],"drop":[]},"results":['
        + b",".join([b'{"id":"x","status":"applied","at":{},"flags":[]}'] * 20_000)
        + b"]}\n"
    ),
    "errors without end": lambda: packed(
        b'{"epoch":"one","server_time":"2026-04-01T08:00:00Z","scope":{"add":[],"drop":[]},"results":['
        + b",".join([b"{}"] * 340_000)
        + b"]}\n"
    ),
    "a refusal without end": lambda: [b"HTTP/1.1 500 Oh\r\n\r\n", *[b"x" * MIB] * 100],
    "an answer without end": lambda: [b"HTTP/1.1 200 OK\r\n\r\n", HEADER, *[b"x" * MIB] * 100],
}


def test_hostile_answers_cost_the_client_little(tmp_path, monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with odd_server() as odd, measured("client", str(tmp_path / "device"), odd.address()) as client:
        # An ordinary page: 1 MiB in documents of a few hundred bytes.
        page = [put("w", n, f"x:{n}", text="x" * 400) for n in range(1, 2_000)]
        odd.answer = packed(body_of([header(scope=scope("w")), *page, end({"w": 1_999})]))
        warm = client.next()
        assert warm["cursor"] == {"w": 1_999}

        peaks = [warm["peak_kib"]]
        for name, make in ANSWERS.items():
            odd.answer = make()
            said = client.next()
            peaks.append(said["peak_kib"])
            print(f"{name}: {peaks[-1] - peaks[-2]} KiB")
            assert (said["kind"], said["code"] in ("network", "not_an_answer", "busy")) == ("failed", True), (
                name
            )
            assert said["states"] == ["waiting"], name
        growth_kib = peaks[-1] - peaks[0]
        print(f"client: {peaks[0]} KiB after an ordinary page, {growth_kib} KiB more after hostile ones")
        assert growth_kib < GROWTH_KIB_MAX
