"""Whatever happens on the way, a device ends with what the server has: buckets of a small server in memory.

The server here is the reading side of docs/protocol.md alone, so that hypothesis can try thousands of histories; the
simulation does the same with the real one.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from sync.messages import Check, SyncRequest
from sync.ports import HttpAnswer
from sync.position import KEPT
from sync.sums import add, slot_of, slot_sums
from tests.sync.client.fakes import NOW, Device, answer, end, gone, header, mended, put, scope

BUCKETS = ("a", "b", "c")
IDS = tuple(f"x:{number}" for number in range(6))
PAGE_LINES = 3


@dataclass
class Server:
    """Buckets of lines by document, as (version, revision, whether it is there)."""

    lines: dict[str, dict[str, tuple[int, int, bool]]] = field(
        default_factory=lambda: {name: {} for name in BUCKETS}
    )
    heads: dict[str, int] = field(default_factory=lambda: dict.fromkeys(BUCKETS, 0))
    floors: dict[str, int] = field(default_factory=lambda: dict.fromkeys(BUCKETS, 0))
    revisions: dict[str, int] = field(default_factory=lambda: dict.fromkeys(IDS, 0))
    scope: set[str] = field(default_factory=lambda: set(BUCKETS))
    epoch: int = 1
    cut_after: int | None = None
    days: int = 0

    def place(self, document_id: str, buckets: Sequence[str]) -> None:
        """The document changes, and lies in these buckets from now on."""
        self.revisions[document_id] += 1
        for name in BUCKETS:
            if name in buckets or self.lines[name].get(document_id, (0, 0, False))[2]:
                self.heads[name] += 1
                self.lines[name][document_id] = (
                    self.heads[name],
                    self.revisions[document_id],
                    name in buckets,
                )

    def purge(self, name: str) -> None:
        """Old tombstones of a bucket are forgotten."""
        purged = [each for each, (_, _, is_there) in self.lines[name].items() if not is_there]
        for each in purged:
            self.floors[name] = max(self.floors[name], self.lines[name].pop(each)[0])

    def restore(self) -> None:
        """Another history: everything is stamped anew, at lower revisions."""
        self.epoch += 1
        for name in BUCKETS:
            there = [each for each, (_, _, is_there) in self.lines[name].items() if is_there]
            self.lines[name] = {each: (number, 1, True) for number, each in enumerate(sorted(there), start=1)}
            self.heads[name], self.floors[name] = len(there), 0
        self.revisions = {each: min(revision, 1) for each, revision in self.revisions.items()}

    def held(self) -> dict[str, dict[str, int]]:
        """What a device in scope should hold: revisions by bucket and id."""
        there = {
            name: {each: revision for each, (_, revision, is_there) in self.lines[name].items() if is_there}
            for name in self.scope
        }
        return {name: held for name, held in there.items() if held}

    def answer(self, request: SyncRequest) -> HttpAnswer:
        """One page, perhaps cut."""
        about = {"epoch": str(self.epoch), "server_time": NOW + timedelta(days=self.days)}
        if request.epoch not in (None, about["epoch"]):
            return answer(header(**about), end({}, complete=False))
        cursor = {name: version for name, version in request.cursor.items() if name in self.scope}
        reset = [
            name
            for name, version in cursor.items()
            if 0 < version < self.floors[name] and request.reading.get(name) != self.floors[name]
        ]
        cursor |= dict.fromkeys(reset, 0)
        added = sorted(self.scope - set(cursor))
        cursor |= dict.fromkeys(added, 0)
        floors = {
            name: self.floors[name] for name, version in cursor.items() if version == 0 and self.floors[name]
        }
        lines = sorted(
            (name, version, each, revision, is_there)
            for name, since in cursor.items()
            for each, (version, revision, is_there) in self.lines[name].items()
            if version > since
        )
        page, is_complete = lines[:PAGE_LINES], len(lines) <= PAGE_LINES
        for name, version, *_ in page:
            cursor[name] = version
        asked = (
            {name: slots for name, slots in request.mend.items() if name in self.scope} if is_complete else {}
        )
        if is_complete:
            cursor = {name: self.heads[name] for name in cursor}
        first = header(
            **about,
            scope=scope(*added, drop=sorted(set(request.cursor) - self.scope), reset=reset),
            floors=floors,
            mended={name: slots for name, slots in asked.items() if slots},
        )
        body = [put(*line[:4]) if line[4] else gone(*line[:4]) for line in page]
        body += [
            mended(put(*line)) for name, slots in asked.items() for line in self._in_slots(name, slots or ())
        ]
        sums = {
            name: slot_sums(self.held().get(name, {}).items())
            for name, slots in asked.items()
            if slots is None
        }
        checks = {name: self._check(name) for name in cursor} if is_complete else {}
        whole = [first, *body, end(cursor, is_complete, checks, sums)]
        if self.cut_after is None:
            return answer(*whole)
        kept, self.cut_after = 1 + self.cut_after, None
        return answer(*whole[:kept], cut=True)

    def _in_slots(self, name: str, slots: Sequence[int]) -> list[tuple[str, int, str, int]]:
        held = self.held().get(name, {})
        return [
            (name, self.lines[name][each][0], each, revision)
            for each, revision in held.items()
            if slot_of(each) in slots
        ]

    def _check(self, name: str) -> Check:
        held = self.held().get(name, {})
        total = 0
        for each, revision in held.items():
            total = add(total, each, revision)
        return Check(len(held), total)


_PLACES = st.tuples(st.just("place"), st.sampled_from(IDS), st.sets(st.sampled_from(BUCKETS)))
_NAMED = st.tuples(
    st.sampled_from(("purge", "scope", "lose")), st.sampled_from(BUCKETS), st.sampled_from(IDS)
)
_SYNCS = st.tuples(st.just("sync"), st.none() | st.integers(0, 4), st.none())
_RESTORES = st.tuples(st.just("restore"), st.none(), st.none())
STEPS = st.lists(st.one_of(_PLACES, _PLACES, _NAMED, _SYNCS, _SYNCS, _RESTORES), max_size=25)


def _carry_out(step: tuple[str, object, object], server: Server, device: Device) -> None:
    what, first, second = step
    if what == "place":
        server.place(str(first), sorted(second))
    elif what == "purge":
        server.purge(str(first))
    elif what == "scope":
        server.scope ^= {str(first)}
    elif what == "restore":
        server.restore()
    elif what == "lose":
        device.store._documents.execute("DELETE FROM documents WHERE bucket = ? AND id = ?", (first, second))
    else:
        server.cut_after = first if isinstance(first, int) else None
        # A bucket is healed at most once a day.
        server.days += 2
        device.script(*[server.answer] * 60)
        device.client.sync()
        device.network.replies.clear()


@settings(max_examples=150)
@given(STEPS)
def test_a_device_ends_with_what_the_server_has(steps: list[tuple[str, object, object]]):
    with tempfile.TemporaryDirectory() as folder:
        device, server = Device(Path(folder)), Server()
        for step in steps:
            _carry_out(step, server, device)
        # A day later every bucket is checked, and what was lost is found.
        device.clock.wait(days=2)
        server.cut_after = None
        server.days += 2
        device.script(*[server.answer] * 60)
        assert device.client.sync().kind == "done"
        held = {
            name: {each: revision for each, (revision, _) in copies.items()}
            for name, copies in device.client.held().items()
        }
        assert held == server.held()
        assert KEPT not in device.store.buckets()
        assert set(device.client.cursor()) == server.scope
        device.store.close()
