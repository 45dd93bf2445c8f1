"""`python -m sync`: a device for a service company's own system, as commands (docs/integrations.md).

Exit codes: 0 done; 1 what was asked is not possible; 2 the command is written wrongly; 3 the server can't be reached or
can't now, try again; 4 signed out, join again; 5 sent, but nothing is read any more; 6 the store can't be used.
"""

import json
import os
import platform
import sqlite3
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from math import isfinite
from pathlib import Path

from sync import codes, commands
from sync.client import Client, NotJoined, OutboxNotEmpty, Outcome, Refused
from sync.commands import Command, Desk, NotPossible, Said
from sync.errors import ProtocolError
from sync.ports import NetworkError, Transport
from sync.recording import TooLong
from sync.store import SqliteStore
from sync.tasks import NotFound
from sync.transport import RequestsTransport
from sync.uuid7 import make_uuid7

BUILD = "python-0.1.0"
MakeTransport = Callable[[str], Transport]

_EXIT = {"done": 0, "failed": 3, "signed_out": 4, "upload_only": 5}
_SERVER_FILE = "server.txt"
_EXPLAINED = {
    "failed": "Try again later; what was recorded is kept.",
    "signed_out": "Join again as the same person; what was recorded is kept.",
    "upload_only": "What waited was sent; nothing is read: the access has ended, or an update is needed.",
}
_REFUSED = (NotFound, NotJoined, NotPossible, OutboxNotEmpty, TooLong)


class Failed(Exception):
    """A command that ends with an exit code and a stable code."""

    def __init__(self, exit_code: int, code: str, detail: str) -> None:
        super().__init__(detail)
        self.exit_code = exit_code
        self.code = code


def main(arguments: Sequence[str] | None = None, make_transport: MakeTransport = RequestsTransport) -> int:
    """Carry out one command; gives the exit code."""
    asked = _parser().parse_args(arguments)
    try:
        said = _carry_out(asked, make_transport)
        _print(said, is_json=asked.json)
        outcome = said.outcome or Outcome("done")
        if outcome.kind != "done":
            raise Failed(_EXIT[outcome.kind], outcome.code or outcome.kind, _EXPLAINED[outcome.kind])
    except Failed as failed:
        _complain(failed, is_json=asked.json)
        return failed.exit_code
    return 0


def _carry_out(asked: Namespace, make_transport: MakeTransport) -> Said:
    try:
        store = SqliteStore(asked.store)
        try:
            return (
                _join(store, asked, make_transport)
                if asked.run is None
                else _run(store, asked, make_transport)
            )
        finally:
            store.close()
    except _REFUSED as error:
        raise Failed(1, error.code, str(error)) from error
    except Refused as error:
        raise Failed(3 if error.code in ("rate_limited", "busy") else 1, error.code, str(error)) from error
    except NetworkError as error:
        raise Failed(3, "network", "The server did not answer.") from error
    except ProtocolError as error:
        raise Failed(1, error.code, error.detail) from error
    except (sqlite3.Error, OSError) as error:
        raise Failed(6, "storage", str(error)) from error


def _run(store: SqliteStore, asked: Namespace, make_transport: MakeTransport) -> Said:
    address = asked.store / _SERVER_FILE
    if not address.exists():
        raise NotJoined("Join first: python -m sync join URL CODE")
    command: Command = asked.run
    return command(_desk(store, make_transport(address.read_text(encoding="utf-8").strip())), asked)


def _join(store: SqliteStore, asked: Namespace, make_transport: MakeTransport) -> Said:
    try:
        transport = make_transport(asked.url)
    except ValueError as error:
        raise Failed(1, "invalid_address", str(error)) from error
    joined = _desk(store, transport).client.join(asked.code, asked.name, asked.language)
    (asked.store / _SERVER_FILE).write_text(asked.url + "\n", encoding="utf-8")
    value = {"person": {"id": joined.person.id, "name": joined.person.name}, "server": joined.server.name}
    return Said(value, [f"Joined {joined.server.name} as {joined.person.name}."])


