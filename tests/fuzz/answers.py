"""A device with work to send, a small honest server, and what has to hold when something else answers once."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sync.messages import SyncRequest
from sync.operations import RoundFinish, RoundTick
from sync.ports import HttpAnswer, NetworkError
from tests.sync.client.fakes import ROUND, VISIT, Device, header, results
from tests.sync.client.test_convergence import Server

KINDS = {"done", "failed", "signed_out", "upload_only"}
TRIPS_MAX = 5
"""In which one hostile answer is asked about, before the network is gone."""
_HONEST_TRIPS_MAX = 60
_HONEST_SYNCS_MAX = 4

Spoil = Callable[[list[Any]], bytes]
"""Makes a hostile body of the lines of a good one."""


class Small(Server):
    """The small server in memory, which takes whatever is sent."""

    def lines_to(self, request: SyncRequest) -> list[Any]:
        """The lines of the good answer to a request."""
        lines = [json.loads(line) for line in b"".join(self.answer(request).body).splitlines()]
        if request.epoch in (None, str(self.epoch)):
            lines[0]["results"] = header(results(request))["results"]
        return lines

    def reply(self, request: SyncRequest) -> HttpAnswer:
        """The good answer."""
        return HttpAnswer(200, {}, pieces(body_of(self.lines_to(request))))


@contextmanager
def device_with_work() -> Iterator[tuple[Device, Small]]:
    """Documents have been read and more have changed since; two operations wait."""
    with tempfile.TemporaryDirectory() as folder:
        device, server = Device(Path(folder)), Small()
        server.place("x:0", ["a"])
        server.place("x:1", ["a", "b"])
        sync_with(device, server)
        server.place("x:0", ["b"])
        server.place("x:2", ["a"])
        device.client.record(RoundTick(VISIT, minutes=3), ROUND)
        device.client.record(RoundFinish("ok"), ROUND)
        try:
            yield device, server
        finally:
            device.store.close()


def sync_with(device: Device, server: Small) -> None:
    """Sync with the honest server."""
    device.network.replies[:] = [server.reply] * _HONEST_TRIPS_MAX
    assert device.client.sync().kind == "done"
    device.network.replies.clear()


def pieces(body: bytes, size: int = 64) -> Iterator[bytes]:
    """A body as it arrives."""
    for start in range(0, len(body), size):
        yield body[start : start + size]


def body_of(lines: list[Any]) -> bytes:
    """Lines as a body; half a surrogate pair as an escape."""
    return b"".join(json.dumps(line).encode() + b"\n" for line in lines)


def told_acknowledged(body: bytes) -> set[str]:
    """The operations that a body acknowledges, read in the plainest way."""
    try:
        told = json.loads(body.split(b"\n")[0])["results"]
        return {each["id"] for each in told if each["status"] in ("applied", "flagged", "quarantined")}
    except (ValueError, TypeError, KeyError, RecursionError):
        return set()


def check_sync_over(device: Device, server: Small, spoil: Spoil) -> None:
    """A hostile body with status 200."""
    sent: list[bytes] = []

    def reply(request: SyncRequest) -> HttpAnswer:
        sent.append(spoil(server.lines_to(request)))
        return HttpAnswer(200, {}, pieces(sent[0]))

    check_over(device, server, reply, lambda: told_acknowledged(sent[0]))


def check_over(device: Device, server: Small, reply: Any, acknowledged: Callable[[], set[str]]) -> None:
    """Sync over one hostile answer, after which the network is gone, and then with the honest server again.

    Nothing is lost; nothing counts as acknowledged but what `acknowledged` gives; it ends with a kind and a code; and
    the honest server brings everything in order, with all operations acknowledged.
    """
    before = {entry.id: entry.operation for entry in device.client.entries()}
    device.network.requests.clear()
    device.network.replies[:] = [reply, *[NetworkError("gone")] * TRIPS_MAX]

    outcome = device.client.sync()

    assert outcome.kind in KINDS
    assert (outcome.code is None) == (outcome.kind == "done")
    assert outcome.code is None or outcome.code.isascii()
    assert len(device.network.requests) <= TRIPS_MAX
    entries = device.client.entries()
    assert {entry.id: entry.operation for entry in entries} == before
    assert {entry.id for entry in entries if entry.result} <= acknowledged()
    device.client.documents()

    for _ in range(_HONEST_SYNCS_MAX):
        # What differs is looked for once a day, and mended once a day.
        device.clock.wait(days=2)
        server.days += 2
        sync_with(device, server)
    assert {entry.id: entry.operation for entry in device.client.entries()} == before
    assert all(entry.result for entry in device.client.entries())
    assert revisions_of(device) == server.held()


def revisions_of(device: Device) -> dict[str, dict[str, int]]:
    """The revisions that a device holds, by bucket and id."""
    return {
        bucket: {each: revision for each, (revision, _) in held.items()}
        for bucket, held in device.client.held().items()
    }
