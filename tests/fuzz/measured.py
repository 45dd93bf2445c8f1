"""One end of the protocol in a process of its own, which tells the most memory it has ever held.

    python -m tests.fuzz.measured server FOLDER            the Flask application over SQLite, on a free port of loopback
    python -m tests.fuzz.measured client FOLDER ADDRESS    the Python client, with an operation that waits

It prints a line of JSON when it is ready, and one after each line that it reads: for the client, after a sync.
"""

from __future__ import annotations

import json
import resource
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any


class Measured:
    """The process as its parent sees it."""

    def __init__(self, process: Popen[str]) -> None:
        self._process = process
        self.ready: dict[str, Any] = self._read()

    def next(self) -> dict[str, Any]:
        """Let it go on by one step; gives what it says. `peak_kib` is the most memory so far, in KiB."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return self._read()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the process has ended"
        said: dict[str, Any] = json.loads(line)
        return said


@contextmanager
def measured(*arguments: str) -> Iterator[Measured]:
    """The process for as long as a `with` lasts."""
    with Popen(
        [sys.executable, "-m", __name__, *arguments],
        stdin=PIPE,
        stdout=PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as process:
        try:
            yield Measured(process)
        finally:
            process.kill()


def _peak_kib() -> int:
    """The most memory that this program has held. Where there is one, Linux's own count: `getrusage` counts what the
    parent held before this program took its place."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text(encoding="ascii").partition("VmHWM:")[2].split()[0])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _say(**what: Any) -> None:
    peak_kib = _peak_kib()
    print(json.dumps({"peak_kib": peak_kib, **what}), flush=True)


def _serve(folder: Path) -> None:
    from werkzeug.serving import WSGIRequestHandler, make_server

    from server import create_app
    from server.config import Settings
    from server.database import db, transaction
    from server.feed.history import begin_history
    from tests.device import make_join_code
    from tests.fuzz.contents import contents
    from tests.world import make_world

    database = f"sqlite:///{folder / 'kierros.sqlite'}"
    app = create_app(Settings(instance_path=folder, database_url=database, secret_key="test"))
    app.config["KIERROS_JOIN_LIMIT"] = "100000 per minute"

    class Quiet(WSGIRequestHandler):
        def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002
            """Say nothing."""

    with app.app_context():
        db.create_all()
        with transaction() as session:
            begin_history(session)
        with transaction() as session:
            world = make_world(session)
        codes = [make_join_code(world.cleaner) for _ in range(2)]
        serving = make_server("127.0.0.1", 0, app, request_handler=Quiet)
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        _say(port=serving.server_port, codes=codes, person=world.cleaner, round=world.round)
        for _ in sys.stdin:
            _say(rows={table: len(rows) for table, rows in contents().items()})


def _sync(folder: Path, address: str) -> None:
    from sync.operations import RoundTick
    from sync.transport import RequestsTransport
    from tests.sync.client.fakes import ROUND, VISIT, Device

    device = Device(folder)
    device.network.send = RequestsTransport(address).send  # type: ignore[method-assign]
    device.client.record(RoundTick(VISIT), ROUND)
    _say()
    for _ in sys.stdin:
        outcome = device.client.sync()
        _say(
            kind=outcome.kind, code=outcome.code, states=device.states(), cursor=dict(device.client.cursor())
        )


if __name__ == "__main__":
    if sys.argv[1] == "server":
        _serve(Path(sys.argv[2]))
    else:
        _sync(Path(sys.argv[2]), sys.argv[3])
