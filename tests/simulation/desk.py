"""What happens at the server besides phones: supervisors, people's access, jobs, backups. By its own services."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server import jobs
from server.backup import make
from server.backup.restore import restore
from server.database import Busy, snapshot
from server.feed.history import begin_new_history, note_backup
from server.inbox.decide import apply_quarantined, dismiss, mend
from server.inbox.models import InboxOperation
from server.inbox.rerun import run_again
from server.people import staff
from server.people.devices import revoke
from server.people.join_codes import make_code
from server.people.models import Device, Person, PersonDistrict
from server.places.models import Building
from server.review.exported import ImportRefused
from server.review.importing import import_export
from server.review.models import LogEntry
from server.review.permission import viewer_of
from server.review.services import approve, return_entry
from server.rounds.models import Round
from server.rounds.services import RoundFinished, reassign
from server.work_orders.merging import NotMergeable, merge
from server.work_orders.models import WorkOrder
from server.work_orders.rules import OPEN_STATES
from server.work_orders.services import Contact, NewOrder, OrderClosed, assign, cancel, create_order
from tests.simulation.chance import Chance
from tests.simulation.clients import Json
from tests.simulation.oracle import DeskEvent
from tests.simulation.server import Server, ServerKilled
from tests.simulation.world import DISTRICTS

BACKUPS_KEPT = 6
COMMAND_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of the database, with what the oracle knew of the desk when it was made."""

    path: Path
    """A file of our own, or a folder that the command made."""
    taken_at: Any
    events: tuple[DeskEvent, ...]
    index: int


