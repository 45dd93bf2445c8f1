"""A batch is kept whole whatever is in it, in its order, and once, however often and at once it comes."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from server.database import Busy, db
from server.inbox import receive, registry
from server.inbox.models import InboxOperation
from server.inbox.receive import OPERATIONS_PER_TRANSACTION
from server.inbox.registry import Author, Outcome, Received, register_handler
from server.people.devices import author_from
from server.review import entries
from server.review.models import LogEntry
from server.rounds import operations as round_operations
from server.rounds.models import Visit, VisitRecord
from tests.device import Device
from tests.world import World


@pytest.fixture
def phone(client: FlaskClient, world: World) -> Device:
    """The cleaner's phone, with the first download done."""
    device = Device(client, world.cleaner)
    device.sync()
    return device


def _ticks(phone: Device, world: World, count: int) -> list[dict[str, Any]]:
    visits = world.visits
    return [
        phone.operation("round.tick", f"round:{world.round}", {"visit": visits[index % len(visits)]})
        for index in range(count)
    ]


def _author(session: Session, phone: Device) -> Author:
    author = author_from(session, phone.person, phone.joined["device"])
    session.rollback()
    return author


POISON: list[Any] = [
    None,
    True,
    0,
    "x" * 60_000,
    [],
    {},
    [[[[{}]]]],
    {"id": "0193b0c0-0000-7000-8000-0000000000b1"},
    {"id": "0193B0C0-0000-7000-8000-0000000000B1"},
    {"id": "0193b0c0-0000-7000-8000-0000000000b2", "kind": "round.tick\u0000"},
    {"id": "0193b0c0-0000-7000-8000-0000000000b3", "kind": "\ud83d", "target": "\udc00"},
    {"id": "0193b0c0-0000-7000-8000-0000000000b4", "kind": "k" * 60_000, "target": "t" * 1000},
]
BROKEN: list[dict[str, Any]] = [
    {"sequence": 2**53 - 1},
    {"sequence": 2**31},
    {"recorded_at": "9999-12-31T23:59:59.999Z"},
    {"recorded_at": "0001-01-01T00:00:00Z"},
    {"clock": {"server_time": "0001-01-01T00:00:00Z", "elapsed_ms": 2**53 - 1}},
    {"clock": {"server_time": "9999-12-31T23:59:59Z", "elapsed_ms": 0}},
    {"base_revision": 2**53 - 1},
    {"seen": {"\u0000": "\u0000", "\ud83d": None}},
    {"kind": "a" * 32 + "." + "b" * 32},
    {"kind_version": 2**53 - 1},
]


def test_no_poison_stops_the_work_beside_it(world: World, phone: Device, session: Session) -> None:
    tick, last = _ticks(phone, world, 2)
    broken = [
        phone.operation("round.tick", f"round:{world.round}", {"visit": world.visits[0]}) | fields
        for fields in BROKEN
    ]
    sent = [tick, *POISON, *broken, last]
    results = phone.sync(*sent)
    assert len(results) == len(sent)
    assert {result["status"] for result in results} <= {"applied", "flagged", "quarantined"}
    by_id = {result["id"]: result["status"] for result in results}
    assert by_id[tick["id"]] in {"applied", "flagged"}
    assert session.get_one(Visit, world.visits[1]).state == "done"
    assert session.scalar(select(func.count()).select_from(LogEntry)) == len(sent)
    again = phone.sync(*sent)
    assert {result["id"]: result["status"] for result in again} == by_id
    session.rollback()
    assert session.scalar(select(func.count()).select_from(InboxOperation)) == len(sent)


def test_the_same_operation_twice_in_a_batch_counts_once(
    world: World, phone: Device, session: Session
) -> None:
    [tick] = _ticks(phone, world, 1)
    assert [result["status"] for result in phone.sync(tick, tick)] == ["applied", "applied"]
    assert session.scalar(select(func.count()).select_from(VisitRecord)) == 1


def test_one_id_for_two_operations_keeps_both(world: World, phone: Device, session: Session) -> None:
    one, other = _ticks(phone, world, 2)
    other["id"] = one["id"]
    first, second = phone.sync(one, other)
    assert (first["id"], first["status"]) == (one["id"], "applied")
    assert (second["id"], second["status"], second["reason"]) == (one["id"], "quarantined", "id_reused")
    assert session.get_one(Visit, world.visits[1]).state == "open"


def test_another_persons_operation_is_not_told_under_its_id(
    world: World, phone: Device, client: FlaskClient
) -> None:
    [tick] = _ticks(phone, world, 1)
    phone.sync(tick)
    [result] = Device(client, world.other_cleaner).sync(tick)
    assert (result["status"], result["reason"], result["at"]) == ("quarantined", "id_reused", {})


def test_operations_are_applied_in_the_order_of_their_numbers(
    world: World, phone: Device, session: Session
) -> None:
    tick, untick = (
        phone.operation(kind, f"round:{world.round}", {"visit": world.visits[0]})
        for kind in ("round.tick", "round.untick")
    )
    assert [result["id"] for result in phone.sync(untick, tick)] == [tick["id"], untick["id"]]
    assert session.get_one(Visit, world.visits[0]).state == "open"


