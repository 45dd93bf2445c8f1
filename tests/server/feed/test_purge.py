"""Tombstones go after their time, and a bucket remembers it."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import time_machine
from flask import Flask

from server.database import db, transaction
from server.feed.changes import prepare, touch
from server.feed.purge import TOMBSTONES_KEPT, purge
from server.jobs import purge_tombstones
from tests.server.feed.board import Board
from tests.server.feed.reader import Reader


def test_only_old_tombstones_go_and_the_floor_rises_to_the_highest(board: Board) -> None:
    begin = datetime.now(UTC)
    board.put_all({key: (frozenset({"a"}), "") for key in "1234"})
    board.put("1", ())
    board.put("2", ())
    with time_machine.travel(begin + timedelta(days=60)):
        board.put("3", ())
    assert purge_tombstones(begin + TOMBSTONES_KEPT + timedelta(hours=1)) == 2
    assert board.entries("a") == {"note:3": (1, True), "note:4": (1, False)}
    assert board.floor("a") == 6, "4 puts, then 2 tombstones"
    assert purge_tombstones(begin + TOMBSTONES_KEPT + timedelta(hours=1)) == 0
    assert purge_tombstones(begin + timedelta(days=151)) == 1
    assert board.floor("a") == 7


def test_a_portion_is_purged_at_a_time_until_none_is_left(board: Board, monkeypatch) -> None:
    monkeypatch.setattr("server.jobs.AT_ONCE", 2)
    monkeypatch.setattr(
        "server.jobs.purge", lambda session, bucket, before: purge(session, bucket, before, 2)
    )
    board.put_all({str(key): (frozenset({"a", "b"}), "") for key in range(5)})
    board.put_all({str(key): (frozenset({"b"}), "") for key in range(5)})
    assert purge_tombstones(datetime.now(UTC) + timedelta(days=91)) == 5
    assert len(board.entries("a")) == 0
    assert (board.floor("a"), board.floor("b")) == (10, 0)


def test_what_comes_back_goes_on_with_its_revision(board: Board) -> None:
    board.put("1", {"a"}, "x")
    board.put("1", {"a"}, "y")
    board.put("1", ())
    board.purge("a")
    board.put("1", {"a"}, "z")
    assert board.entries("a") == {"note:1": (3, False)}


def test_what_came_back_before_its_purge_stays(board: Board) -> None:
    board.put("1", {"a"})
    board.put("1", ())
    board.put("1", {"a"})
    assert board.purge("a") == 0
    assert board.floor("a") == 0


def test_a_document_that_comes_back_during_a_purge_is_not_lost(app: Flask, board: Board) -> None:
    board.put("1", {"a"}, "x")
    board.put("1", ())
    board.notes["1"] = (frozenset({"a"}), "y")
    started = threading.Event()

    def purge_meanwhile() -> None:
        with app.app_context():
            started.set()
            board.purge("a")
            db.session.remove()

    other = threading.Thread(target=purge_meanwhile)
    with transaction() as session:
        touch(session, ["note:1"])
        prepare(session)  # its row is locked from here to the commit
        other.start()
        started.wait(10)
    other.join(20)
    assert board.entries("a") == {"note:1": (2, False)}
    reader = Reader()
    reader.sync(lambda asked: board.answer(asked, {"a"}))
    assert reader.held["a"] == {"note:1": (2, {"type": "note", "text": "y"})}
