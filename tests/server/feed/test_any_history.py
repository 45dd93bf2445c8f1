"""Whatever is written, moved and purged, and wherever answers are cut: each device ends equal to the server."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from unittest.mock import patch

from flask import Flask
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from sync.messages import SyncRequest
from tests.server.feed.board import Board, open_board
from tests.server.feed.reader import Reader

_NAMES = ("a", "b", "c")
_KEYS = [str(number) for number in range(8)]
_histories = count()

names = st.sets(st.sampled_from(_NAMES))
keys = st.sampled_from(_KEYS)
devices = st.integers(0, 2)
cuts = st.integers(0, 12)
page_sizes = st.sampled_from([1, 300, 100_000])


class _History(RuleBasedStateMachine):
    def __init__(self, board: Board) -> None:
        super().__init__()
        self.board = board
        # A database outlives an example: each has buckets of its own.
        self.example = next(_histories)
        self.devices = [Reader() for _ in range(3)]
        self.scopes = [{"a", "b"}, {"b", "c"}, {"a", "b", "c"}]

    @initialize()
    def begin_with_something(self) -> None:
        self.board.notes.clear()
        self._put({key: {"a", "b"} for key in _KEYS[:4]})

    @rule(key=keys, buckets=names, text=st.sampled_from("xyz"))
    def write(self, key: str, buckets: set[str], text: str) -> None:
        self._put({key: buckets}, text)

    @rule(key=keys)
    def move(self, key: str) -> None:
        self._put({key: {"c"}}, "moved")

    @rule(chosen=st.sets(keys))
    def remove(self, chosen: set[str]) -> None:
        self._put({key: set() for key in chosen})

    @rule(name=st.sampled_from(_NAMES), limit=st.integers(1, 5))
    def purge(self, name: str, limit: int) -> None:
        self.board.purge(self._bucket(name), limit)

    @rule(name=st.sampled_from(["a", "b"]))
    def make_snapshot(self, name: str) -> None:
        self.board.make_snapshot(self._bucket(name))

    @rule(device=devices, buckets=names)
    def change_scope(self, device: int, buckets: set[str]) -> None:
        self.scopes[device] = buckets

    @rule(device=devices, page=page_sizes, cut=cuts, reads_snapshots=st.booleans(), file_cut=cuts)
    def read_a_part(self, device: int, page: int, cut: int, reads_snapshots: bool, file_cut: int) -> None:
        reader = self.devices[device]
        reader.is_reading_snapshots = reads_snapshots
        reader.hear(self._answer(device, reader.request(), page), cut)
        for path in reader.offered:
            content = self.board.file(path)
            assert content is not None
            reader.hear_file(content, file_cut)

    @rule(device=devices, cut=cuts, chosen=st.sets(keys, min_size=1), limit=st.integers(1, 5))
    def purge_while_a_reading_is_interrupted(
        self, device: int, cut: int, chosen: set[str], limit: int
    ) -> None:
        reader = self.devices[device]
        reader.hear(self._answer(device, reader.request(), 100_000), cut)
        self._put({key: set() for key in chosen})
        for name in _NAMES:
            self.board.purge(self._bucket(name), limit)

    @rule(device=devices, page=page_sizes)
    def read_all(self, device: int, page: int) -> None:
        self._read_all(device, page)

    @rule(device=devices, key=keys, name=st.sampled_from(_NAMES), revision=st.none() | st.integers(1, 9))
    def spoil_a_copy_and_mend(self, device: int, key: str, name: str, revision: int | None) -> None:
        self._read_all(device, 100_000)
        reader, bucket = self.devices[device], self._bucket(name)
        if not reader.cursor.get(bucket):
            return  # at version 0 every answer reads it afresh
        documents = reader.held.setdefault(bucket, {})
        before = documents.get(self._id(key))
        if revision is None:
            documents.pop(self._id(key), None)
        elif before is None or before[0] != revision:
            documents[self._id(key)] = revision, {"type": "note", "text": "spoilt"}
        is_spoilt = documents.get(self._id(key)) != before

        def ask(asked: SyncRequest) -> bytes:
            return self._answer(device, asked, 1)

        assert reader.differing(ask) == ([bucket] if is_spoilt else [])
        assert reader.mend(ask, bucket) == int(is_spoilt)
        assert reader.differing(ask) == []

    def teardown(self) -> None:
        for device, reader in enumerate(self.devices):
            self._read_all(device, 300)
            again = self._answer(device, reader.request(), 300)
            assert len(again.splitlines()) == 2, "the next answer is empty"

    def _read_all(self, device: int, page: int) -> None:
        reader = self.devices[device]
        reader.is_reading_snapshots = True
        resets_before = len(reader.reset)
        reader.sync(lambda asked: self._answer(device, asked, page), self.board.file)
        assert len(reader.reset) - resets_before <= len(_NAMES), "a reading that goes on is not begun again"
        assert reader.cursor.keys() == {self._bucket(name) for name in self.scopes[device]}
        for bucket in reader.cursor:
            held = {key: document["text"] for key, (_, document) in reader.held.get(bucket, {}).items()}
            assert held == self.board.current(bucket)

    def _answer(self, device: int, asked: SyncRequest, page: int) -> bytes:
        with patch("server.feed.pull.FROM_DOCUMENTS", 1):
            return self.board.answer(asked, {self._bucket(name) for name in self.scopes[device]}, page)

    def _put(self, notes: dict[str, set[str]], text: str = "") -> None:
        self.board.put_all(
            {
                f"{self.example}-{key}": (frozenset(map(self._bucket, buckets)), text)
                for key, buckets in notes.items()
            }
        )

    def _bucket(self, name: str) -> str:
        return f"{name}{self.example}"

    def _id(self, key: str) -> str:
        return f"note:{self.example}-{key}"


def test_each_device_ends_equal_to_the_server(app: Flask, tmp_path: Path) -> None:
    with open_board(tmp_path / "snapshots") as board:
        run_state_machine_as_test(
            lambda: _History(board),
            settings=settings(max_examples=100, stateful_step_count=25, deadline=None),
        )
