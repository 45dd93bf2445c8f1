"""The launcher for real: it starts, says where to go, and leaves nothing running, however it ends."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from server.config import REPOSITORY
from tests.conftest import NewDatabase

pytestmark = pytest.mark.slow

_GONE_MS_MAX = 30_000


class Launcher:
    """`python -m server.launch` with an instance folder and a port of its own."""

    def __init__(self, instance: Path, port: int, database_url: str = "") -> None:
        self.url = f"http://127.0.0.1:{port}"
        environment = {name: value for name, value in os.environ.items() if not name.startswith("KIERROS_")}
        self.process = subprocess.Popen(
            [sys.executable, "-u", "-m", "server.launch", "--port", str(port)],
            cwd=REPOSITORY,
            env={
                **environment,
                "KIERROS_INSTANCE": str(instance),
                "KIERROS_DATABASE_URL": database_url,
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def read_until(self, words: str) -> str:
        """What it says up to these words; fails when it ends before."""
        assert self.process.stdout is not None
        said = ""
        for line in self.process.stdout:
            said += line
            if words in line:
                return said
        raise AssertionError(f"ended without saying “{words}”:\n{said}")

    def children(self) -> dict[str, int]:
        """Descriptors by which the end of its child processes can be awaited, by module name."""
        pids = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        found = {}
        for pid in pids:
            arguments = Path(f"/proc/{pid}/cmdline").read_text().split("\0")
            found[arguments[2]] = int(pid)
        return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def _ends(pids: list[int]) -> Iterator[None]:
    """Afterwards these processes must be gone, in a while at most."""
    descriptors = [os.pidfd_open(pid) for pid in pids]
    yield
    for descriptor in descriptors:
        poll = select.poll()
        poll.register(descriptor, select.POLLIN)
        assert poll.poll(_GONE_MS_MAX), "a process was left running"
        os.close(descriptor)


@pytest.fixture
def launcher(new_database: NewDatabase, tmp_path: Path) -> Iterator[Launcher]:
    with new_database(tmp_path) as url:
        started = Launcher(tmp_path, _free_port(), url)
        with started.process:
            yield started
            started.process.kill()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_answers_and_stops_without_a_trace(launcher: Launcher, number: signal.Signals) -> None:
    said = launcher.read_until("import places")
    assert all(f"{launcher.url}{path}" in said for path in ("/app/", "/console/", "/report/"))
    assert "make-supervisor" in said, "an empty database says how to begin"
    with requests.Session() as session:
        session.trust_env = False
        assert session.get(f"{launcher.url}/healthz", timeout=10).json()["status"] == "ok"
    children = launcher.children()
    assert children.keys() == {"gunicorn", "server.jobs"}
    with _ends(list(children.values())):
        launcher.process.send_signal(number)
        assert launcher.process.wait(30) == 0


def test_when_a_process_ends_by_itself_everything_stops_and_it_says_so(launcher: Launcher) -> None:
    launcher.read_until("Kierros is running")
    children = launcher.children()
    with _ends(list(children.values())):
        os.kill(children["server.jobs"], signal.SIGKILL)
        launcher.read_until("The timetable ended by itself")
        assert launcher.process.wait(30) == 1


def test_nothing_is_left_when_the_launcher_itself_is_killed(launcher: Launcher) -> None:
    launcher.read_until("Kierros is running")
    with _ends(list(launcher.children().values())):
        launcher.process.kill()


def test_a_port_in_use_is_said_and_nothing_is_touched(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        second = Launcher(tmp_path / "instance", port)
        with second.process:
            said = second.read_until("is in use")
            assert f"Port {port} is in use" in said
            assert second.process.wait(30) == 1
    assert not (tmp_path / "instance").exists()
