"""Snapshots: files that are read like pages, made when due and gone when they may not be read any more."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.feed.models import Snapshot
from server.jobs import make_snapshots
from tests.server.feed.board import NOW, Board
from tests.server.feed.reader import Reader

NOTES = {str(number): (frozenset({"a"}), "x" * 300) for number in range(40)}


@pytest.fixture(autouse=True)
def _small_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.feed.snapshots.FROM_DOCUMENTS", 20)
    monkeypatch.setattr("server.feed.pull.FROM_DOCUMENTS", 20)
    monkeypatch.setattr("server.feed.snapshots.FILE_BYTES_MAX", 5000)
    monkeypatch.setattr("server.feed.snapshots._ROWS_PER_READ", 10)


@pytest.fixture
def written(board: Board) -> Board:
    board.put_all(NOTES)
    board.put("0", ())
    board.folder = board.folder.parent / "snapshots"
    return board


def _rows(session: Session) -> list[Snapshot]:
    session.rollback()
    return list(session.scalars(select(Snapshot)))


def _files(board: Board) -> list[str]:
    return sorted(path.name for path in board.folder.glob("*"))


def _offered(board: Board, scope: str = "a") -> dict[str, list[str]]:
    reader = Reader()
    header, *_, end = map(json.loads, board.answer(reader.request(snapshots=True), set(scope)).splitlines())
    assert end["complete"] is ("snapshots" not in header)
    return header.get("snapshots", {})


def test_a_first_download_reads_files_and_goes_on_from_their_end(written: Board) -> None:
    make_snapshots(NOW)
    written.put("after", {"a"}, "new")
    written.put("other", {"b"})
    reader = Reader()
    reader.is_reading_snapshots = True
    reader.hear(written.answer(reader.request(), {"a", "b"}))
    assert reader.end is not None
    assert not reader.end.is_complete
    assert len(reader.offered) > 1
    assert reader.fresh["b"].keys() == {"note:other"}, "what has no snapshot comes as always"
    assert not reader.fresh["a"]
    sizes = []
    for path in reader.offered:
        content = written.file(path)
        assert content is not None
        sizes.append(len(content))
        reader.hear_file(content)
    assert all(size < 5000 + 200 for size in sizes)
    assert reader.cursor["a"] == 41
    answer = written.answer(reader.request(), {"a", "b"})
    assert len(answer.splitlines()) == 3, "only what came after the snapshot"
    reader.hear(answer)
    assert set(reader.held["a"]) == {f"note:{key}" for key in [*NOTES, "after"]} - {"note:0"}


def test_whoever_can_not_read_them_gets_lines(written: Board) -> None:
    make_snapshots(NOW)
    header, *lines, _ = written.answer(Reader().request(), {"a"}).splitlines()
    assert b"snapshots" not in header
    assert len(lines) == 39


def test_only_a_bucket_that_is_read_from_the_start_is_offered_its_snapshot(written: Board) -> None:
    make_snapshots(NOW)
    answer = written.answer(Reader().request(snapshots=True, cursor={"a": 3}), {"a"})
    assert b"snapshots" not in answer.splitlines()[0]


def test_small_buckets_have_none(written: Board) -> None:
    written.put("other", {"b"})
    assert make_snapshots(NOW) == 1
    assert _offered(written, "b") == {}
    assert list(_offered(written, "ab")) == ["a"]


def test_a_snapshot_is_made_anew_when_much_has_changed(written: Board, session: Session) -> None:
    assert make_snapshots(NOW) == 1
    before = _files(written)
    for number in range(1, 4):
        written.put(str(number), {"a"}, "changed")
    assert make_snapshots(NOW) == 0, "3 of 39 are not much"
    assert _files(written) == before
    written.put("4", {"a"}, "changed")
    assert make_snapshots(NOW) == 1
    [row] = _rows(session)
    assert len(_files(written)) == row.files
    assert all(name.startswith(row.id) for name in _files(written)), "the former one's files are gone"
    assert make_snapshots(NOW + timedelta(days=31)) == 1


def test_below_the_floor_or_too_old_it_is_not_offered(written: Board) -> None:
    make_snapshots(NOW)
    assert _offered(written)
    assert make_snapshots(NOW - timedelta(days=1)) == 0
    written.purge("a")
    assert _offered(written), "the tombstone is behind it"
    written.put("1", ())
    written.purge("a")
    assert not _offered(written)
    assert make_snapshots(NOW) == 1
    assert _offered(written)
    written.make_snapshot("a", NOW - timedelta(days=91))
    assert not _offered(written)


def test_the_snapshot_of_a_bucket_that_has_become_small_goes(written: Board, session: Session) -> None:
    make_snapshots(NOW)
    written.put_all({str(number): (frozenset(), "") for number in range(25)})
    assert make_snapshots(NOW) == 0
    assert (_rows(session), _files(written)) == ([], [])


def test_a_file_that_is_gone_reads_as_none(app: Flask, written: Board) -> None:
    make_snapshots(NOW)
    path = _offered(written)["a"][0]
    for file in written.folder.glob("*"):
        file.unlink()
    assert written.file(path) is None
