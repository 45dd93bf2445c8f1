"""What differs is found by its slot and replaced whole, as far as a page has room."""

from __future__ import annotations

import json

from sync.messages import SyncRequest
from sync.sums import slot_of, slot_sums
from tests.server.feed.board import Board
from tests.server.feed.reader import Reader

NOTES = {str(number): (frozenset({"a"}), "x" * 100) for number in range(600)}


def _reader(board: Board) -> Reader:
    reader = Reader()
    reader.sync(lambda asked: board.answer(asked, {"a", "b"}))
    return reader


def test_the_sums_are_those_of_the_current_documents(board: Board) -> None:
    board.put_all(NOTES)
    board.put("7", ())
    reader = _reader(board)
    reader.hear(board.answer(reader.request(mend={"a": None, "b": None, "not mine": None}), {"a", "b"}))
    assert reader.end is not None
    held = [(key, revision) for key, (revision, _) in reader.held["a"].items()]
    assert reader.end.slots == {"a": slot_sums(held), "b": (0,) * 256}
    assert reader.end.checks.keys() == {"a", "b"}


def test_a_slot_comes_whole_and_marked(board: Board) -> None:
    board.put_all(NOTES)
    reader = _reader(board)
    slot = slot_of("note:1")
    header, *lines, end = map(
        json.loads, board.answer(reader.request(mend={"a": [slot]}), {"a", "b"}).splitlines()
    )
    assert header["mended"] == {"a": [slot]}
    assert {line["id"] for line in lines} == {
        f"note:{key}" for key in NOTES if slot_of(f"note:{key}") == slot
    }
    assert all(line["m"] is True for line in lines)
    assert end["complete"] is True


def test_all_that_was_lost_and_all_that_is_too_much_is_mended(board: Board) -> None:
    board.put_all(NOTES)
    reader = _reader(board)
    reader.held["a"] = {"note:gone": (1, {}), "note:3": (9, {})}

    def ask(asked: SyncRequest) -> bytes:
        return board.answer(asked, {"a", "b"})

    assert reader.differing(ask) == ["a"]
    assert reader.mend(ask, "a") > 64
    assert reader.differing(ask) == []
    assert reader.held["a"].keys() == {f"note:{key}" for key in NOTES}


def test_slots_that_do_not_fit_are_left_for_the_next_time(board: Board) -> None:
    board.put_all(NOTES)
    board.put("other", {"b"})
    reader = _reader(board)
    asked = reader.request(mend={"a": list(range(64)), "b": [slot_of("note:other")]})
    header = json.loads(board.answer(asked, {"a", "b"}, 1000).splitlines()[0])
    mended = header["mended"]["a"]
    assert mended == list(range(len(mended)))
    assert 0 < len(mended) < 64
    header = json.loads(board.answer(asked, {"a", "b"}, 1).splitlines()[0])
    assert header["mended"] == {"a": [0]}, "the first one always, even if it is too long"


def test_a_page_that_is_not_complete_mends_nothing(board: Board) -> None:
    board.put_all(NOTES)
    header, *_, end = map(
        json.loads, board.answer(Reader().request(mend={"a": [1]}, check=True), {"a"}, 1000).splitlines()
    )
    assert "mended" not in header
    assert (end["complete"], end["checks"]) == (False, {})


def test_checks_of_all_buckets_when_asked(board: Board) -> None:
    board.put("1", {"a"})
    reader = _reader(board)
    reader.hear(board.answer(reader.request(), {"a", "b"}))
    assert reader.end is not None
    assert reader.end.checks == {}
    reader.hear(board.answer(reader.request(check=True), {"a", "b"}))
    assert {bucket: check.count for bucket, check in reader.end.checks.items()} == {"a": 1, "b": 0}
