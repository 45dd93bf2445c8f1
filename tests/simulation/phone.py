"""A worker's phone in a run: its client, its clock, and what the simulation itself remembers of it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path

from tests.simulation.chance import Chance
from tests.simulation.clients import Client, Entry, Json, MakeClient, Send, Setup
from tests.simulation.work import Deed, Memory

KEPT = timedelta(days=30)
"""How long the archive keeps what was acknowledged, at least."""
HELSINKI = timezone(timedelta(hours=3))


@dataclass(frozen=True, slots=True)
class Recorded:
    """An operation that was committed on a phone, as the simulation saw it happen."""

    id: str
    stream: str
    sequence: int
    operation: Json
    at: datetime
    """By the server's clock."""


@dataclass(frozen=True, slots=True)
class Loss:
    """What a destroyed outbox took with it, and how many of these the server had been told of."""

    operation: Recorded
    was_told: bool


@dataclass(slots=True)
class Phone:
    """One device. `recorded` has everything that was ever committed on it and not destroyed with its storage."""

    name: str
    person: str
    chance: Chance
    client: Client
    recorded: dict[str, Recorded] = field(default_factory=dict)
    deeds: dict[str, Deed] = field(default_factory=dict)
    seen_targets: set[str] = field(default_factory=set)
    """Operations whose target was on the screen when they were recorded: it has to stay there."""
    made: set[str] = field(default_factory=set)
    """Documents that exist because of an operation of this phone."""
    losses: list[Loss] = field(default_factory=list)
    memory: Memory = field(default_factory=Memory)
    clock_error: timedelta = timedelta()
    booted_at: datetime = field(init=False)
    is_dead: bool = False
    is_joined: bool = False
    is_complete: bool = False
    """Whether nothing has come or been lost since a complete answer."""
    receipt: tuple[int, frozenset[str]] = (0, frozenset())
    """What the server was last told: how many wait, and which these were."""
    acknowledged: dict[str, str] = field(default_factory=dict)
    """Status by id, as the client told of it."""
    has_rotted: bool = False
    """Whether the storage lost a document since the daily checks were last made."""
    effects: dict[str, dict[str, int]] = field(default_factory=dict)
    """The versions that bear an operation's effect, by bucket, as the server told last."""
    dropped: set[str] = field(default_factory=set)
    """What was in the archive and not in the overlay any more, at the last look."""
    ack_times: dict[str, datetime] = field(default_factory=dict)
    """When the server first acknowledged an operation, by its own clock."""
    told_through: datetime | None = None
    """Until when a verified backup covers everything, as this phone was told."""
    pruned: dict[str, datetime] = field(default_factory=dict)
    """What left the archive, and what it then had been told of backups."""
    forgiven: set[str] = field(default_factory=set)
    """What was pruned by right, and then an older backup than the one that was told of was restored."""
    has_forgotten: bool = False
    """Whether the documents were thrown away since the last complete answer: the person's access had ended."""
    is_torn: bool = False
    """Whether it died while it synced, and has not come to a complete answer since: of its two databases one may know
    already that an operation's effect has come, and the other not yet."""

    def __post_init__(self) -> None:
        self.booted_at = self.chance.now

    def wake(self) -> Client:
        """The client, with its clock set to now."""
        now = self.chance.now
        wall = (now + self.clock_error).astimezone(HELSINKI)
        self.client.set_clock(wall, int((now - self.booted_at).total_seconds() * 1000))
        return self.client

    def restart(self) -> None:
        """After the phone had died, or by hand."""
        self.booted_at = self.chance.now
        self.wake().restart()
        self.is_dead = False

    def note_entries(self) -> list[Entry]:
        """Look into outbox and archive: what is new there was recorded."""
        client = self.wake()
        entries = list(client.entries())
        stream = client.stream()
        for entry in entries:
            if entry.id not in self.recorded and stream is not None:
                self.recorded[entry.id] = Recorded(
                    entry.id, stream, entry.sequence, entry.operation, self.chance.now
                )
            if entry.status is not None:
                self.acknowledged[entry.id] = entry.status
        self._note_pruned({entry.id for entry in entries})
        return entries

    def note_answer(self, header: Json) -> None:
        """Look at what an answer says, whether it arrives or not."""
        for result in header["results"]:
            if result["status"] != "later":
                self.ack_times.setdefault(result["id"], self.chance.now)
                self.effects[result["id"]] = result["at"]
        through = header.get("backup_through")
        if through is not None:
            told = datetime.fromisoformat(through)
            self.told_through = max(told, self.told_through or told)

    def note_what_is_back(self) -> None:
        """Everything was read afresh: what has left the window since then is not to come back (I5 sees to the rest)."""
        shown = self.wake().shown()
        self.seen_targets = {each for each in self.seen_targets if self.deeds[each].target in shown}

    def note_restore(self, taken_at: datetime) -> None:
        """An older backup has taken the server's place."""
        self.forgiven |= {key for key, told in self.pruned.items() if taken_at < told}

    def _note_pruned(self, held: set[str]) -> None:
        for key in self.recorded.keys() - held - self.pruned.keys():
            acknowledged_at = self.ack_times.get(key)
            if acknowledged_at is None or self.told_through is None:
                continue
            is_old = self.chance.now - acknowledged_at >= KEPT
            if is_old and acknowledged_at <= self.told_through:
                self.pruned[key] = self.told_through

    def destroy(self, arrived: Collection[str]) -> None:
        """The storage is gone; `arrived` are the ids that the server has."""
        _, told = self.receipt
        self.losses += [
            Loss(recorded, key in told) for key, recorded in self.recorded.items() if key not in arrived
        ]
        self.recorded.clear()
        self.deeds.clear()
        self.seen_targets.clear()
        self.made.clear()
        self.acknowledged.clear()
        self.dropped.clear()
        self.wake().evict()
        self.is_dead = self.is_joined = self.is_complete = False


def make_phone(
    make_client: MakeClient,
    name: str,
    person: str,
    seed: str,
    folder: Path,
    chance: Chance,
    send: Callable[[str], Send],
) -> Phone:
    """A phone that has not joined yet."""
    client = make_client(Setup(name, f"{seed}/{name}", folder / name, send(name)))
    return Phone(name, person, chance, client)
