"""The network between phones and the server: it loses, doubles, delays, cuts and counterfeits, by chance."""

from __future__ import annotations

import gzip
import zlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from tests.simulation.clients import Answer, Ending, NoNetwork
from tests.simulation.server import Crash, HttpReply, Server, ServerKilled

if TYPE_CHECKING:
    from tests.simulation.chance import Chance

PORTAL = b"<!doctype html><title>Tervetuloa!</title><p>Kirjaudu verkkoon.</p>\n" * 3
KEPT_REQUESTS_MAX = 40

FAULTS = (
    "request_lost",
    "request_delayed",
    "request_doubled",
    "response_lost",
    "response_cut",
    "phone_killed_while_reading",
    "captive_portal",
    "proxy_413",
    "proxy_429",
    "proxy_500",
    "proxy_502",
    "server_killed_at_statement",
    "server_killed_before_commit",
    "server_killed_after_commit",
    "server_disk_full",
    "server_overloaded",
    "server_refuses_to_commit",
    "something_else_meanwhile",
)
"""What may happen to one request."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A request as it went over the wire: it may be delivered again at any time."""

    device: str
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(slots=True)
class Weather:
    """What the network is like now. `likelihood`: of a fault, by request; `kinds`: which ones."""

    likelihood: float = 0.0
    kinds: tuple[str, ...] = FAULTS


