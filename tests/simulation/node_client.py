"""The phone app's own code, in one long-lived Node process that holds many devices (fieldapp/simulation/driver.ts).

They talk in lines of JSON over its standard streams:

    → {"device": 3, "call": "record", "arguments": {"kind": …, "target": …, "payload": {…}, "seen": {…}, "tab": 0}}
    ← {"send": {"device": 3, "method": "POST", "path": "/api/sync", "headers": {…}, "body": base64}}
    → {"answer": {"status": 200, "headers": {…}, "body": base64, "ending": "whole"}}      or {"answer": null}
    ← {"return": …}          or {"raise": "killed" | "quota_exceeded" | "no_network"}, or {"fault": text}: a bug

Calls nest like parentheses: instead of an `answer` there may first come another `call`, whose `return` comes before
anything else of the outer one. `make` (arguments `name` and `seed`) is the first call of a device, `close` the last.
`set_clock` is not a call of its own: each call carries `"clock": {"wall": …, "steady_ms": 0}`, the wall as an instant
with its offset; null before there is one. An answer that is null: there is no network. `{"abandon": true}` instead of
an answer says the same, and that the call is to return nothing: whoever made it has given up.
"""

from __future__ import annotations

import base64
import json
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.simulation.clients import (
    Answer,
    Entry,
    Held,
    Json,
    Killed,
    NoNetwork,
    QuotaExceeded,
    Send,
    Setup,
    Synced,
)

REPOSITORY = Path(__file__).resolve().parents[2]

_BUILD_AND_RUN = """
. scripts/node.sh
cd fieldapp
npx --no-install vite build --config simulation/vite.config.ts --logLevel warn --outDir "$1" --emptyOutDir >&2
exec node "$1/driver.js"
"""

_RAISED = {"killed": Killed, "quota_exceeded": QuotaExceeded, "no_network": NoNetwork}


class NodeProcess:
    """The process, and the conversation with it."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="kierros-driver-")
        self._process = subprocess.Popen(
            ["bash", "-euc", _BUILD_AND_RUN, "driver", self._folder.name],
            cwd=REPOSITORY,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self._senders: dict[int, Send] = {}
        self._devices = 0

    def make(self, setup: Setup) -> NodeClient:
        """A new device."""
        self._devices += 1
        self._senders[self._devices] = setup.send
        client = NodeClient(self, self._devices)
        client.make(setup.name, setup.seed)
        return client

    def call(self, device: int, call: str, arguments: Json, clock: Json | None) -> Any:
        """Ask something of a device, and serve its network until it returns."""
        self._write({"device": device, "call": call, "arguments": arguments, "clock": clock})
        while True:
            said = self._read()
            if "send" in said:
                self._write({"answer": self._answer(said["send"])})
            elif "raise" in said:
                raise _RAISED[said["raise"]]
            elif "fault" in said:
                raise RuntimeError(said["fault"])
            else:
                return said["return"]

    def forget(self, device: int) -> None:
        """The device is closed."""
        del self._senders[device]

    def close(self) -> None:
        """End the process, which ends by itself when its input does."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()
        self._folder.cleanup()

    def _answer(self, asked: Json) -> Json | None:
        body = base64.b64decode(asked["body"])
        try:
            answer: Answer = self._senders[asked["device"]](
                asked["method"], asked["path"], asked["headers"], body
            )
        except NoNetwork:
            return None
        except BaseException:
            # It goes through to whoever made the outer call, which nobody waits for any more.
            self._write({"abandon": True})
            raise
        return {
            "status": answer.status,
            "headers": dict(answer.headers),
            "body": base64.b64encode(answer.body).decode(),
            "ending": answer.ending.value,
        }

    def _write(self, message: Json) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(message) + "\n")
        self._process.stdin.flush()

    def _read(self) -> Json:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the Node process has ended: {self._process.wait(10)}")
        said: Json = json.loads(line)
        return said


class NodeClient:
    """One device of the process; what each call means is said in `clients.py`."""

    def __init__(self, process: NodeProcess, device: int) -> None:
        self._process = process
        self._device = device
        self._clock: Json | None = None

    def _call(self, call: str, /, **arguments: Any) -> Any:
        return self._process.call(self._device, call, arguments, self._clock)

    def make(self, name: str, seed: str) -> None:
        self._call("make", name=name, seed=seed)

    def set_clock(self, wall: datetime, steady_ms: int) -> None:
        self._clock = {"wall": wall.isoformat(timespec="milliseconds"), "steady_ms": steady_ms}

    def join(self, code: str) -> str | None:
        refusal: str | None = self._call("join", code=code)
        return refusal

    def record(self, kind: str, target: str, payload: Json, seen: Json, tab: int = 0) -> str:
        operation_id: str = self._call(
            "record", kind=kind, target=target, payload=payload, seen=seen, tab=tab
        )
        return operation_id

    def inject(self, operation: Json) -> str:
        operation_id: str = self._call("inject", operation=operation)
        return operation_id

    def sync(self, tab: int = 0) -> Synced:
        said = self._call("sync", tab=tab)
        return Synced(said["is_complete"], said["problem"])

    def try_again(self) -> None:
        self._call("try_again")

    def plan_kill(self, commits: int | None, is_after: bool = False) -> None:
        self._call("plan_kill", commits=commits, is_after=is_after)

    def set_quota(self, is_full: bool) -> None:
        self._call("set_quota", is_full=is_full)

    def restart(self) -> None:
        self._call("restart")

    def evict(self) -> None:
        self._call("evict")

    def lose_document(self, bucket: str, document_id: str) -> None:
        self._call("lose_document", bucket=bucket, document_id=document_id)

    def shown(self) -> Mapping[str, Json]:
        documents: Mapping[str, Json] = self._call("shown")
        return documents

    def held(self) -> Held:
        said: dict[str, dict[str, list[Any]]] = self._call("held")
        return Held(
            {
                bucket: {document_id: (pair[0], pair[1]) for document_id, pair in documents.items()}
                for bucket, documents in said.items()
            }
        )

    def cursor(self) -> Mapping[str, int]:
        cursor: Mapping[str, int] = self._call("cursor")
        return cursor

    def stream(self) -> str | None:
        stream: str | None = self._call("stream")
        return stream

    def entries(self) -> Sequence[Entry]:
        return [Entry(**entry) for entry in self._call("entries")]

    def export(self) -> Json:
        file: Json = self._call("export")
        return file

    def close(self) -> None:
        self._call("close")
        self._process.forget(self._device)
