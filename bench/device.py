"""A device as far as a measurement needs one: it joins, reads to the end, and asks again."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime

import requests

from sync.limits import PROTOCOL_VERSION_MAX

_TIMEOUT_SECONDS = 60
_TRIPS_MAX = 1_000


class Device:
    """One joined device over one kept connection, with the cursor it has come to."""

    def __init__(self, url: str, person_id: str, code: str) -> None:
        self._url = url
        self._person_id = person_id
        self._stream = str(uuid.uuid4())
        self._epoch: str | None = None
        self.cursor: dict[str, int] = {}
        self.session = requests.Session()
        self.session.trust_env = False
        joined = self.session.post(
            f"{url}/api/join",
            json={"code": code, "device_name": "bench", "language": "fi"},
            timeout=_TIMEOUT_SECONDS,
        )
        joined.raise_for_status()
        self.session.headers["Authorization"] = f"Bearer {joined.json()['token']}"

    def ask(self, **asked: object) -> requests.Response:
        """One request from the present cursor, which stays where it is."""
        answer = self.session.post(
            f"{self._url}/api/sync",
            json={
                "protocol": PROTOCOL_VERSION_MAX,
                "build": "bench",
                "person": self._person_id,
                "stream": self._stream,
                "epoch": self._epoch,
                "sent_at": datetime.now(UTC).isoformat(),
                "cursor": self.cursor,
                "pending": {"count": 0, "oldest_recorded_at": None},
                "operations": [],
                **asked,
            },
            timeout=_TIMEOUT_SECONDS,
        )
        answer.raise_for_status()
        return answer

    def take(self, answer: requests.Response) -> bool:
        """Go to the cursor of an answer; returns whether it was complete."""
        lines = answer.text.splitlines()
        self._epoch = json.loads(lines[0])["epoch"]
        end = json.loads(lines[-1])
        self.cursor = end["cursor"]
        return bool(end["complete"])

    def get(self, path: str) -> requests.Response:
        """A file that an answer named."""
        answer = self.session.get(f"{self._url}{path}", timeout=_TIMEOUT_SECONDS)
        answer.raise_for_status()
        return answer

    def read_all(self) -> list[requests.Response]:
        """Read to the end as a new device does, snapshots as well; returns all answers and files."""
        read: list[requests.Response] = []
        for _ in range(_TRIPS_MAX):
            answer = self.ask(snapshots=True)
            read.append(answer)
            is_complete = self.take(answer)
            for path in _paths(answer):
                file = self.get(path)
                read.append(file)
                self.cursor |= json.loads(file.text.splitlines()[-1])["cursor"]
            if is_complete:
                return read
        raise RuntimeError("there is no end to it")


def wire_bytes(answer: requests.Response) -> int:
    """How long the answer's body was on the wire, compressed if it was."""
    return int(answer.headers["Content-Length"])


def _paths(answer: requests.Response) -> list[str]:
    """The files that an answer names in the place of a bucket's lines, in order."""
    named: dict[str, list[str]] = json.loads(answer.text.splitlines()[0]).get("snapshots", {})
    return [path for files in named.values() for path in files]