@dataclass(slots=True)
class Network:
    """All connections of a run."""

    server: Server
    chance: Chance
    on_answer: Callable[[Sent, HttpReply], None]
    """Called with whatever the server says, whether it arrives or not."""
    meanwhile: Callable[[str, Random], None]
    """Lets something else happen while a device waits for an answer."""
    random: Random = field(default_factory=Random)
    weather: Weather = field(default_factory=Weather)
    injected: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    """What happened to the requests of this step, for the trace."""
    delayed: list[Sent] = field(default_factory=list)
    past: list[Sent] = field(default_factory=list)
    broken_off: set[str] = field(default_factory=set)
    """Devices that read a part of an answer only, and nothing whole since."""
    requests: int = 0
    is_live: bool = True
    """Whether a phone waits for the answer that is being made."""

    def send(self, device: str, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """One request of a device. Raises NoNetwork."""
        self.requests += 1
        self.chance.pass_time(timedelta(milliseconds=self.random.randint(20, 1500)))
        sent = Sent(device, method, path, dict(headers), body)
        fault = self._fault()
        if fault is None:
            return _answer(self._deliver(sent))
        self.injected[fault] += 1
        self.notes.append(fault)
        handler: Callable[[Sent], Answer] = getattr(self, f"_{fault}")
        return handler(sent)

    def redeliver(self, random: Random) -> str | None:
        """Deliver an old request once more, or one that was held up; nobody waits for the answer."""
        if self.delayed and (random.random() < 0.7 or not self.past):
            sent = self.delayed.pop(random.randrange(len(self.delayed)))
            what = "late_delivery"
        elif self.past:
            sent = random.choice(self.past)
            what = "old_request_again"
        else:
            return None
        self.injected[what] += 1
        self.is_live = False
        try:
            self._deliver(sent)
        except NoNetwork:
            pass
        finally:
            self.is_live = True
        return f"{what} of {sent.device}"

    def _fault(self) -> str | None:
        if self.random.random() >= self.weather.likelihood or not self.weather.kinds:
            return None
        return self.random.choice(self.weather.kinds)

    def _deliver(self, sent: Sent) -> HttpReply:
        self._keep(sent)
        try:
            reply = self.server.answer(sent.method, sent.path, sent.headers, sent.body)
        except ServerKilled:
            raise NoNetwork from None
        finally:
            self.server.plan(None)
            self.server.is_full = False
            self.server.is_busy = self.server.refusals = 0
        self.on_answer(sent, reply)
        return reply

    def _keep(self, sent: Sent) -> None:
        self.past.append(sent)
        if len(self.past) > KEPT_REQUESTS_MAX:
            del self.past[self.random.randrange(len(self.past))]

    # One method a fault.

    def _request_lost(self, _sent: Sent) -> Answer:
        raise NoNetwork

    def _request_delayed(self, sent: Sent) -> Answer:
        self.delayed.append(sent)
        raise NoNetwork

    def _request_doubled(self, sent: Sent) -> Answer:
        first = self._deliver(sent)
        second = self._deliver(sent)
        return _answer(self.random.choice((first, second)))

    def _response_lost(self, sent: Sent) -> Answer:
        self._deliver(sent)
        raise NoNetwork

    def _response_cut(self, sent: Sent) -> Answer:
        return self._cut(sent.device, _answer(self._deliver(sent)), Ending.CUT)

    def _phone_killed_while_reading(self, sent: Sent) -> Answer:
        return self._cut(sent.device, _answer(self._deliver(sent)), Ending.KILLED)

    def _captive_portal(self, _sent: Sent) -> Answer:
        return Answer(200, {"content-type": "text/html"}, PORTAL)

    def _proxy_413(self, _sent: Sent) -> Answer:
        return Answer(413, {"content-type": "text/html"}, b"<h1>413</h1>")

    def _proxy_429(self, _sent: Sent) -> Answer:
        return Answer(429, {"content-type": "text/plain", "retry-after": "3"}, b"slow down")

    def _proxy_500(self, _sent: Sent) -> Answer:
        return Answer(500, {"content-type": "text/html"}, b"<h1>500</h1>")

    def _proxy_502(self, _sent: Sent) -> Answer:
        return Answer(502, {"content-type": "text/html"}, b"<h1>502</h1>")

    def _server_killed_at_statement(self, sent: Sent) -> Answer:
        return self._crash(sent, Crash("statement", self.random.randint(1, 60)))

    def _server_killed_before_commit(self, sent: Sent) -> Answer:
        return self._crash(sent, Crash("before_commit", 1))

    def _server_killed_after_commit(self, sent: Sent) -> Answer:
        return self._crash(sent, Crash("after_commit", 1))

    def _server_disk_full(self, sent: Sent) -> Answer:
        self.server.is_full = True
        return _answer(self._deliver(sent))

    def _server_overloaded(self, sent: Sent) -> Answer:
        self.server.is_busy = self.random.choice((1, 3, 5))
        return _answer(self._deliver(sent))

    def _server_refuses_to_commit(self, sent: Sent) -> Answer:
        self.server.refusals = self.random.choice((1, 2, 3))
        return _answer(self._deliver(sent))

    def _something_else_meanwhile(self, sent: Sent) -> Answer:
        self.meanwhile(sent.device, self.random)
        reply = self._deliver(sent)
        if self.random.random() < 0.5:
            self.meanwhile(sent.device, self.random)
        return _answer(reply)

    def _crash(self, sent: Sent, crash: Crash) -> Answer:
        self.server.plan(crash)
        return _answer(self._deliver(sent))

    def _cut(self, device: str, answer: Answer, ending: Ending) -> Answer:
        self.broken_off.add(device)
        length = self.random.randint(0, len(answer.body))
        if self.random.random() < 0.3:
            # At the end of a line, which is the likeliest place to go wrong.
            length = answer.body.find(b"\n", length) + 1
        return Answer(answer.status, answer.headers, answer.body[:length], ending)


def _answer(reply: HttpReply) -> Answer:
    body = reply.body
    headers = dict(reply.headers)
    if headers.pop("content-encoding", "") == "gzip":
        body = gzip.decompress(body)
        headers.pop("content-length", None)
    return Answer(reply.status, headers, body)


def request_body(sent: Sent) -> bytes:
    """A request's body, decompressed."""
    encoding = {name.lower(): value for name, value in sent.headers.items()}.get("content-encoding")
    return zlib.decompress(sent.body, 16 + zlib.MAX_WBITS) if encoding == "gzip" else sent.body