def test_what_could_not_be_taken_and_all_after_it_come_later(
    world: World, phone: Device, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticks = _ticks(phone, world, OPERATIONS_PER_TRANSACTION * 2 + 1)
    take = receive._receive_batch
    taken: list[int] = []

    def sometimes(source: receive.Source, batch: Any) -> Any:
        taken.append(len(batch))
        if len(taken) == 2:
            raise Busy
        return take(source, batch)

    monkeypatch.setattr(receive, "_receive_batch", sometimes)
    results = phone.sync(*ticks)
    assert taken == [OPERATIONS_PER_TRANSACTION] * 2, "the third portion must not overtake the second"
    assert [result["id"] for result in results] == [tick["id"] for tick in ticks]
    late = [result["status"] for result in results[OPERATIONS_PER_TRANSACTION:]]
    assert late == ["later"] * (OPERATIONS_PER_TRANSACTION + 1)
    assert session.scalar(select(func.count()).select_from(InboxOperation)) == OPERATIONS_PER_TRANSACTION


@pytest.mark.parametrize("failures", [1, 2])
def test_a_deadlock_is_tried_again(world: World, phone: Device, session: Session, failures: int) -> None:
    left = [failures]

    def unlucky(session: Session, received: Received) -> Outcome:
        if left[0]:
            left[0] -= 1
            raise OperationalError("", {}, Exception("database is locked"))
        return round_operations.tick(session, received)

    register_handler("round.tick", unlucky)
    try:
        results = phone.sync(*_ticks(phone, world, 3))
    finally:
        register_handler("round.tick", round_operations.tick)
    assert [result["status"] for result in results] == ["applied"] * 3
    assert session.scalar(select(func.count()).select_from(VisitRecord)) == 3


def test_after_three_attempts_nothing_is_acknowledged(world: World, phone: Device, session: Session) -> None:
    attempts: list[str] = []

    def locked(_session: Session, received: Received) -> Outcome:
        attempts.append(received.operation.id)
        raise OperationalError("", {}, Exception("database is locked"))

    register_handler("round.tick", locked)
    try:
        answer = phone.post(*_ticks(phone, world, 1))
    finally:
        register_handler("round.tick", round_operations.tick)
    assert (answer.status_code, answer.get_json()["code"]) == (503, "busy")
    assert len(attempts) == receive.ATTEMPTS
    assert session.scalar(select(func.count()).select_from(InboxOperation)) == 0


def test_an_error_of_the_database_that_stays_quarantines_its_operation_alone(
    world: World, phone: Device, session: Session
) -> None:
    ticks = _ticks(phone, world, 2)

    def fail(session: Session, received: Received) -> Outcome:
        if received.operation.id == ticks[0]["id"]:
            raise IntegrityError("", {}, Exception("violates a constraint"))
        return round_operations.tick(session, received)

    register_handler("round.tick", fail)
    try:
        results = phone.sync(*ticks)
    finally:
        register_handler("round.tick", round_operations.tick)
    assert [(result["status"], result["reason"]) for result in results] == [
        ("quarantined", "apply_failed"),
        ("applied", None),
    ]


def test_a_kind_that_no_subject_applies_is_unknown(
    world: World, phone: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(registry._handlers, "round.tick")
    [result] = phone.sync(*_ticks(phone, world, 1))
    assert (result["status"], result["reason"]) == ("quarantined", "unknown_kind")


def test_a_listener_that_trips_over_what_an_operation_names_is_told_again_without(
    world: World, phone: Device, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    once = entries._place

    def nowhere(*arguments: Any) -> dict[str, str | None]:
        place = once(*arguments)
        return place | {"property_id": "0193b0c0-0000-7000-8000-00000000ffff"} if arguments[3] else place

    monkeypatch.setattr(entries, "_place", nowhere)
    [tick] = _ticks(phone, world, 1)
    assert phone.sync(tick)[0]["status"] == "applied"
    session.rollback()
    assert session.get_one(LogEntry, tick["id"]).property_id is None


def test_the_same_batch_at_once_is_stored_once(
    app: Flask, world: World, phone: Device, session: Session
) -> None:
    ticks = _ticks(phone, world, 5)
    author = _author(session, phone)
    start = threading.Barrier(3)
    answers: list[list[str]] = []

    def send() -> None:
        with app.app_context():
            start.wait(timeout=30)
            try:
                results = receive.receive(author, phone.stream, ticks, datetime.now(UTC))
                answers.append([result.status for result in results])
            except Busy:
                answers.append([])
            finally:
                db.session.remove()

    threads = [threading.Thread(target=send) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(answers) == 3
    assert [result["status"] for result in phone.sync(*ticks)] == ["applied"] * 5
    session.rollback()
    assert session.scalar(select(func.count()).select_from(InboxOperation)) == 5
    assert session.scalar(select(func.count()).select_from(VisitRecord)) == 5
    assert all(set(statuses) <= {"applied"} for statuses in answers)


def test_what_is_held_is_not_even_tried(world: World, phone: Device, session: Session) -> None:
    [tick] = _ticks(phone, world, 1)
    author = _author(session, phone)
    results = receive.receive(author, phone.stream, [tick, {"id": "x"}], datetime.now(UTC), "access_ended")
    assert {(result.status, result.reason) for result in results} == {("quarantined", "access_ended")}
    assert session.get_one(Visit, world.visits[0]).state == "open"
    details = set(session.scalars(select(InboxOperation.detail)))
    assert None in details
    assert any("malformed_operation" in detail for detail in details if detail), "what it would have been"