@dataclass(slots=True)
class Desk:
    """All that is not a phone. `events` is what the oracle has to know, for the history that counts now."""

    server: Server
    chance: Chance
    events: list[DeskEvent] = field(default_factory=list)
    backups: list[Backup] = field(default_factory=list)
    backups_taken: int = 0
    restores: int = 0
    restores_by_command: int = 0
    restored_to: Any = None
    """When the backup was taken that is in use now."""
    ended_at: dict[str, Any] = field(default_factory=dict)
    """When a person's access ended."""

    def do(self, name: str, random: Random) -> str | None:
        """Do one of the things below. What is undone with its transaction is not told to the oracle."""
        known = len(self.events)
        action: Callable[[Random], str | None] = getattr(self, name)
        try:
            return action(random)
        except (Busy, ServerKilled) as error:
            del self.events[known:]
            return f"{name} undone: {type(error).__name__}"

    def undecided_rows(self) -> list[Any]:
        """What waits for a decision."""
        return self.server.rows(
            "SELECT id, reason, raw FROM inbox_operations"
            " WHERE status = 'quarantined' AND decided_at IS NULL ORDER BY id"
        )

    def mended(self) -> dict[str, bytes]:
        """The copies that were applied in the place of what came."""
        rows = self.server.rows(
            "SELECT operation_id, mended FROM inbox_decisions"
            " WHERE mended IS NOT NULL AND outcome IN ('applied', 'flagged')"
        )
        return {row["operation_id"]: bytes(row["mended"]) for row in rows}

    def decided(self) -> frozenset[str]:
        """Operations that were applied after they had been in quarantine."""
        rows = self.server.rows(
            "SELECT operation_id FROM inbox_decisions WHERE outcome IN ('applied', 'flagged')"
        )
        return frozenset(row["operation_id"] for row in rows)

    def decide_everything(self, random: Random) -> None:
        """Decide whatever is in quarantine."""
        for row in self.undecided_rows():
            said = self._decide(row, random)
            if said.endswith("quarantined"):
                with self.server.session() as session:
                    operation = session.get_one(InboxOperation, row["id"])
                    dismiss(session, operation, self.server.world.supervisor, "ei onnistu", self.chance.now)

    # Each gives a line for the trace, or None when there was nothing to do.

    def decide_one(self, random: Random) -> str | None:
        """Apply, mend or dismiss something that is in quarantine."""
        rows = self.undecided_rows()
        return self._decide(random.choice(rows), random) if rows else None

    def _decide(self, row: Any, random: Random) -> str:
        way = random.choice(("apply", "mend", "mend", "dismiss"))
        by = self.server.world.supervisor
        with self.server.session() as session:
            operation = session.get_one(InboxOperation, row["id"])
            if way == "apply":
                made = apply_quarantined(session, operation, by, self.chance.now)
            elif way == "mend":
                made = mend(session, operation, self._mended(row, random), by, "korjattu", self.chance.now)
            else:
                made = dismiss(session, operation, by, "ei koske meitä", self.chance.now)
            outcome = made.outcome
            if outcome in {"applied", "flagged"}:
                self._log("applied", row["id"])
        return f"{row['id']} ({row['reason']}): {way}, {outcome}"

    def _mended(self, row: Any, random: Random) -> Json:
        """A copy with what is known to be wrong put right; or a comment that says what it was."""
        raw = json.loads(bytes(row["raw"]))
        operation = raw if isinstance(raw, dict) else {}
        target = random.choice(
            [each["id"] for each in self.server.rows("SELECT id FROM work_orders ORDER BY id")]
        )
        return {
            "sequence": 1,
            "recorded_at": self.chance.now.isoformat(),
            **{key: operation[key] for key in ("sequence", "seen", "clock") if key in operation},
            "id": row["id"],
            "kind": "work_order.comment",
            "kind_version": 1,
            "target": f"work_order:{target}",
            "payload": {"text": f"Puhelimesta: {str(operation.get('payload'))[:100]}"},
        }

    def upgrade(self, random: Random) -> str | None:
        """The server is of an older build for a while, or is brought up to date."""
        if random.random() < 0.5:
            kind = random.choice(("round.skip", "work_order.comment", "product_use.record"))
            self.server.forget_kind(kind)
            return f"the server does not know {kind}"
        return self.end_upgrade()

    def take_in(self, file: bytes) -> str:
        """Bring in a phone's file by hand."""
        try:
            with self.server.app.app_context():
                with snapshot() as session:
                    viewer = viewer_of(session.get_one(Person, self.server.world.admin))
                assert viewer is not None
                return str(import_export(viewer, file, self.chance.now))
        except (ImportRefused, Busy) as error:
            return f"{type(error).__name__} {error}"

    def end_upgrade(self) -> str:
        """The server is of today, and tries again what it did not know."""
        self.server.upgrade()
        before = self.decided()
        with self.server.app.app_context():
            tried = run_again(self.chance.now)
        for row in self.server.rows(
            "SELECT d.operation_id FROM inbox_decisions d JOIN inbox_operations o ON o.id = d.operation_id"
            " WHERE d.action = 'rerun' AND d.outcome IN ('applied', 'flagged')"
            " ORDER BY o.received_at, o.sequence, o.id"
        ):
            if row["operation_id"] not in before:
                self._log("applied", row["operation_id"])
        return f"the server is up to date, and tries {tried} operations again"

    def cancel_order(self, random: Random) -> str | None:
        """Call an order off."""
        with self.server.session() as session:
            order = _pick(random, session, select(WorkOrder).order_by(WorkOrder.id))
            try:
                cancel(session, order, self._supervisor(session), "ei tarvita", self.chance.now)
            except OrderClosed:
                return None
            self._log("cancelled", order.id)
            return f"order {order.id} cancelled"

    def assign_order(self, random: Random) -> str | None:
        """Give an order to somebody else, or to nobody."""
        with self.server.session() as session:
            order = _pick(random, session, select(WorkOrder).order_by(WorkOrder.id))
            key = random.choice((*self.server.world.workers, None))
            person = session.get_one(Person, key) if key else None
            try:
                assign(session, order, person, self._supervisor(session), self.chance.now)
            except OrderClosed:
                return None
            self._log("assigned", order.id, key)
            return f"order {order.id} assigned to {key}"

    def merge_orders(self, random: Random) -> str | None:
        """Two reports turn out to be of one defect."""
        with self.server.session() as session:
            is_open = WorkOrder.state.in_(OPEN_STATES)
            orders = session.scalars(select(WorkOrder).where(is_open).order_by(WorkOrder.id)).all()
            if len(orders) < 2:
                return None
            duplicate = random.choice(orders)
            place = duplicate.property_id, duplicate.organisation_id
            into = random.choice(
                [each for each in orders if (each.property_id, each.organisation_id) == place]
            )
            try:
                merge(session, duplicate, into, self._supervisor(session), self.chance.now)
            except NotMergeable:
                return None
            self._log("merged", duplicate.id, into.id)
            return f"order {duplicate.id} merged into {into.id}"

    def new_order(self, random: Random) -> str | None:
        """Somebody calls."""
        with self.server.session() as session:
            building = _pick(random, session, select(Building).order_by(Building.id))
            contact = Contact("Liisa", "+358 40 555 0198", "B 3") if random.random() < 0.5 else None
            order = create_order(
                session,
                NewOrder(
                    property=building.property,
                    building=building,
                    category=random.choice(("lighting", "cleaning", "sewer")),
                    description="Soitto.",
                    reporter="resident",
                    contact=contact,
                ),
                self.chance.now,
            )
            session.flush()
            self._log("order_made", order.id)
            return f"order {order.id} made"

    def reassign_round(self, random: Random) -> str | None:
        """Hand a round to a substitute, or to nobody."""
        with self.server.session() as session:
            round_ = _pick(random, session, select(Round).order_by(Round.on.desc(), Round.id).limit(8))
            key = random.choice((*self.server.world.workers, None))
            person = session.get_one(Person, key) if key else None
            try:
                reassign(session, round_, person)
            except RoundFinished:
                return None
            self._log("round_to", round_.id, key)
            return f"round {round_.id} to {key}"

    def approve_entries(self, random: Random) -> str | None:
        """Approve some of what is open."""
        with self.server.session() as session:
            entries = _open_entries(session)
            chosen = random.sample(entries, min(len(entries), random.randint(1, 3)))
            done = approve(session, chosen, self._supervisor(session), self.chance.now)
            for entry in done:
                self._log("approved", entry.operation_id)
            return f"approved {[entry.operation_id for entry in done]}" if done else None

    def return_one(self, random: Random) -> str | None:
        """Send an entry back."""
        with self.server.session() as session:
            entries = _open_entries(session)
            if not entries:
                return None
            entry = random.choice(entries)
            return_entry(session, entry, "Tee uudestaan.", self._supervisor(session), self.chance.now)
            self._log("returned", entry.operation_id)
            return f"returned {entry.operation_id}"

    def change_districts(self, random: Random) -> str | None:
        """Give a worker a district, or take one away."""
        key = random.choice(self.server.world.workers)
        with self.server.session() as session:
            person = session.get_one(Person, key)
            code = random.choice(DISTRICTS)
            row = session.get(PersonDistrict, (key, code))
            if row is None:
                person.districts.append(PersonDistrict(district_code=code))
                return f"{key} gets district {code}"
            person.districts.remove(row)
            return f"{key} loses district {code}"

    def end_or_give_access(self, random: Random) -> str | None:
        """End a worker's access, or give it back."""
        key = random.choice(self.server.world.workers)
        with self.server.session() as session:
            person = session.get_one(Person, key)
            if person.is_active:
                staff.end_access(session, person, self.chance.now)
                self.ended_at[key] = self.chance.now
                return f"access of {key} ended"
            self.give_access(session, key)
            return f"access given back to {key}"

    def give_access(self, session: Session, key: str) -> None:
        """Let a worker work again."""
        staff.give_access(session, session.get_one(Person, key), self.chance.now)
        self.ended_at.pop(key, None)

    def revoke_device(self, random: Random) -> str | None:
        """Revoke a phone."""
        with self.server.session() as session:
            devices = session.scalars(
                select(Device).where(Device.revoked_at.is_(None)).order_by(Device.id)
            ).all()
            if not devices:
                return None
            device = random.choice(devices)
            revoke(device, self.chance.now)
            return f"device of {device.person_id} revoked"

    def run_jobs(self, random: Random) -> str | None:
        """What the timetable does at night, in any order."""
        todo: list[Callable[[Any], object]] = [
            getattr(jobs, name) for name in _JOBS if getattr(jobs, name, None) is not None
        ]
        chosen = random.sample(todo, random.randint(1, len(todo)))
        for job in chosen:
            self._run_job(job)
        return f"jobs {', '.join(job.__name__ for job in chosen)}"

    def run_all_jobs(self) -> None:
        """A whole night."""
        for name in _JOBS:
            if getattr(jobs, name, None) is not None:
                self._run_job(getattr(jobs, name))

    def _run_job(self, job: Callable[[Any], object]) -> None:
        before = self._rounds()
        with self.server.app.app_context():
            job(self.chance.now)
        made = self._rounds() - before
        if made:
            self._note_rounds(made)

    def join_code(self, person: str) -> str:
        """A one-time code."""
        with self.server.session() as session:
            return make_code(session, session.get_one(Person, person), None, 600, self.chance.now)

    def back_up(self, random: Random) -> str | None:
        """Take a backup: now and then by the command itself, otherwise by a copy, which is faster."""
        self.backups_taken += 1
        if random.random() < COMMAND_SHARE:
            with self.server.app.app_context():
                path, _ = make.back_up(self.server.backups, self.chance.now)
        else:
            path = self.server.back_up(str(self.backups_taken))
            with self.server.session() as session:
                note_backup(session, self.chance.now - make.REQUEST_AGE_MAX)
        self.backups.append(Backup(path, self.chance.now, tuple(self.events), self.backups_taken))
        del self.backups[:-BACKUPS_KEPT]
        return f"backup {self.backups_taken}"

    def restore(self, random: Random) -> str | None:
        """Set the database back to an older state, with a new epoch."""
        if not self.backups:
            return None
        # Most often the newest; sometimes it turns out to be broken, and an older one has to do.
        backup = self.backups[-1] if random.random() < 0.7 else random.choice(self.backups)
        if backup.path.is_dir():
            with self.server.app.app_context():
                restore(backup.path, keep_in=None, snapshots=self.server.snapshots, now=self.chance.now)
            self.server.forget_reader()
            self.restores_by_command += 1
        else:
            self.server.set_back(backup.path)
            with self.server.session() as session:
                begin_new_history(session)
                note_backup(session, backup.taken_at - make.REQUEST_AGE_MAX)
        self.events = list(backup.events)
        self.restores += 1
        self.restored_to = backup.taken_at
        return f"backup {backup.index} restored"

    def _supervisor(self, session: Session) -> Person:
        return session.get_one(Person, self.server.world.supervisor)

    def _log(self, what: str, key: str, value: str | None = None) -> None:
        self.events.append(DeskEvent(self.server.arrived_count(), what, key, value))

    def _rounds(self) -> set[str]:
        return {row["id"] for row in self.server.rows("SELECT id FROM rounds")}

    def _note_rounds(self, made: set[str]) -> None:
        for key in sorted(made):
            for row in self.server.rows("SELECT person_id FROM rounds WHERE id = :id", id=key):
                self._log("round_made", key, row["person_id"])
            for row in self.server.rows("SELECT id FROM visits WHERE round_id = :id", id=key):
                self._log("visit_made", row["id"], key)


_JOBS = ("make_rounds_ahead", "move_windows", "forget_codes", "purge_tombstones", "make_snapshots")


def _pick(random: Random, session: Session, statement: Any) -> Any:
    return random.choice(session.scalars(statement).all())


def _open_entries(session: Session) -> Sequence[LogEntry]:
    statement = (
        select(LogEntry)
        .where(LogEntry.state == "open")
        .order_by(LogEntry.operation_id)
        .limit(20)
        .with_for_update()
    )
    return session.scalars(statement).all()