def _desk(store: SqliteStore, transport: Transport) -> Desk:
    client = Client(store, transport, build=BUILD, now=_now, steady_ms=_steady_ms)
    return Desk(client, _now, lambda: make_uuid7(_now()))


def _now() -> datetime:
    """The own clock with its offset."""
    return datetime.now(UTC).astimezone()


def _steady_ms() -> int:
    return time.monotonic_ns() // 1_000_000


def _print(said: Said, *, is_json: bool) -> None:
    if is_json:
        print(json.dumps(said.value, ensure_ascii=False))
    else:
        print("\n".join(said.text))


def _complain(failed: Failed, *, is_json: bool) -> None:
    error = {"code": failed.code, "detail": str(failed)}
    print(json.dumps({"error": error}) if is_json else f"error: {failed.code}: {failed}", file=sys.stderr)


def _parser() -> ArgumentParser:
    shared = ArgumentParser(add_help=False)
    default = Path(os.environ.get("KIERROS_STORE") or Path.home() / ".kierros")
    shared.add_argument(
        "--store", type=Path, default=default, metavar="DIR", help="where this device keeps its data"
    )
    shared.add_argument("--json", action="store_true", help="answer in JSON")
    parser = ArgumentParser(prog="python -m sync", description="A Kierros device, for scripts.")
    kinds = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, run: Command | None, about: str) -> ArgumentParser:
        made = kinds.add_parser(name, parents=[shared], help=about, description=about)
        made.set_defaults(run=run)
        return made

    join = add("join", None, "join a server with a one-time code")
    join.add_argument("url", metavar="URL", help="for example https://kierros.example")
    join.add_argument("code", metavar="CODE", help="from a supervisor")
    join.add_argument("--name", default=platform.node() or "python", help="what supervisors call this device")
    join.add_argument("--language", default="en", help="for example fi")
    for name, run, about in (
        ("pull", commands.pull, "send what waits and read what has changed"),
        ("push", commands.push, "only send what waits"),
    ):
        sync = add(name, run, about)
        sync.add_argument("--retry", action="store_true", help="also send what was set aside")
    tasks = add("tasks", commands.tasks, "rounds of a day and open orders")
    tasks.add_argument("--on", metavar="YYYY-MM-DD", help="another day than today")
    _add_records(add)
    add("status", commands.status, "what waits, and when everything had come")
    add("export", commands.export, "write what was recorded into a file").add_argument("file", metavar="FILE")
    return parser


def _add_records(add: Callable[[str, Command | None, str], ArgumentParser]) -> None:
    tick = add("tick", commands.tick, "a visit is done")
    tick.add_argument("visit", metavar="VISIT")
    skip = add("skip", commands.skip, "a visit could not be done")
    skip.add_argument("visit", metavar="VISIT")
    skip.add_argument(
        "reason", metavar="REASON", choices=codes.SKIP_REASONS, help=", ".join(codes.SKIP_REASONS)
    )
    complete = add("complete", commands.complete, "an order is done")
    complete.add_argument("order", metavar="ORDER", help="its id or number")
    complete.add_argument("--result", choices=codes.ORDER_RESULTS, default="fixed")
    use = add("use", commands.use, "so much of a product was used")
    use.add_argument("product", metavar="PRODUCT", help="its id, GTIN or name")
    use.add_argument("amount", metavar="AMOUNT", type=_amount, help="in the product's unit, ml or g")
    use.add_argument("--property", help="where; otherwise that of the round or order")
    use.add_argument("--round", help="in which round")
    use.add_argument("--order", help="for which order, by its id or number")
    use.add_argument("--reason", choices=codes.ECO_REASONS, help="why no product with an eco-label")
    for timed in (tick, complete):
        timed.add_argument("--minutes", type=int, help="how long it took")
    for worded in (tick, skip, complete, use):
        worded.add_argument("--text", help="a note")


def _amount(text: str) -> int | float:
    number = float(text)
    if not isfinite(number):
        raise ValueError("not an amount")
    return int(number) if number.is_integer() else number
