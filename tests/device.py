"""A device in tests: joins with a code, records operations, syncs over the Flask client, keeps what it got."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime
from typing import Any

from flask.testing import FlaskClient
from uuid_utils.compat import uuid7
from werkzeug.test import TestResponse

from server.database import transaction
from server.people.join_codes import make_code
from server.people.models import Person
from sync.operations import current_version


def make_join_code(person_id: str, seconds: int = 600) -> str:
    """A one-time code for a person."""
    with transaction() as session:
        return make_code(session, session.get_one(Person, person_id), None, seconds, datetime.now(UTC))


class Device:
    """A person's device. `documents` holds the newest copy of each document that some bucket has."""

    def __init__(self, client: FlaskClient, person_id: str, name: str = "Testipuhelin") -> None:
        self.client = client
        self.person = person_id
        code = make_join_code(person_id)
        answer = client.post("/api/join", json={"code": code, "device_name": name, "language": "fi"})
        assert answer.status_code == 200, answer.text
        self.joined = answer.get_json()
        self.token = self.joined["token"]
        self.stream = str(uuid.uuid4())
        self.cursor: dict[str, int] = {}
        self.epoch: str | None = None
        self.sequence = 0
        self.by_bucket: dict[str, dict[str, tuple[int, dict[str, Any]]]] = {}

    @property
    def documents(self) -> dict[str, dict[str, Any]]:
        """What the device shows: of several copies the one with the highest revision."""
        newest: dict[str, tuple[int, dict[str, Any]]] = {}
        for entries in self.by_bucket.values():
            for document_id, entry in entries.items():
                if document_id not in newest or entry[0] > newest[document_id][0]:
                    newest[document_id] = entry
        return {document_id: document for document_id, (_, document) in newest.items()}

    def operation(
        self, kind: str, target: str, payload: dict[str, Any] | None = None, **fields: Any
    ) -> dict[str, Any]:
        """A new operation, recorded now; `fields` replace parts of the envelope."""
        self.sequence += 1
        return {
            "id": str(uuid7()),
            "sequence": self.sequence,
            "kind": kind,
            "kind_version": current_version(kind),
            "target": target,
            "base_revision": None,
            "recorded_at": datetime.now(UTC).isoformat(),
            "clock": None,
            "payload": payload or {},
            "seen": {},
            **fields,
        }

    def post(self, *operations: Any, **fields: Any) -> TestResponse:
        """One raw round trip; nothing of the answer is kept."""
        body = {
            "protocol": 1,
            "build": "test",
            "person": self.person,
            "stream": self.stream,
            "epoch": self.epoch,
            "sent_at": datetime.now(UTC).isoformat(),
            "cursor": self.cursor,
            "pending": {"count": 0, "oldest_recorded_at": None},
            "operations": list(operations),
            **fields,
        }
        return self.client.post("/api/sync", json=body, headers={"Authorization": f"Bearer {self.token}"})

    def sync(self, *operations: Any) -> list[dict[str, Any]]:
        """Round trips until complete; returns the results of the operations."""
        results: list[dict[str, Any]] = []
        while True:
            answer = self.post(*operations)
            assert answer.status_code == 200, answer.text
            header, *lines, end = [json.loads(line) for line in answer.data.splitlines()]
            self.epoch = header["epoch"]
            results += header["results"]
            for bucket in header["scope"]["drop"]:
                self.by_bucket.pop(bucket, None)
            for line in lines:
                entries = self.by_bucket.setdefault(line["b"], {})
                if line.get("deleted"):
                    entries.pop(line["id"], None)
                else:
                    entries[line["id"]] = (line["r"], line["doc"])
            self.cursor = end["cursor"]
            if end["complete"]:
                return results
            operations = ()
