"""One run: a seed, a world, some phones, and steps until it is enough; then quiescence, and the invariants.

The seed decides which faults this run knows and how often they strike; each step draws from a generator of its own, so
that the trace of a failing run can be shortened by leaving steps out.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random

from tests.simulation import invariants
from tests.simulation.chance import BEGIN, Chance
from tests.simulation.clients import Answer, Json, Killed, MakeClient, NoNetwork, QuotaExceeded
from tests.simulation.desk import Desk
from tests.simulation.invariants import Violation, require
from tests.simulation.network import FAULTS, Network, Sent, Weather, request_body
from tests.simulation.oracle import Alert, Arrival, Inspected, Oracle, Order, Round, Visit, expected_scope
from tests.simulation.phone import Phone, make_phone
from tests.simulation.season import let_a_season_pass
from tests.simulation.server import HttpReply, Server
from tests.simulation.witness import Witness
from tests.simulation.work import CREATING, choose_deed, foreign_operation

PHONES_MAX = 3
STEPS_MAX = 90
QUIET_ROUNDS_MAX = 12
RETENTION = timedelta(days=91)


@dataclass(frozen=True, slots=True)
class Character:
    """What kind of run a seed makes: drawn once, before the first step."""

    steps: int
    weather: Weather
    likelihoods: dict[str, float]
    pace: timedelta
    page_bytes: int
    snapshot_from: int
    """How many documents a bucket must have to be offered as files."""


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
    witness: Witness = field(init=False)
    _answers: list[tuple[Json, list[Json], int]] = field(default_factory=list)
    _inbox: set[str] = field(default_factory=set)
    _has_moved: bool = False
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

    # What the invariants ask.

    def arrived(self, ids: Collection[str]) -> set[str]:
        """Those of these operations that the inbox has."""
        if ids:
            self._inbox.update(self.server.new_arrivals())
        return self._inbox.intersection(ids)

    def beyond_promise(self, phone: Phone, ids: Collection[str]) -> set[str]:
        """Those that a device was allowed to forget, and that an even older backup then did not have."""
        if not self.desk.restores:
            return set()
        return phone.forgiven.intersection(ids)

    def organisation_of(self, person: str) -> str:
        """A person's employer."""
        world = self.server.world
        return world.company if person == world.company_cleaner else world.landlord

    def scope_of(self, person: str) -> frozenset[str]:
        """The buckets of a person as the tables say now."""
        rows = self.server.rows(
            "SELECT p.id, p.role, p.is_active, o.id AS organisation, o.kind FROM persons p"
            " JOIN organisations o ON o.id = p.organisation_id WHERE p.id = :id",
            id=person,
        )
        districts = self.server.rows(
            "SELECT district_code FROM person_districts WHERE person_id = :id", id=person
        )
        return expected_scope(rows[0], [row["district_code"] for row in districts])

    def current_revisions(self, bucket: str) -> dict[str, int]:
        """What lies in a bucket, by id, with its revision."""
        rows = self.server.rows(
            "SELECT document_id, revision FROM feed_entries WHERE bucket = :bucket AND NOT is_deleted",
            bucket=bucket,
        )
        return {row["document_id"]: row["revision"] for row in rows}

    def current_lines(self, bucket: str) -> dict[str, tuple[int, Json]]:
        """What lies in a bucket, by id, with its revision and its document."""
        rows = self.server.rows(
            "SELECT line FROM feed_entries WHERE bucket = :bucket AND NOT is_deleted", bucket=bucket
        )
        lines = [json.loads(bytes(row["line"])) for row in rows]
        return {line["id"]: (line["r"], line["doc"]) for line in lines}

    def epoch(self) -> str:
        """The server's history."""
        epoch: str = self.server.rows("SELECT epoch FROM feed_history")[0]["epoch"]
        return epoch

    def undecided(self) -> list[str]:
        """Operations in quarantine."""
        return [row["id"] for row in self.desk.undecided_rows()]

    def was_in_quarantine(self, key: str) -> bool:
        """Whether a supervisor has decided what becomes of an operation, and perhaps mended it."""
        return bool(self.server.rows("SELECT 1 FROM inbox_decisions WHERE operation_id = :id", id=key))

    def arrivals(self) -> list[Arrival]:
        """What was applied, in the order of arrival, as it was applied."""
        mended = self.desk.mended()
        return [
            Arrival(
                row["n"],
                row["id"],
                row["person_id"],
                row["corrected_at"],
                json.loads(mended.get(row["id"]) or bytes(row["raw"])),
            )
            for row in self.server.rows(
                f"SELECT {self.server.database.arrival} AS n, id, person_id, corrected_at, raw"
                " FROM inbox_operations WHERE status IN ('applied', 'flagged') ORDER BY n, sequence"
            )
        ]

    def oracle(self) -> Oracle:
        """How everything must stand."""
        world = self.server.beginning
        # Which visits come of skipped ones, the oracle does not say; how they stand, it does.
        carried = self.server.rows("SELECT id, round_id FROM visits WHERE is_extra")
        oracle = Oracle(
            {key: Visit(round_) for key, round_ in world.visits.items()}
            | {row["id"]: Visit(row["round_id"]) for row in carried},
            {key: Round(person=person) for key, person in world.rounds.items()},
            {key: Order(state, assigned) for key, (state, assigned) in world.orders.items()},
            # Each is there from the moment its order is, and so before anybody can have acknowledged it.
            {
                row["id"]: Alert(row["order_id"])
                for row in self.server.rows("SELECT id, order_id FROM duty_alerts")
            },
            {
                key: {space: Inspected(*asked) for space, asked in spaces.items()}
                for key, spaces in world.inspections.items()
            },
        )
        oracle.follow(self.arrivals(), self.desk.events, self.desk.decided())
        return oracle

    # How it is played.

    def _begin(self) -> None:
        self.chance.begin(self.seed, BEGIN)
        self.server.begin()
        self.folder.mkdir(parents=True)
        self.network = Network(self.server, self.chance, self._on_answer, self._meanwhile)
        self.desk = Desk(self.server, self.chance)
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
        invariants.i6_versions_grow(self)

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
            self._has_moved = False
            self.trace.append(f"{number:4} {self.chance.now:%m-%d %H:%M:%S} {name}")
            what = STEPS[name](self, random)
            if what is None:
                self.trace.pop()
                continue
            self.counts["steps"] += 1
            notes = f" [{', '.join(self.network.notes)}]" if self.network.notes else ""
            self.trace[-1] += f": {what}{notes}"
            self.check_server()
        self.chance.begin(f"{self.seed}/quiet", self.chance.now)
        self.trace.append("     quiescence")
        self._quiet_down()
        self._check_all()

    def check_server(self) -> None:
        invariants.i6_versions_grow(self)
        faults = [fault for fault in self.server.faults if not _is_ours(fault)]
        self.server.faults.clear()
        require(self, "no fault of its own", not faults, f"the server logged {faults}")

    def _check_phone(self, phone: Phone) -> None:
        if phone.is_dead or not phone.is_joined:
            return
        entries = phone.note_entries()
        invariants.i1_nothing_recorded_is_lost(self, phone, entries)
        invariants.i4_the_worker_sees_the_own_work(self, phone, entries)

    def _check_all(self) -> None:
        for phone in self.phones:
            self._check_phone(phone)
            if self.scope_of(phone.person):
                held = phone.wake().held().buckets
                invariants.i5_both_ends_are_equal(self, phone, held)
                invariants.i9_nothing_outside_the_scope(self, phone, held)
        invariants.i1_losses_are_noticed(self)
        invariants.i2_every_entry_is_in_the_inbox(self)
        invariants.i3_effects_happen_once(self)
        self.server.set_sizes(1024 * 1024, 1000, 1024 * 1024)
        invariants.i7_resumed_equals_uninterrupted(self)
        invariants.i10_everything_is_decided(self)
        invariants.no_operation_suffers_for_a_fault_of_the_server(self)
        if self.server.database.has_order:
            invariants.i12_every_completion_is_there(self)
        else:
            invariants.i12_completions_in_whatever_order(self)
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
        invariants.check_answer(self, asked, said, len(reply.body))
        if self.server.database.has_order:
            invariants.i11_who_may_have_missed_a_removal_begins_anew(self, asked, said[0])
        header, *lines, _ = said
        self._answers.append((header, lines, len(reply.body)))
        for phone in self.phones:
            if phone.name == sent.device and self.network.is_live:
                invariants.i1_receipts_tell_what_waits(self, phone, asked)
                phone.note_answer(header)

    def _meanwhile(self, device: str, random: Random) -> None:
        """Something happens while a phone waits for an answer: at the desk, or in another tab of its own."""
        self._has_moved = True
        phone = next(phone for phone in self.phones if phone.name == device)
        if random.random() < 0.3 and phone.is_joined:
            self.network.notes.append(f"meanwhile: {self._record(phone, random, tab=1)}")
            return
        name = random.choice(
            ("change_districts", "assign_order", "cancel_order", "reassign_round", "run_jobs")
        )
        self.network.notes.append(f"meanwhile: {self.desk.do(name, random)}")

    # Steps of phones.

    def _some_phone(self, random: Random) -> Phone:
        return random.choice(self.phones)

    def _step_record(self, random: Random) -> str | None:
        phone = self._some_phone(random)
        if not self._is_usable(phone):
            return self._step_sync(random)
        said = [
            self._record(phone, random, tab=random.choice((0, 0, 0, 1))) for _ in range(random.randint(1, 3))
        ]
        self._check_phone(phone)
        return f"{phone.name} {'; '.join(said)}"

    def _record(self, phone: Phone, random: Random, tab: int = 0) -> str:
        client = phone.wake()
        self.chance.pass_time(timedelta(milliseconds=random.randint(2, 60_000)))
        client = phone.wake()
        shown = client.shown()
        deed = choose_deed(random, shown, phone.memory, str(self.chance.ids.at(self.chance.now)))
        if deed is None:
            return "sees nothing to do"
        key = client.record(deed.kind, deed.target, deed.payload, deed.seen, tab)
        phone.deeds[key] = deed
        is_held = deed.target in shown and deed.target not in phone.made
        if is_held or deed.kind in CREATING:
            phone.seen_targets.add(key)
        if deed.kind in CREATING:
            phone.made.add(deed.target)
        self.counts["operations recorded"] += 1
        return f"records {deed.kind} on {deed.target} ({key})"

    def _step_foreign(self, random: Random) -> str | None:
        phone = self._some_phone(random)
        if not self._is_usable(phone):
            return None
        client = phone.wake()
        operation = foreign_operation(random, client.shown(), str(self.chance.ids.at(self.chance.now)))
        key = client.inject(operation)
        self.counts["operations recorded"] += 1
        self._check_phone(phone)
        return f"{phone.name} has {operation['kind']} of version {operation['kind_version']} ({key})"

    def _step_sync(self, random: Random) -> str | None:
        phone = self._some_phone(random)
        if phone.is_dead:
            phone.restart()
        said = self._sync(phone, tab=random.choice((0, 0, 0, 1)))
        self._check_phone(phone)
        return f"{phone.name} {said}"

    def _sync(self, phone: Phone, tab: int = 0) -> str:
        """One sync, with whatever the network makes of it; joins before, if need be."""
        try:
            if not phone.is_joined:
                return self._join(phone)
            self.counts["syncs"] += 1
            phone.is_complete = False
            synced = phone.wake().sync(tab)
        except Killed:
            phone.is_torn = True
            phone.restart()
            self._note_forgotten(phone)
            return "dies while it syncs"
        except QuotaExceeded:
            return "can't store what comes"
        except NoNetwork:
            return "can't join"
        if synced.problem in {"invalid_token", "device_revoked", "missing_token"}:
            phone.is_joined = False
        self._note_forgotten(phone)
        if synced.is_complete:
            phone.has_forgotten = phone.is_torn = False
            phone.is_complete = True
            self._check_complete(phone)
        return f"syncs: {'complete' if synced.is_complete else synced.problem}"

    @staticmethod
    def _note_forgotten(phone: Phone) -> None:
        client = phone.wake()
        if not client.cursor() and not any(client.held().buckets.values()):
            phone.has_forgotten = True

    def _check_complete(self, phone: Phone) -> None:
        was_broken_off = phone.name in self.network.broken_off
        self.network.broken_off.discard(phone.name)
        if self._has_moved or phone.has_rotted:
            return
        held = phone.wake().held().buckets
        if was_broken_off:
            invariants.i7_resumed_equals_what_lies_there(self, phone, held)
        invariants.i5_both_ends_are_equal(self, phone, held)
        invariants.i9_nothing_outside_the_scope(self, phone, held)

    def _join(self, phone: Phone) -> str:
        if not self.scope_of(phone.person):
            return "may not join"
        refusal = phone.wake().join(self.desk.join_code(phone.person))
        if refusal is not None:
            return f"joins: {refusal}"
        phone.is_joined = True
        return "joins"

    def _step_kill(self, random: Random) -> str | None:
        phone = self._some_phone(random)
        if not self._is_usable(phone):
            return None
        commits, is_after = random.choice((1, 1, 2, 3, 4, 6, 9)), random.random() < 0.5
        phone.wake().plan_kill(commits, is_after)
        try:
            said = self._record(phone, random) if random.random() < 0.4 else self._sync(phone)
        except Killed:
            phone.restart()
            self._note_deeds(phone)
            said = "dies while it records"
        phone.wake().plan_kill(None)
        self.network.injected["phone_killed_at_a_commit"] += "dies" in said
        self._check_phone(phone)
        return f"{phone.name} {said} (commit {commits}{' done' if is_after else ''})"

    def _note_deeds(self, phone: Phone) -> None:
        known = len(phone.recorded)
        phone.note_entries()
        self.counts["operations recorded"] += len(phone.recorded) - known

    def _step_restart(self, random: Random) -> str | None:
        phone = self._some_phone(random)
        phone.restart()
        self.network.injected["phone_restarted"] += 1
        self._check_phone(phone)
        return f"{phone.name} is started again"

    def _step_quota(self, random: Random) -> str | None:
        phone = self._some_phone(random)
        if not self._is_usable(phone):
            return None
        phone.wake().set_quota(True)
        try:
            said = self._record(phone, random) if random.random() < 0.5 else self._sync(phone)
        except QuotaExceeded:
            said = "is told that nothing was saved"
        phone.wake().set_quota(False)
        self.network.injected["phone_storage_full"] += 1
        self._check_phone(phone)
        return f"{phone.name} {said}, its storage being full"

    def _step_evict(self, random: Random) -> str | None:
        phone = self._some_phone(random)
        if not self._is_usable(phone):
            return None
        phone.note_entries()
        phone.destroy(self.arrived(phone.recorded.keys()))
        self.network.injected["phone_storage_evicted"] += 1
        return f"{phone.name} loses its whole storage"

    def _step_rot(self, random: Random) -> str | None:
        phone = self._some_phone(random)
        if not self._is_usable(phone):
            return None
        held = phone.wake().held().buckets
        choices = sorted((bucket, key) for bucket, documents in held.items() for key in documents)
        if not choices:
            return None
        bucket, key = random.choice(choices)
        phone.client.lose_document(bucket, key)
        phone.has_rotted, phone.is_complete = True, False
        # What is about it may have gone from the screen, until it is mended.
        phone.seen_targets = {each for each in phone.seen_targets if phone.deeds[each].target != key}
        self.network.injected["phone_storage_rotten"] += 1
        return f"{phone.name} loses {key} of {bucket}"

    def _step_clock(self, random: Random) -> str | None:
        phone = self._some_phone(random)
        sign = random.choice((-1, 1))
        error = random.choice(
            (
                timedelta(),
                timedelta(seconds=random.randint(1, 200)),
                timedelta(minutes=random.randint(5, 90)),
                timedelta(days=random.randint(1, 400)),
                timedelta(days=3650),
            )
        )
        phone.clock_error = sign * error
        self.network.injected["phone_clock_off"] += bool(error)
        return f"the clock of {phone.name} is off by {phone.clock_error}"

    def _step_redeliver(self, random: Random) -> str | None:
        self.network.random = random
        return self.network.redeliver(random)

    def _step_hand_in(self, random: Random) -> str | None:
        phone = self._some_phone(random)
        if not self._is_usable(phone):
            return None
        file = json.dumps(phone.wake().export()).encode()
        said = self.desk.take_in(file)
        self.network.injected["file_handed_in"] += 1
        return f"a file of {phone.name} is handed in: {said}"

    def _step_try_again(self, random: Random) -> str | None:
        phone = self._some_phone(random)
        if not self._is_usable(phone):
            return None
        phone.wake().try_again()
        return f"{phone.name} tries again by hand"

    def _is_usable(self, phone: Phone) -> bool:
        if phone.is_dead:
            phone.restart()
        return phone.is_joined

    # Steps of time and of the desk.

    def _step_days(self, random: Random) -> str | None:
        days = random.choice((1, 1, 1, 3, 8, 16, 31, 35, 95))
        self.chance.pass_time(timedelta(days=days))
        return f"{days} days pass"

    def _step_restore(self, random: Random) -> str | None:
        said = self.desk.do("restore", random)
        if said is not None:
            # Another history: what was true of the one before need not be of this one.
            self.results.clear()
            self.seen_entries.clear()
            self.seen_heads.clear()
            self._inbox.clear()
            invariants.i6_versions_grow(self)
            for phone in self.phones:
                phone.is_complete = False
                phone.note_restore(self.desk.restored_to)
        return said

    # Quiescence.

    def _quiet_down(self) -> None:
        self.network.weather = Weather()
        self.network.random = Random(f"{self.seed}/quiet/network")
        random = Random(f"{self.seed}/quiet")
        self.desk.end_upgrade()
        while self.network.delayed:
            self.network.redeliver(random)
        with self.server.session() as session:
            for person in self.server.world.workers:
                self.desk.give_access(session, person)
        self._run_jobs()
        for _ in range(QUIET_ROUNDS_MAX):
            before = self._state()
            self.chance.pass_time(timedelta(minutes=20))
            self.desk.decide_everything(random)
            for phone in self.phones:
                self.sync_in_peace(phone)
            if self._state() == before:
                break
        else:
            raise Violation("I10", f"still moving after {QUIET_ROUNDS_MAX} rounds")
        # A day later: jobs have run, and what was lost in silence is found by the daily checks.
        self.chance.pass_time(timedelta(hours=25))
        self._run_jobs()
        for phone in self.phones:
            phone.has_rotted = False
            self.sync_in_peace(phone)
        for phone in self.phones:
            self._answers.clear()
            self.sync_in_peace(phone)
            if self.scope_of(phone.person):
                invariants.i8_a_second_pull_is_empty(self, phone, self._answers)
        self.check_server()

    def _run_jobs(self) -> None:
        self.desk.run_all_jobs()

    def sync_in_peace(self, phone: Phone) -> None:
        self._has_moved = False
        if phone.is_dead:
            phone.restart()
        phone.wake()
        said = ""
        for _ in range(8):
            if phone.is_joined:
                phone.client.try_again()
            said = self._sync(phone)
            if phone.is_complete:
                self._check_phone(phone)
                return
        raise Violation("I10", f"{phone.name} can't sync in peace: {said}")

    def _state(self) -> object:
        return [
            (
                sorted(phone.wake().cursor().items()),
                [(entry.id, entry.is_acknowledged, entry.is_shown) for entry in phone.client.entries()],
            )
            for phone in self.phones
            if phone.is_joined
        ] + [self.undecided()]


