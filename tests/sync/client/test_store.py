"""The store on disk: every write is one transaction, and what was written is there after a restart."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from sync.messages import Pending, Result
from sync.outbox import Caution, Entry
from sync.ports import Behind
from sync.position import KEPT, Copy, Edit, Healing, Position, Reading
from sync.store import SqliteStore
from tests.sync.client.fakes import ACCOUNT, DEVICE, NOW, OTHER, PERSON, QuickStore


@pytest.fixture
def store(tmp_path: Path) -> Iterator[QuickStore]:
    made = QuickStore(tmp_path / "store")
    yield made
    made.close()


def _record(
    store: SqliteStore,
    number: int = 1,
    person: str = PERSON,
    recorded_at: str = "2026-04-01T11:00:00.000+03:00",
) -> Entry:
    return store.record(
        person,
        lambda sequence: {
            "id": f"o{number}",
            "sequence": sequence,
            "recorded_at": recorded_at,
            "text": "\ud83d",
        },
    )


def _acknowledge(store: SqliteStore, *numbers: int, epoch: str = "one", status: str = "applied") -> int:
    results = [Result(f"o{number}", status, {"b": 1}, ("already_done",)) for number in numbers]
    return store.acknowledge(results, NOW, epoch)


def test_everything_is_there_after_a_restart(tmp_path: Path):
    position = Position(
        *(PERSON, 0, "one", {"b": 3}, 2),
        readings={"b": Reading(1, 2)},
        healings={"b": Healing("slots", NOW, (1, 2))},
        server_time=NOW,
        succeeded_at=NOW,
    )
    first = SqliteStore(tmp_path / "a" / "b")
    stream = first.stream()
    first.save_account(ACCOUNT)
    _record(first, 1)
    _record(first, 2)
    _acknowledge(first, 1)
    first.save_caution(Caution(7, "x", ("o2",), 2))
    written = first.write(position, [Edit("b", "x:1", Copy(3, 2, {"a": [1]}))])
    before = first.entries(PERSON)
    first.close()

    again = SqliteStore(tmp_path / "a" / "b")
    assert (again.stream(), again.account(), again.entries(PERSON)) == (stream, ACCOUNT, before)
    assert again.caution() == Caution(7, "x", ("o2",), 2)
    assert again.position() == written == replace(position, writes=1)
    assert again.copies_of(["x:1", "x:2"]) == {"x:1": {"b": Copy(3, 2, {"a": [1]})}}
    assert _record(again, 3).sequence == 3
    again.close()


def test_commits_reach_the_disk_before_a_call_returns(tmp_path: Path):
    store = SqliteStore(tmp_path)
    for connection in (store._outbox, store._documents):
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    store.close()


class _Dies(SqliteStore):
    """Its process ends just before the commit of one database."""

    doomed: str | None = None

    @contextmanager
    def _transaction(self, name: str, connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
        with super()._transaction(name, connection) as opened:
            yield opened
            if name == self.doomed:
                raise KeyboardInterrupt


WRITES = {
    "record": ("outbox", lambda store: _record(store, 9)),
    "acknowledge": ("outbox", lambda store: _acknowledge(store, 2)),
    "settle": ("outbox", lambda store: store.settle(["o1"])),
    "reopen": ("outbox", lambda store: store.reopen(PERSON, "two")),
    "prune": ("outbox", lambda store: store.prune(PERSON, NOW + timedelta(days=60), NOW)),
    "set_aside": ("outbox", lambda store: store.set_aside("o2", "x")),
    "retry_set_aside": ("outbox", lambda store: store.retry_set_aside(PERSON)),
    "save_caution": ("outbox", lambda store: store.save_caution(Caution(3))),
    "save_account": ("outbox", lambda store: store.save_account(replace(ACCOUNT, token="t"))),
    "renew_token": ("outbox", lambda store: store.renew_token(DEVICE, "t")),
    "write": ("documents", lambda store: store.write(store.position(), [Edit("b", "x:1", None)])),
    "forget": ("documents", lambda store: store.forget(store.position())),
}


def _all(store: SqliteStore) -> object:
    held = {bucket: store.copies_in(bucket) for bucket in sorted(store.buckets())}
    return store.entries(PERSON), store.caution(), store.account(), store.position(), held


@pytest.mark.parametrize("name", WRITES)
def test_every_write_is_one_transaction(tmp_path: Path, name: str):
    database, write = WRITES[name]
    store = _Dies(tmp_path)
    store.save_account(ACCOUNT)
    for number in (1, 2, 3):
        _record(store, number)
    _acknowledge(store, 1)
    if name == "prune":
        store.settle(["o1"])
    store.set_aside("o3", "x")
    store.write(Position(PERSON), [Edit("b", "x:1", Copy(1, 0, None))])
    before = _all(store)

    store.doomed = database
    with pytest.raises(KeyboardInterrupt):
        write(store)
    store.close()
    again = SqliteStore(tmp_path)
    assert _all(again) == before
    write(again)
    assert _all(again) != before
    again.close()


def test_nobody_else_on_the_machine_may_look_into_the_folder(tmp_path: Path):
    QuickStore(tmp_path / "below" / "store").close()
    assert (tmp_path / "below" / "store").stat().st_mode & 0o777 == 0o700


def test_an_outbox_belongs_to_its_person(store: QuickStore):
    _record(store, 1)
    _record(store, 2, OTHER)
    assert [entry.id for entry in store.waiting(OTHER, 10)] == ["o2"]
    assert [entry.id for entry in store.unsettled(PERSON)] == ["o1"]
    assert (store.pending_of_others(PERSON), store.pending_of_others(OTHER)) == (1, 1)
    assert store.pending(PERSON).count == 1
    assert store.retry_set_aside(OTHER) == 0


def test_pending_counts_what_is_left_and_what_was_set_aside(store: QuickStore):
    for number in (1, 2, 3):
        _record(store, number, recorded_at=f"2026-04-0{number}T08:00:00Z")
    store.set_aside("o1", "invalid_request")
    assert store.pending(PERSON).count == 3
    assert store.pending(PERSON, after=2) == Pending(2, NOW)
    assert [entry.id for entry in store.waiting(PERSON, 10)] == ["o2", "o3"]
    assert store.pending(OTHER) == Pending()


def test_whoever_is_set_aside_no_longer_makes_batches_short(store: QuickStore):
    _record(store)
    store.save_caution(Caution(1, "internal_error", ("o1",), 3))
    store.set_aside("o1", "internal_error")
    assert store.caution() == Caution()
    assert [(entry.state, entry.refusal) for entry in store.entries(PERSON)] == [
        ("set_aside", "internal_error")
    ]
    assert (store.retry_set_aside(PERSON), store.retry_set_aside(PERSON)) == (1, 0)
    assert [(entry.state, entry.refusal) for entry in store.entries(PERSON)] == [("waiting", None)]


def test_what_recording_gives_is_what_was_kept(store: QuickStore):
    assert [_record(store, 1), _record(store, 2)] == list(store.entries(PERSON))
    assert [entry.sequence for entry in store.entries(PERSON)] == [1, 2]


def test_a_time_that_is_none_does_not_stop_the_rest(store: QuickStore):
    _record(store, 1, recorded_at="yesterday")
    assert store.pending(PERSON) == Pending(1, None)


def test_results_of_nothing_that_waits_change_nothing(store: QuickStore):
    _record(store, 1)
    assert _acknowledge(store, 1, 7) == 1
    assert _acknowledge(store, 1) == 0
    _record(store, 2)
    assert _acknowledge(store, 2, status="later") == 0
    assert [entry.state for entry in store.entries(PERSON)] == ["acknowledged", "waiting"]


def test_what_another_epoch_acknowledged_waits_again_once(store: QuickStore):
    for number in (1, 2, 3):
        _record(store, number)
    _acknowledge(store, 1, 2)
    _acknowledge(store, 3, epoch="two")
    store.settle(["o1"])
    assert (store.reopen(PERSON, "two"), store.reopen(PERSON, "two")) == (2, 0)
    entries = store.entries(PERSON)
    assert [(entry.id, entry.state) for entry in entries] == [
        ("o1", "waiting"),
        ("o2", "waiting"),
        ("o3", "acknowledged"),
    ]
    assert entries[0].operation["text"] == "\ud83d"
    assert _record(store, 4).sequence == 4


def test_only_what_is_settled_old_and_backed_up_is_pruned(store: QuickStore):
    for number in (1, 2):
        _record(store, number)
    _acknowledge(store, 1, 2)
    store.settle(["o1"])
    assert store.prune(PERSON, NOW, NOW) == 0
    assert store.prune(PERSON, NOW + timedelta(days=1), NOW - timedelta(seconds=1)) == 0
    assert store.prune(OTHER, NOW + timedelta(days=1), NOW) == 0
    assert store.prune(PERSON, NOW + timedelta(days=1), NOW) == 1
    assert [entry.id for entry in store.entries(PERSON)] == ["o2"]


def test_a_token_is_renewed_for_its_own_device_only(store: QuickStore):
    store.renew_token(DEVICE, "nobody has joined")
    assert store.account() is None
    store.save_account(ACCOUNT)
    store.renew_token("another device", "x")
    assert store.account() == ACCOUNT
    store.renew_token(DEVICE, "newer")
    assert store.account() == replace(ACCOUNT, token="newer")


def test_documents_are_read_by_bucket_and_by_id(store: QuickStore):
    copies = [Copy(number, 0, {"n": number}) for number in range(1200)]
    store.write(
        Position(), [Edit("a", f"x:{copy.revision}", copy) for copy in copies] + [Edit("", "x:7", copies[0])]
    )
    assert set(store.buckets()) == {"a", KEPT}
    assert store.copies_in("a") == {f"x:{copy.revision}": copy for copy in copies}
    assert store.revisions_in("a")["x:9"] == 9
    found = store.copies_of([f"x:{number}" for number in range(1201)])
    assert len(found) == 1200
    assert found["x:7"] == {"a": copies[7], KEPT: copies[0]}


def test_who_is_behind_writes_nothing(store: QuickStore):
    old = store.position()
    store.write(old, [Edit("b", "x:1", Copy(1, 0, {}))])
    with pytest.raises(Behind):
        store.write(old, [Edit("b", "x:1", None)])
    with pytest.raises(Behind):
        store.forget(old)
    assert store.buckets() == ["b"]
    assert store.forget(store.position()).writes == 2
    assert store.buckets() == []
