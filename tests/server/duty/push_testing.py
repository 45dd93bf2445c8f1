"""A push service on this machine: the npm package `web-push-testing`, which checks signatures and decrypts."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import requests

_REPOSITORY = Path(__file__).resolve().parents[3]
_SERVER = _REPOSITORY / "fieldapp/node_modules/web-push-testing/src/bin/server.js"
_START_TRIES = 150


class PushTesting:
    """The running service, and what it has got for whom."""

    def __init__(self, port: int) -> None:
        self._url = f"http://localhost:{port}"
        self._session = requests.Session()
        self._session.trust_env = False

    def close(self) -> None:
        """Lets go of the connection."""
        self._session.close()

    def is_up(self) -> bool:
        """Whether it answers."""
        try:
            return self._session.post(f"{self._url}/status", timeout=5).ok
        except requests.ConnectionError:
            return False

    def subscribe(self, public_key: str) -> dict[str, Any]:
        """A new subscription for one server's key, as `PushSubscription.toJSON()` has it."""
        options = {"userVisibleOnly": "true", "applicationServerKey": public_key}
        answer = self._session.post(f"{self._url}/subscribe", json=options, timeout=10)
        assert answer.ok, answer.text
        data = answer.json()["data"]
        return {"endpoint": data["endpoint"], "keys": data["keys"]}

    def messages(self, subscription: dict[str, Any]) -> list[str]:
        """What came for a subscription, decrypted, oldest first."""
        name = subscription["endpoint"].rpartition("/")[2]
        answer = self._session.post(f"{self._url}/get-notifications", json={"clientHash": name}, timeout=10)
        assert answer.ok, answer.text
        found: list[str] = answer.json()["data"]["messages"]
        return found


@contextmanager
def push_testing(now: datetime) -> Iterator[PushTesting]:
    """Run it with its clock standing at `now`, so that it takes the server's signatures of that time."""
    port = _free_port()
    standing = f"data:text/javascript,Date.now=()=>{int(now.timestamp() * 1000)}"
    command = ["bash", "-c", '. scripts/node.sh; exec node --import "$1" "$2" "$3"', "-", standing]
    process = subprocess.Popen(
        [*command, str(_SERVER), str(port)],
        cwd=_REPOSITORY,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    service = PushTesting(port)
    try:
        _wait_for(service, process)
        yield service
    finally:
        service.close()
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)


def _wait_for(service: PushTesting, process: subprocess.Popen[bytes]) -> None:
    for _ in range(_START_TRIES):
        if service.is_up():
            return
        try:
            process.wait(0.2)
        except subprocess.TimeoutExpired:
            continue
        break
    raise AssertionError("web-push-testing did not start")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("", 0))
        port: int = probe.getsockname()[1]
        return port
