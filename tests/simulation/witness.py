"""A reader that does only what the protocol says, in peace: what it gets is what any device must come to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.simulation.clients import Json
from tests.simulation.desk import Desk
from tests.simulation.server import Server

_PAGES_MAX = 500
_STREAM = "00000000-0000-7000-8000-000000000001"


@dataclass(slots=True)
class Witness:
    """Reads everything from version 0, with a device of its own."""

    server: Server
    desk: Desk

    def read(self, person: str, can_read_snapshots: bool = False) -> Mapping[str, dict[str, tuple[int, Any]]]:
        """All that a person's devices may have: by bucket, by id, revision and document."""
        token = self._join(person)
        held: dict[str, dict[str, tuple[int, Any]]] = {}
        cursor: dict[str, int] = {}
        reading: dict[str, int] = {}
        for _ in range(_PAGES_MAX):
            body = {
                "protocol": 2,
                "build": "witness",
                "person": person,
                "stream": _STREAM,
                "epoch": None,
                "sent_at": "2026-04-01T08:00:00Z",
                "cursor": cursor,
                "operations": [],
                "reading": reading,
                "snapshots": can_read_snapshots,
            }
            header, *lines, end = self._ask("POST", "/api/sync", token, body)
            reading |= dict.fromkeys(header["scope"]["add"], 0) | header.get("floors", {})
            self._take(lines, held)
            cursor = end["cursor"]
            for bucket, paths in header.get("snapshots", {}).items():
                for path in paths:
                    *copied, last = self._ask("GET", path, token, None)
                    self._take(copied, held)
                    cursor[bucket] = last["cursor"][bucket]
            if end["complete"]:
                return {bucket: documents for bucket, documents in held.items() if documents}
        raise AssertionError(f"not complete after {_PAGES_MAX} pages")

    @staticmethod
    def _take(lines: list[Json], held: dict[str, dict[str, tuple[int, Any]]]) -> None:
        for line in lines:
            if line.get("deleted"):
                held.get(line["b"], {}).pop(line["id"], None)
            else:
                held.setdefault(line["b"], {})[line["id"]] = (line["r"], line["doc"])

    def _join(self, person: str) -> str:
        body = {"code": self.desk.join_code(person), "device_name": "witness", "language": "fi"}
        token: str = self._ask("POST", "/api/join", None, body)[0]["token"]
        return token

    def _ask(self, method: str, path: str, token: str | None, body: Json | None) -> list[Json]:
        headers = {"Content-Type": "application/json"}
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        reply = self.server.answer(method, path, headers, b"" if body is None else json.dumps(body).encode())
        assert reply.status == 200, (reply.status, reply.body)
        return [json.loads(line) for line in reply.body.splitlines()]
