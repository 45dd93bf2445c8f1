"""Gunicorn and the timetable as child processes: started together, stopped together, none left behind."""

from __future__ import annotations

import ctypes
import http.client
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import closing

import click

from server.config import REPOSITORY

HOST = "127.0.0.1"
_WORKERS = 2
_THREADS = 8
_HEALTH_TRIES_MAX = 300
_HEALTH_TRY_SECONDS = 0.1
_STOP_SECONDS_MAX = 15
_PR_SET_PDEATHSIG = 1
"""prctl(2) of Linux: the signal that a process gets when its parent dies."""


def is_free(port: int) -> bool:
    """Whether nobody listens on the port yet."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def gunicorn_command(port: int, application: str = "server:create_app()") -> list[str]:
    """What starts the web server; bench/ serves other applications the same way, to compare them."""
    options = {
        "bind": f"{HOST}:{port}",
        "workers": _WORKERS,
        "worker-class": "gthread",
        "threads": _THREADS,
        "graceful-timeout": _STOP_SECONDS_MAX - 5,
        "log-level": "warning",
    }
    named = [f"--{name}={value}" for name, value in options.items()]
    return [
        sys.executable,
        "-m",
        "gunicorn",
        *named,
        "--preload",
        "--no-control-socket",
        application,
    ]


class Processes:
    """The running server. Signals and the end of a child wake it; between these it sleeps."""

    def __init__(self, port: int, environment: Mapping[str, str]) -> None:
        self._port = port
        self._environment = dict(environment)
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._woken = threading.Event()
        self._is_asked_to_stop = False

    def run(self, when_healthy: Callable[[], None]) -> int:
        """Start both, call `when_healthy` once the server answers, stop both when asked to or when one of them ends.

        Returns 0 when asked to stop by Ctrl-C or SIGTERM, 1 when a process ended by itself or never answered.
        """
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._on_stop)
        signal.signal(signal.SIGCHLD, self._on_child)
        try:
            self._start("server", gunicorn_command(self._port))
            self._start("timetable", [sys.executable, "-m", "server.jobs"])
            if self._wait_until_healthy():
                when_healthy()
                self._wait_for_end()
        finally:
            self._stop()
        return 0 if self._is_asked_to_stop else 1

    def _on_stop(self, _number: int, _frame: object) -> None:
        self._is_asked_to_stop = True
        self._woken.set()

    def _on_child(self, _number: int, _frame: object) -> None:
        self._woken.set()

    def _start(self, name: str, command: list[str]) -> None:
        # A session of its own: Ctrl-C reaches this process only, which then ends the others in good order.
        self._children[name] = subprocess.Popen(
            command,
            cwd=REPOSITORY,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_end_with_parent  # noqa: PLW1509 - before any thread is made
            if sys.platform == "linux"
            else None,
        )

    def _is_over(self) -> bool:
        for name, child in self._children.items():
            if child.poll() is not None and not self._is_asked_to_stop:
                click.echo(f"The {name} ended by itself with code {child.returncode}.", err=True)
                return True
        return self._is_asked_to_stop

    def _wait_until_healthy(self) -> bool:
        for _ in range(_HEALTH_TRIES_MAX):
            if self._is_over():
                return False
            if _is_healthy(self._port):
                return True
            self._woken.clear()
            self._woken.wait(_HEALTH_TRY_SECONDS)
        click.echo("The server does not answer.", err=True)
        return False

    def _wait_for_end(self) -> None:
        while not self._is_over():
            self._woken.wait()
            self._woken.clear()

    def _stop(self) -> None:
        for child in self._children.values():
            child.terminate()
        for child in self._children.values():
            try:
                child.wait(_STOP_SECONDS_MAX)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def _is_healthy(port: int) -> bool:
    with closing(http.client.HTTPConnection(HOST, port, timeout=5)) as connection:
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False


def _end_with_parent() -> None:
    """In the child: end when the launcher is killed in a way that leaves it no time to stop its children."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
