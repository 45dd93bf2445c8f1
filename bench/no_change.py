"""A sync in which nothing has changed: its bytes, its time, and the CPU time that it takes the server.

Beside it, in turns: the smallest Flask application under the same web server, which is the least that any request to it
costs, and the server's own health check, which does as little as a request that asks the database can.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import requests

from bench.device import Device, wire_bytes
from bench.figures import Row, middle, ratio, spread, table
from bench.served import Served

_ROUNDS = 10
_REQUESTS_A_ROUND = 150
_WARM_UP_REQUESTS = 100


@dataclass(slots=True)
class _Asked:
    """What is asked again and again, and what it costs: milliseconds a request, and of CPU a round of requests."""

    what: str
    served: Served
    ask: Callable[[], requests.Response]
    spans_ms: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)

    def ask_often(self) -> None:
        before_ms = self.served.cpu_ms()
        for _ in range(_REQUESTS_A_ROUND):
            began = time.perf_counter()
            self.ask()
            self.spans_ms.append((time.perf_counter() - began) * 1_000)
        self.cpu_ms.append((self.served.cpu_ms() - before_ms) / _REQUESTS_A_ROUND)


def report(title: str, served: Served, trivial: Served, device: Device) -> str:
    """Bytes, milliseconds and CPU of a sync that brings nothing, for a device that has read everything."""
    device.read_all()
    session = device.session
    sync = _Asked("sync", served, device.ask)
    health = _Asked("health check", served, lambda: session.get(f"{served.url}/healthz", timeout=30))
    least = _Asked("the smallest Flask route", trivial, lambda: session.get(f"{trivial.url}/", timeout=30))
    asked = (sync, health, least)
    for one in asked:
        for _ in range(_WARM_UP_REQUESTS):
            one.ask()
    for _ in range(_ROUNDS):
        for one in asked:
            one.ask_often()
    answer = device.ask()
    lines = len(answer.content.splitlines())
    least_ms, least_cpu_ms = middle(least.spans_ms), middle(least.cpu_ms)
    rows: list[Row] = [
        ("what", "value", "middle half", "beside the limit"),
        ("request body, bytes", f"{len(answer.request.body or b''):,}", "", ""),
        ("answer body, bytes on the wire", f"{wire_bytes(answer):,}", "", ""),
    ]
    for one in asked:
        span_ms = middle(one.spans_ms)
        rows.append(
            (f"{one.what}, ms (median)", f"{span_ms:.2f}", spread(one.spans_ms), ratio(span_ms, least_ms))
        )
    for one in asked:
        cpu_ms = middle(one.cpu_ms)
        rows.append(
            (
                f"{one.what}, CPU of the server, ms a request",
                f"{cpu_ms:.2f}",
                spread(one.cpu_ms),
                ratio(cpu_ms, least_cpu_ms),
            )
        )
    return table(f"Nothing changed, {title}: one request, {lines} lines", rows)
