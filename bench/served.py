"""An application under the same web server, with the same options, as `make run` starts; and the CPU time it takes."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from server.config import REPOSITORY
from server.launch.processes import HOST, gunicorn_command

_START_TRIES_MAX = 600
_START_TRY_SECONDS = 0.1
_STOP_SECONDS_MAX = 30
_TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


class Served:
    """A running gunicorn on loopback, without the timetable, which would work in between."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self._process = process
        self._port = port
        self.url = f"http://{HOST}:{port}"

    def cpu_ms(self) -> float:
        """CPU time of all its processes since they started, user and system; Linux counts in steps of 10 ms."""
        ticks = sum(map(_ticks, (self._process.pid, *_children(self._process.pid))))
        return ticks * 1_000 / _TICKS_PER_SECOND

    def wait(self, log: Path) -> None:
        """Wait until it answers, whatever it answers."""
        for _ in range(_START_TRIES_MAX):
            if self._process.poll() is not None:
                break
            with closing(http.client.HTTPConnection(HOST, self._port, timeout=5)) as connection:
                try:
                    connection.request("GET", "/healthz")
                    connection.getresponse()
                    return
                except (OSError, http.client.HTTPException):
                    time.sleep(_START_TRY_SECONDS)
        raise RuntimeError(f"the server did not start:\n{log.read_text()[-4000:]}")


@contextmanager
def serving(
    folder: Path, environment: Mapping[str, str], application: str = "server:create_app()"
) -> Iterator[Served]:
    """Serve an application; its output goes to a file in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    port = _free_port()
    log = folder / "server.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            gunicorn_command(port, application),
            cwd=REPOSITORY,
            env={**environment},
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        served = Served(process, port)
        served.wait(log)
        yield served
    finally:
        process.terminate()
        process.wait(_STOP_SECONDS_MAX)


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _ticks(pid: int) -> int:
    """proc(5): fields 14 and 15, utime and stime. The name before them may hold anything but its closing bracket."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
