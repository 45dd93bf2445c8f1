"""A run in which phones and the desk really act at once: threads over PostgreSQL, transaction against transaction.

Each thread draws from a generator of its own, but who comes first is decided by the machine: such a run is not played
again exactly, and what it finds is found by what must hold in the end.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from tests.simulation.clients import Answer, Killed
from tests.simulation.invariants.versions import i6_nothing_comes_in_below, i6_versions_grow
from tests.simulation.network import Network, Weather
from tests.simulation.phone import Phone
from tests.simulation.recording import record
from tests.simulation.run import Run
from tests.simulation.syncing import sync

STEPS_A_THREAD = 18
_JOIN_SECONDS_MAX = 120
_FAULTS = (
    "request_lost",
    "request_delayed",
    "request_doubled",
    "response_lost",
    "response_cut",
    "phone_killed_while_reading",
    "captive_portal",
    "proxy_413",
    "proxy_500",
)
"""Those of one connection; the server's own faults would strike whoever is there."""
_DESK = (
    "assign_order",
    "cancel_order",
    "merge_orders",
    "new_order",
    "reassign_round",
    "approve_entries",
    "return_one",
    "decide_one",
    "change_districts",
    "run_jobs",
)


@dataclass(slots=True)
class RunAtOnce(Run):
    """Like a run, but for the order of things, which is nobody's."""

    networks: dict[str, Network] = field(default_factory=dict)
    errors: list[BaseException] = field(default_factory=list)

    def _play(self) -> None:
        self.server.set_sizes(Random(f"{self.seed}/pages").choice((1024 * 1024, 4000)), 1000, 1024 * 1024)
        self.has_moved = True
        acts: list[Callable[[], None]] = [lambda phone=phone: self._live(phone) for phone in self.phones]
        acts += [lambda number=number: self._rule(number) for number in range(2)]
        threads = [self._thread(act) for act in acts]
        watch = self._thread(lambda: self._watch_versions(threads))
        for thread in (*threads, watch):
            thread.start()
        for thread in (*threads, watch):
            thread.join(_JOIN_SECONDS_MAX)
        if self.errors:
            raise self.errors[0]
        for network in self.networks.values():
            self.network.injected += network.injected
            self.network.requests += network.requests
            self.network.delayed += network.delayed
        self.networks.clear()
        self.trace.append("     quiescence")
        i6_versions_grow(self)
        self._end()

    def _sender(self, name: str) -> Callable[..., Answer]:
        def send(method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
            network = self.networks.get(name, self.network)
            return network.send(name, method, path, headers, body)

        return send

    def _thread(self, act: Callable[[], None]) -> threading.Thread:
        return threading.Thread(target=self._guarded, args=(act,), daemon=True)

    def _guarded(self, act: Callable[[], None]) -> None:
        try:
            act()
        except BaseException as error:  # noqa: BLE001 - whatever it is, the run has failed
            self.errors.append(error)

    def _live(self, phone: Phone) -> None:
        """A phone's own thread."""
        random = Random(f"{self.seed}/{phone.name}")
        weather = Weather(random.choice((0.0, 0.2, 0.4)), _FAULTS)
        self.networks[phone.name] = Network(
            self.server, self.chance, self._on_answer, self._meanwhile, random, weather
        )
        for _ in range(STEPS_A_THREAD):
            self.chance.pass_time(timedelta(seconds=random.randint(1, 600)))
            if phone.is_joined and random.random() < 0.5:
                record(self, phone, random)
                phone.note_entries()
            else:
                self._sync_while_others_do(phone)
            self.counts["steps"] += 1
        # Connections belong to their thread: whoever comes next opens new ones.
        phone.restart()

    def _sync_while_others_do(self, phone: Phone) -> None:
        try:
            self.has_moved = True
            sync(self, phone)
        except Killed:
            phone.restart()

    def _rule(self, number: int) -> None:
        """A desk's own thread."""
        random = Random(f"{self.seed}/desk/{number}")
        for _ in range(STEPS_A_THREAD):
            self.chance.pass_time(timedelta(seconds=random.randint(1, 900)))
            self.desk.do(random.choice(_DESK), random)
            self.counts["steps"] += 1

    def _watch_versions(self, others: Sequence[threading.Thread]) -> None:
        """A reader beside them all, to the end: what it has read up to a version, it has read for good (I6)."""
        read: dict[str, tuple[int, set[tuple[str, int]]]] = {}
        while any(thread.is_alive() for thread in others):
            i6_nothing_comes_in_below(self, read)