def draw_character(random: Random, younger: Random) -> Character:
    """Which faults a run knows: a few of them often find more than all of them at once."""
    kinds = tuple(kind for kind in FAULTS if random.random() < random.choice((0.2, 0.5, 1.0)))
    weather = Weather(random.choice((0.0, 0.15, 0.3, 0.5)), kinds)
    likelihoods = {
        name: weight for name, (weight, is_always) in WEIGHTS.items() if is_always or random.random() < 0.6
    }
    likelihoods |= {name: weight for name, (weight, share) in YOUNGER.items() if younger.random() < share}
    return Character(
        steps=random.randint(40, STEPS_MAX),
        weather=weather,
        likelihoods=likelihoods,
        pace=random.choice((timedelta(minutes=2), timedelta(minutes=40), timedelta(hours=5))),
        page_bytes=random.choice((1024 * 1024, 1024 * 1024, 8000, 2500)),
        snapshot_from=random.choice((1000, 1000, 3)),
    )


WEIGHTS = {
    "record": (26.0, True),
    "sync": (26.0, True),
    "kill": (5.0, False),
    "restart": (1.0, False),
    "quota": (1.5, False),
    "evict": (0.6, False),
    "rot": (1.0, False),
    "clock": (1.5, False),
    "foreign": (3.0, False),
    "redeliver": (5.0, False),
    "try_again": (0.5, False),
    "hand_in": (1.0, False),
    "days": (2.0, False),
    "back_up": (3.0, False),
    "restore": (2.0, False),
    "cancel_order": (2.0, False),
    "assign_order": (3.0, False),
    "new_order": (1.0, False),
    "reassign_round": (3.0, False),
    "approve_entries": (2.0, False),
    "return_one": (3.0, False),
    "decide_one": (3.0, False),
    "change_districts": (3.0, False),
    "end_or_give_access": (1.5, False),
    "revoke_device": (0.7, False),
    "run_jobs": (2.0, False),
    "upgrade": (1.5, False),
}
"""How often a step is chosen, and whether every run knows it."""
YOUNGER = {
    "merge_orders": (3.0, 0.4),
}
"""What came later: how often it is chosen, and the share of runs that know it. The others stay what they were."""


def _desk_step(name: str) -> Callable[[Run, Random], str | None]:
    def step(run: Run, random: Random) -> str | None:
        return run.desk.do(name, random)

    return step


def _own_step(name: str) -> Callable[[Run, Random], str | None] | None:
    return getattr(Run, f"_step_{name}", None)


STEPS: dict[str, Callable[[Run, Random], str | None]] = {
    name: _own_step(name) or _desk_step(name) for name in (*WEIGHTS, *YOUNGER)
}


def _some_time(random: Random, pace: timedelta) -> timedelta:
    return timedelta(milliseconds=int(random.expovariate(1.0) * pace.total_seconds() * 1000))


def _is_ours(fault: str) -> bool:
    """Whether a logged fault is what we did to it: a full disk."""
    return "full" in fault


def _where(error: BaseException) -> str:
    import traceback

    return "".join(traceback.format_tb(error.__traceback__)[-8:])
