"""A device that only reads, in memory, as docs/protocol.md tells it to; its answers can be cut after any line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from sync.messages import DocumentLine, Pending, ResponseEnd, ResponseHeader, SyncRequest
from sync.sums import slot_of, slot_sums
from sync.wire import parse_header, parse_line

Documents = dict[str, tuple[int, object]]
Ask = Callable[[SyncRequest], bytes]
Get = Callable[[str], bytes | None]
_ANSWERS_MAX = 500


class Reader:
    """`held` are documents by bucket; `fresh` is what was read so far of the buckets that are read from the start."""

    def __init__(self) -> None:
        self.held: dict[str, Documents] = {}
        self.fresh: dict[str, Documents] = {}
        self.cursor: dict[str, int] = {}
        self.reading: dict[str, int] = {}
        self.reset: list[str] = []
        self.offered: list[str] = []
        self.end: ResponseEnd | None = None
        self.is_reading_snapshots = False

    def request(self, **fields: object) -> SyncRequest:
        """What it would ask now."""
        asked = SyncRequest(
            protocol=2,
            build="test",
            person="01930000-0000-7000-8000-000000000001",
            stream="01930000-0000-7000-8000-000000000060",
            epoch="e-1",
            sent_at=datetime.now(UTC),
            cursor=dict(self.cursor),
            pending=Pending(),
            operations=(),
            reading=dict(self.reading),
            snapshots=self.is_reading_snapshots,
        )
        for name, value in fields.items():
            object.__setattr__(asked, name, value)
        return asked

    def hear(self, answer: bytes, lines_max: int | None = None) -> None:
        """Take an answer, or only its first lines."""
        first, *rest = answer.splitlines()[:lines_max] or [None]
        self.end = None
        self.offered = []
        if first is None:
            return
        header = parse_header(json.loads(first))
        self._begin(header)
        mended = self._take(rest)
        if self.end is None:
            return
        self.cursor = dict(self.end.cursor)
        self.offered = [path for paths in header.snapshots.values() for path in paths]
        if self.end.is_complete:
            self.held |= self.fresh
            self.fresh.clear()
            self.reading.clear()
            for bucket, slots in header.mended.items():
                self._replace(bucket, set(slots), mended.get(bucket, {}))

    def hear_file(self, content: bytes, lines_max: int | None = None) -> None:
        """Take a snapshot's file, or only its first lines."""
        self.end = None
        self._take(content.splitlines()[:lines_max])
        if self.end is not None:
            self.cursor |= self.end.cursor

    def sync(self, ask: Ask, get: Get | None = None, **fields: object) -> None:
        """Ask until the answer is complete."""
        for _ in range(_ANSWERS_MAX):
            self.hear(ask(self.request(**fields)))
            assert self.end is not None
            for path in self.offered:
                content = get(path) if get is not None else None
                assert content is not None
                self.hear_file(content)
            if self.end.is_complete:
                return
        raise AssertionError("never complete")

    def differing(self, ask: Ask) -> list[str]:
        """The buckets whose sum is another than the server's."""
        self.sync(ask, check=True)
        assert self.end is not None
        assert self.end.checks.keys() == self.cursor.keys()
        return [
            bucket
            for bucket, check in self.end.checks.items()
            if (check.count, check.sum) != self._check(bucket)
        ]

    def mend(self, ask: Ask, bucket: str) -> int:
        """Replace the slots of a bucket that differ; returns how many."""
        self.sync(ask, mend={bucket: None})
        assert self.end is not None
        theirs = self.end.slots[bucket]
        mine = slot_sums((key, revision) for key, (revision, _) in self.held.get(bucket, {}).items())
        slots = tuple(slot for slot in range(256) if mine[slot] != theirs[slot])
        for begin in range(0, len(slots), 64):
            self.sync(ask, mend={bucket: slots[begin : begin + 64]})
        return len(slots)

    def _begin(self, header: ResponseHeader) -> None:
        for bucket in header.scope.drop:
            for kept in (self.held, self.fresh, self.cursor, self.reading):
                kept.pop(bucket, None)  # type: ignore[attr-defined]
        for bucket in (*header.scope.add, *header.scope.reset):
            self.cursor[bucket] = 0
        self.reset += header.scope.reset
        for bucket, version in self.cursor.items():
            if version == 0:
                self.fresh[bucket] = {}
                self.reading[bucket] = header.floors.get(bucket, 0)

    def _take(self, lines: Iterable[bytes]) -> dict[str, Documents]:
        mended: dict[str, Documents] = {}
        for raw in lines:
            line = parse_line(json.loads(raw))
            if not isinstance(line, DocumentLine):
                self.end = line
            elif line.is_mended:
                mended.setdefault(line.bucket, {})[line.id] = line.revision, line.document
            else:
                self._put(line)
        return mended

    def _put(self, line: DocumentLine) -> None:
        if line.version <= self.cursor[line.bucket]:
            return
        self.cursor[line.bucket] = line.version
        documents = self.fresh.get(line.bucket)
        if documents is None:
            documents = self.held.setdefault(line.bucket, {})
        if line.is_deleted:
            documents.pop(line.id, None)
        else:
            documents[line.id] = line.revision, line.document

    def _replace(self, bucket: str, slots: set[int], mended: Documents) -> None:
        others = {key: copy for key, copy in self.held.get(bucket, {}).items() if slot_of(key) not in slots}
        self.held[bucket] = others | mended

    def _check(self, bucket: str) -> tuple[int, int]:
        documents = self.held.get(bucket, {})
        sums = slot_sums((key, revision) for key, (revision, _) in documents.items())
        return len(documents), sum(sums) % 2**48
