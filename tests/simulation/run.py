"""One run: a seed, a world, some phones, and steps until it is enough; then quiescence, and the invariants.

The seed decides which faults this run knows and how often they strike; each step draws from a generator of its own, so
that the trace of a failing run can be shortened by leaving steps out.
"""

from __future__ import annotations

import json
import shutil
import traceback
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random

from tests.simulation.chance import BEGIN, Chance
from tests.simulation.character import draw_character
from tests.simulation.checks import check_all, check_server
from tests.simulation.clients import Answer, Json, Killed, MakeClient
from tests.simulation.desk import Desk
from tests.simulation.invariants.answers import check_answer, i11_who_may_have_missed_a_removal_begins_anew
from tests.simulation.invariants.kept import i1_receipts_tell_what_waits
from tests.simulation.invariants.versions import i6_versions_grow
from tests.simulation.invariants.violation import Violation
from tests.simulation.network import Network, Sent, request_body
from tests.simulation.phone import Phone, make_phone
from tests.simulation.quiescence import quiet_down
from tests.simulation.recording import record
from tests.simulation.season import let_a_season_pass
from tests.simulation.server import HttpReply, Server
from tests.simulation.steps import STEPS
from tests.simulation.tables import Tables
from tests.simulation.witness import Witness

PHONES_MAX = 3


@dataclass(slots=True)
class Result:
    """How a run went."""

    seed: str
    violation: str | None
    trace: list[str]
    counts: Counter[str]
    injected: Counter[str]
    checked: Counter[str]
    left_out: frozenset[int] = frozenset()


@dataclass(slots=True)
class Run:
    """Everything of one run. `left_out`: numbers of steps that are passed over."""

    server: Server
    chance: Chance
    make_client: MakeClient
    seed: str
    folder: Path
    left_out: frozenset[int] = frozenset()
    trace: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    checked: Counter[str] = field(default_factory=Counter)
    results: dict[str, str] = field(default_factory=dict)
    """Status by operation, as the server has told it in the history that counts."""
    seen_entries: dict[tuple[str, str], tuple[int, int, bool]] = field(default_factory=dict)
    seen_heads: dict[str, int] = field(default_factory=dict)
    phones: list[Phone] = field(default_factory=list)
    network: Network = field(init=False)
    desk: Desk = field(init=False)
    tables: Tables = field(init=False)
    witness: Witness = field(init=False)
    answers: list[tuple[Json, list[Json], int]] = field(default_factory=list)
    """Header, lines and size of what the server has answered to syncs."""
    has_moved: bool = False
    """Whether anything happened at the server that a sync under way may not have seen."""

    def go(self) -> Result:
        """Play it."""
        violation = None
        self.trace.append(f"seed {self.seed}")
        try:
            self._begin()
            self._play()
        except Violation as error:
            violation = str(error)
        except (Exception, Killed) as error:  # noqa: BLE001 - a crash of a client is a finding like any other
            violation = f"fault: {type(error).__name__}: {error}\n{_where(error)}"
        finally:
            for phone in self.phones:
                phone.client.close()
            shutil.rmtree(self.folder, ignore_errors=True)
        injected = self.network.injected
        self.counts["restores of older backups"] = self.desk.restores
        self.counts["restores by the command itself"] = self.desk.restores_by_command
        self.counts["requests"] = self.network.requests
        return Result(
            self.seed,
            violation,
            self.trace,
            self.counts,
            injected,
            self.checked,
            self.left_out,
        )

    def beyond_promise(self, phone: Phone, ids: Collection[str]) -> set[str]:
        """Those that a device was allowed to forget, and that an even older backup then did not have."""
        if not self.desk.restores:
            return set()
        return phone.forgiven.intersection(ids)

    def _begin(self) -> None:
        self.chance.begin(self.seed, BEGIN)
        self.server.begin()
        self.folder.mkdir(parents=True)
        self.network = Network(self.server, self.chance, self._on_answer, self._meanwhile)
        self.desk = Desk(self.server, self.chance)
        self.tables = Tables(self.server, self.desk)
        self.witness = Witness(self.server, self.desk)
        random = Random(f"{self.seed}/phones")
        persons = random.choices(self.server.world.workers, k=random.randint(1, PHONES_MAX))
        for number, person in enumerate(persons):
            self.phones.append(
                make_phone(
                    self.make_client,
                    f"phone{number}",
                    person,
                    self.seed,
                    self.folder,
                    self.chance,
                    self._sender,
                )
            )
        i6_versions_grow(self)

    def _play(self) -> None:
        character = draw_character(Random(f"{self.seed}/character"), Random(f"{self.seed}/younger"))
        self.server.set_sizes(character.page_bytes, character.snapshot_from, 2_000)
        names = sorted(character.likelihoods)
        weights = [character.likelihoods[name] for name in names]
        for number in range(1, character.steps + 1):
            if number in self.left_out:
                continue
            random = Random(f"{self.seed}/{number}")
            self.chance.begin(f"{self.seed}/{number}", self.chance.now)
            self.chance.pass_time(_some_time(random, character.pace))
            self.network.random = Random(f"{self.seed}/{number}/network")
            self.network.weather = character.weather
            self.network.notes = []
            name = random.choices(names, weights)[0]
            self.has_moved = False
            self.trace.append(f"{number:4} {self.chance.now:%m-%d %H:%M:%S} {name}")
            what = STEPS[name](self, random)
            if what is None:
                self.trace.pop()
                continue
            self.counts["steps"] += 1
            notes = f" [{', '.join(self.network.notes)}]" if self.network.notes else ""
            self.trace[-1] += f": {what}{notes}"
            check_server(self)
        self.chance.begin(f"{self.seed}/quiet", self.chance.now)
        self.trace.append("     quiescence")
        self._end()

    def _end(self) -> None:
        quiet_down(self)
        check_all(self)
        let_a_season_pass(self)

    # What the network calls.

    def _sender(self, name: str) -> Callable[..., Answer]:
        def send(method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
            return self.network.send(name, method, path, headers, body)

        return send

    def _on_answer(self, sent: Sent, reply: HttpReply) -> None:
        if sent.path != "/api/sync" or reply.status != 200:
            return
        asked = json.loads(request_body(sent))
        said = [json.loads(line) for line in reply.body.splitlines()]
        check_answer(self, asked, said, len(reply.body))
        if self.server.database.has_order:
            i11_who_may_have_missed_a_removal_begins_anew(self, asked, said[0])
        header, *lines, _ = said
        self.answers.append((header, lines, len(reply.body)))
        for phone in self.phones:
            if phone.name == sent.device and self.network.is_live:
                i1_receipts_tell_what_waits(self, phone, asked)
                phone.note_answer(header)

    def _meanwhile(self, device: str, random: Random) -> None:
        """Something happens while a phone waits for an answer: at the desk, or in another tab of its own."""
        self.has_moved = True
        phone = next(phone for phone in self.phones if phone.name == device)
        if random.random() < 0.3 and phone.is_joined:
            self.network.notes.append(f"meanwhile: {record(self, phone, random, tab=1)}")
            return
        name = random.choice(
            ("change_districts", "assign_order", "cancel_order", "reassign_round", "run_jobs")
        )
        self.network.notes.append(f"meanwhile: {self.desk.do(name, random)}")


def _some_time(random: Random, pace: timedelta) -> timedelta:
    return timedelta(milliseconds=int(random.expovariate(1.0) * pace.total_seconds() * 1000))


def _where(error: BaseException) -> str:
    return "".join(traceback.format_tb(error.__traceback__)[-8:])
