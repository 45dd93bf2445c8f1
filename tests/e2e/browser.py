"""A real Chromium with a profile of its own that can be killed like a phone that runs out of battery."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO

from playwright.sync_api import Browser, BrowserContext, Error, Playwright

_FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-port=0",
    "--window-size=390,844",
)
_START_SECONDS_MAX = 30
_LIFE_SECONDS_MAX = 300
"""Longer than any test needs. Calls of the debugging protocol know no time limit: they fail when the browser ends."""


def chromium_path() -> str:
    """Where Debian's Chromium is."""
    path = shutil.which("chromium")
    assert path, "Chromium is missing: `make test` installs it"
    return path


class Chromium:
    """One browser process on one profile folder."""

    def __init__(self, playwright: Playwright, profile: Path) -> None:
        self._playwright = playwright
        self.profile = profile
        self._process: subprocess.Popen[str] | None = None
        self._browser: Browser | None = None
        self._watchdog = threading.Timer(0, lambda: None)
        self._is_overdue = False

    def start(self) -> BrowserContext:
        """Start the process on the profile as it lies there; gives the context in which its storage lives."""
        self._process = subprocess.Popen(
            [chromium_path(), *_FLAGS, f"--user-data-dir={self.profile}", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self._watch(self._process, _START_SECONDS_MAX)
        address = self._debugging_address()
        self._watch(self._process, _LIFE_SECONDS_MAX)
        self._browser = self._playwright.chromium.connect_over_cdp(address)
        return self._browser.contexts[0]

    def kill(self) -> None:
        """End the process and its children at once, with nothing saved or closed."""
        if self._process is None:
            return
        self._watchdog.cancel()
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(_START_SECONDS_MAX)
        self._process = None
        if self._browser is not None:
            _ignoring_lost_connection(self._browser.close)
        for name in ("SingletonLock", "SingletonCookie", "SingletonSocket"):
            (self.profile / name).unlink(missing_ok=True)
        assert not self._is_overdue, (
            f"Chromium was ended after {_LIFE_SECONDS_MAX} s: something waited for ever"
        )

    def _watch(self, process: subprocess.Popen[str], seconds: int) -> None:
        """End the process unless it is watched anew or killed before: whatever waits for it then fails."""

        def end() -> None:
            if process.poll() is None:
                self._is_overdue = True
                os.killpg(process.pid, signal.SIGKILL)

        self._watchdog.cancel()
        self._watchdog = threading.Timer(seconds, end)
        self._watchdog.daemon = True
        self._watchdog.start()

    def _debugging_address(self) -> str:
        assert self._process is not None
        assert self._process.stderr is not None
        for line in self._process.stderr:
            if line.startswith("DevTools listening on "):
                # A full pipe would stop the browser.
                threading.Thread(target=_drain, args=(self._process.stderr,), daemon=True).start()
                return line.removeprefix("DevTools listening on ").strip()
        raise AssertionError("Chromium ended, or was ended after some time, without saying where it listens")


def _drain(pipe: IO[str]) -> None:
    with pipe:
        for _ in pipe:
            pass


def _ignoring_lost_connection(close: Callable[[], None]) -> None:
    try:
        close()
    except Error:
        return
