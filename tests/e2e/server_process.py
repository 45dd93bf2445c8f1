"""The real server, as `make run` starts it, on an instance folder and a port of its own; it may be restarted."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import requests

REPOSITORY = Path(__file__).resolve().parents[2]
_START_SECONDS_MAX = 60
_STOP_SECONDS_MAX = 30


class ServerProcess:
    """`python -m server.launch` on loopback. Its output goes to a file, which a failure shows."""

    def __init__(self, instance: Path, database_url: str) -> None:
        self.instance = instance
        self.database_url = database_url
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.output = instance / "server.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """What the server and every command on its instance run with."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("KIERROS_")}
        return {
            **kept,
            "KIERROS_INSTANCE": str(self.instance),
            "KIERROS_DATABASE_URL": self.database_url,
            "KIERROS_SYNC_INTERVAL_S": "5",
        }

    def start(self) -> None:
        """Start it and wait until it is healthy."""
        with self.output.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "server.launch", "--port", str(self.port)],
                cwd=REPOSITORY,
                env=self.environment,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        self._wait_until_healthy()

    def stop(self) -> None:
        """End it as Ctrl-C does, and see that it is gone."""
        if self._process is None:
            return
        self._process.send_signal(signal.SIGINT)
        self._process.wait(_STOP_SECONDS_MAX)
        self._process = None

    def _wait_until_healthy(self) -> None:
        assert self._process is not None
        session = requests.Session()
        session.trust_env = False
        # Each try waits for the connection or its refusal; the process itself bounds how long that can go on.
        for _ in range(_START_SECONDS_MAX * 5):
            try:
                if session.get(f"{self.url}/healthz", timeout=5).ok:
                    return
            except (requests.ConnectionError, requests.Timeout):
                pass
            try:
                self._process.wait(0.2)
            except subprocess.TimeoutExpired:
                continue
            break
        raise AssertionError(f"the server did not start:\n{self.output.read_text()[-4000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
