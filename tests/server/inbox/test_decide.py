"""What was quarantined is applied, mended or dismissed: once, by the way of any other operation, told to its worker."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from server.database import Busy, transaction
from server.inbox.decide import AlreadyDecided, CommentMissing, TooLarge, apply_quarantined, dismiss, mend
from server.inbox.models import InboxDecision, InboxOperation
from server.inbox.registry import Outcome, Received, register_handler
from server.jobs import move_windows
from server.people.models import Person
from server.products.models import ProductUse
from server.review.models import LogEntry
from server.rounds import operations as round_operations
from server.rounds.models import Round, Visit, VisitRecord
from tests.device import Device
from tests.world import World


@pytest.fixture
def phone(client: FlaskClient, world: World) -> Device:
    """The cleaner's phone, with the first download done."""
    device = Device(client, world.cleaner)
    device.sync()
    return device


def _quarantined(phone: Device, operation: Any) -> str:
    """Send an operation that can't be applied; returns the id under which the inbox keeps it."""
    [result] = phone.sync(operation)
    assert result["status"] == "quarantined", result
    key: str = result["id"]
    return key


def _early_tick(phone: Device, world: World, **fields: Any) -> dict[str, Any]:
    """A tick of a round that the server does not have yet: it can be applied as it came once `_move_in` was called."""
    target, visit = _waiting_round(world)
    return phone.operation("round.tick", f"round:{target}", {"visit": visit}, **fields)


def _waiting_round(world: World) -> tuple[str, str]:
    return "0193b0c0-0000-7000-8000-0000000000a1", "0193b0c0-0000-7000-8000-0000000000a2"


def _move_in(world: World, phone: Device) -> None:
    """The round arrives after all."""
    key, visit = _waiting_round(world)
    with transaction() as session:
        like = session.get_one(Round, world.round)
        session.add(
            Round(
                id=key,
                plan_id=None,
                property_id=like.property_id,
                building_id=like.building_id,
                organisation_id=like.organisation_id,
                person_id=phone.person,
                work=like.work,
                on=like.on,
            )
        )
        session.flush()
        session.add(
            Visit(
                id=visit, round_id=key, position=1, space_id=world.spaces[0], tasks=["mop"], norm_minutes=10
            )
        )


def _apply(key: str, world: World, now: datetime | None = None) -> str:
    with transaction() as session:
        row = session.get_one(InboxOperation, key)
        return apply_quarantined(session, row, world.supervisor, now or datetime.now(UTC)).outcome


def _mend(key: str, world: World, corrected: dict[str, Any], comment: str | None = None) -> str:
    with transaction() as session:
        row = session.get_one(InboxOperation, key)
        return mend(session, row, corrected, world.supervisor, comment, datetime.now(UTC)).outcome


def _dismiss(key: str, world: World, comment: str = "Tehty jo toisella merkinnällä.") -> None:
    with transaction() as session:
        row = session.get_one(InboxOperation, key)
        dismiss(session, row, world.supervisor, comment, datetime.now(UTC))


def _decisions(session: Session, key: str) -> list[InboxDecision]:
    session.rollback()
    statement = select(InboxDecision).where(InboxDecision.operation_id == key).order_by(InboxDecision.at)
    return list(session.scalars(statement))


def test_applied_as_it_came_it_takes_effect_and_the_worker_is_told(
    world: World, phone: Device, session: Session
) -> None:
    tick = _early_tick(phone, world)
    key = _quarantined(phone, tick)
    _move_in(world, phone)
    assert _apply(key, world) == "applied"

    row = session.get_one(InboxOperation, key)
    assert (row.status, row.reason, row.flags, row.is_undecided) == ("applied", None, [], False)
    assert session.get_one(VisitRecord, tick["id"]).person_id == world.cleaner
    phone.sync()
    target = tick["target"]
    assert phone.documents[target]["visits"][0]["by"] == f"person:{world.cleaner}"
    told = phone.documents[f"decision:{key}"]
    assert told == {
        "type": "decision",
        "operation": key,
        "outcome": "applied",
        "comment": None,
        "by": f"person:{world.supervisor}",
        "at": told["at"],
    }


def test_the_effect_and_the_decision_reach_a_device_together(
    world: World, phone: Device, session: Session
) -> None:
    tick = _early_tick(phone, world)
    key = _quarantined(phone, tick)
    _move_in(world, phone)
    phone.sync()
    _apply(key, world)
    bucket = f"person:{world.cleaner}"
    before = phone.cursor[bucket]
    [result] = phone.sync(tick)
    assert before < result["at"][bucket] <= phone.cursor[bucket]
    assert phone.by_bucket[bucket].keys() >= {tick["target"], f"decision:{key}"}


def test_sent_again_it_answers_its_present_status(world: World, phone: Device) -> None:
    tick = _early_tick(phone, world)
    key = _quarantined(phone, tick)
    assert phone.sync(tick)[0]["status"] == "quarantined"
    _move_in(world, phone)
    _apply(key, world)
    [result] = phone.sync(tick)
    assert (result["status"], result["reason"]) == ("applied", None)
    assert result["at"][f"person:{world.cleaner}"] > 0


def test_its_time_is_that_of_its_receipt_and_its_author_the_one_who_sent_it(
    world: World, phone: Device, session: Session
) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    clock = {"server_time": (now - timedelta(hours=2)).isoformat(), "elapsed_ms": 3_600_000}
    recorded = (now - timedelta(hours=1)).isoformat()
    tick = _early_tick(phone, world, clock=clock, recorded_at=recorded)
    key = _quarantined(phone, tick)
    _move_in(world, phone)
    assert _apply(key, world, now + timedelta(days=5)) == "applied"
    row = session.get_one(InboxOperation, key)
    assert abs(row.corrected_at - (now - timedelta(hours=1))) < timedelta(seconds=2)
    record = session.get_one(VisitRecord, tick["id"])
    assert (record.at, record.person_id) == (row.corrected_at, world.cleaner)
    assert row.recorded_at == datetime.fromisoformat(recorded)


def test_what_still_does_not_fit_stays_with_the_new_reason_and_the_attempt_is_kept(
    world: World, phone: Device, session: Session
) -> None:
    key = _quarantined(phone, _early_tick(phone, world))
    with transaction() as writing:
        writing.get_one(InboxOperation, key).reason = "apply_failed"
    assert _apply(key, world) == "quarantined"
    row = session.get_one(InboxOperation, key)
    assert (row.status, row.reason, row.is_undecided) == ("quarantined", "unknown_target", True)
    [attempt] = _decisions(session, key)
    assert (attempt.action, attempt.outcome, attempt.reason) == ("apply", "quarantined", "unknown_target")
    assert session.get_one(LogEntry, key).state == "open"
    phone.sync()
    assert f"decision:{key}" not in phone.documents
    _move_in(world, phone)
    assert _apply(key, world) == "applied"
    assert [made.outcome for made in _decisions(session, key)] == ["quarantined", "applied"]


def test_a_handler_that_fails_again_undoes_only_its_own_work(
    world: World, phone: Device, session: Session
) -> None:
    tick = phone.operation("round.tick", f"round:{world.round}", {"visit": world.visits[0]})

    def fail(session: Session, received: Received) -> Outcome:
        round_operations.tick(session, received)
        raise RuntimeError("poison")

    register_handler("round.tick", fail)
    try:
        key = _quarantined(phone, tick)
        assert _apply(key, world) == "quarantined"
    finally:
        register_handler("round.tick", round_operations.tick)
    session.rollback()
    assert session.get_one(InboxOperation, key).reason == "apply_failed"
    assert session.get(VisitRecord, tick["id"]) is None
    assert session.get_one(Visit, world.visits[0]).state == "open"
    assert _apply(key, world) == "applied"


def test_a_database_that_is_busy_decides_nothing(
    world: World, phone: Device, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    tick = _early_tick(phone, world)
    key = _quarantined(phone, tick)
    _move_in(world, phone)

    def locked(*_: Any) -> Outcome:
        raise OperationalError("", {}, Exception("database is locked"))

    register_handler("round.tick", locked)
    try:
        with pytest.raises(Busy):
            _apply(key, world)
    finally:
        register_handler("round.tick", round_operations.tick)
    assert _decisions(session, key) == []
    assert session.get_one(InboxOperation, key).is_undecided


def test_mended_it_is_applied_and_what_came_stays_as_it_was(
    world: World, phone: Device, session: Session
) -> None:
    broken = phone.operation("round.tick", f"round:{world.round}", {"visit": world.visits[1], "minutes": -5})
    key = _quarantined(phone, broken)
    raw = session.get_one(InboxOperation, key).raw
    corrected = broken | {"payload": {"visit": world.visits[1], "minutes": 5}}
    assert _mend(key, world, corrected, " Minuutit korjattu. ") == "applied"
    session.rollback()
    row = session.get_one(InboxOperation, key)
    assert row.raw == raw
    assert (row.kind, row.target) == ("round.tick", f"round:{world.round}")
    [made] = _decisions(session, key)
    assert made.mended is not None
    assert json.loads(made.mended) == corrected
    assert (made.action, made.comment, made.by_id) == ("mend", "Minuutit korjattu.", world.supervisor)
    assert session.get_one(VisitRecord, key).minutes == 5
    phone.sync()
    assert phone.documents[f"decision:{key}"]["comment"] == "Minuutit korjattu."
    assert phone.sync(broken)[0]["status"] == "applied"


def test_a_copy_that_is_still_wrong_is_kept_as_an_attempt(
    world: World, phone: Device, session: Session
) -> None:
    broken = phone.operation("round.tick", f"round:{world.round}", {"visit": "x"})
    key = _quarantined(phone, broken)
    assert _mend(key, world, broken | {"payload": {"visit": "y"}}) == "quarantined"
    assert _mend(key, world, broken | {"kind": "round.polish"}) == "quarantined"
    assert [made.reason for made in _decisions(session, key)] == ["invalid_payload", "unknown_kind"]
    assert session.get_one(InboxOperation, key).kind is None


def test_a_copy_has_the_bound_of_any_operation(world: World, phone: Device, session: Session) -> None:
    broken = phone.operation("round.tick", f"round:{world.round}", {"visit": "x"})
    key = _quarantined(phone, broken)
    with pytest.raises(TooLarge):
        _mend(key, world, broken | {"seen": {"text": "x" * 70_000}})
    assert _decisions(session, key) == []


def test_a_copy_can_not_take_the_id_of_another_operation(
    world: World, phone: Device, session: Session
) -> None:
    tick = phone.operation("round.tick", f"round:{world.round}", {"visit": world.visits[0]})
    phone.sync(tick)
    broken = phone.operation("round.tick", f"round:{world.round}", {"visit": "x"})
    key = _quarantined(phone, broken)
    assert _mend(key, world, broken | {"id": tick["id"], "payload": {"visit": world.visits[1]}}) == "applied"
    assert session.get_one(VisitRecord, key).visit_id == world.visits[1]
    assert session.get_one(VisitRecord, tick["id"]).visit_id == world.visits[0]


def test_another_operation_under_a_known_id_is_applied_beside_it(
    world: World, phone: Device, session: Session
) -> None:
    tick = phone.operation("round.tick", f"round:{world.round}", {"visit": world.visits[0]})
    phone.sync(tick)
    other = tick | {"payload": {"visit": world.visits[1]}}
    phone.sync(other)
    key = session.scalars(select(InboxOperation.id).where(InboxOperation.reason == "id_reused")).one()
    assert _apply(key, world) == "applied"
    assert session.get_one(VisitRecord, key).visit_id == world.visits[1]


def test_what_has_no_id_of_its_own_is_applied_under_the_one_it_is_kept_by(
    world: World, phone: Device, session: Session
) -> None:
    nameless = phone.operation("round.tick", f"round:{world.round}", {"visit": world.visits[0]})
    del nameless["id"]
    key = _quarantined(phone, nameless)
    assert _apply(key, world) == "applied"
    assert session.get_one(VisitRecord, key).visit_id == world.visits[0]


def test_what_is_no_operation_at_all_can_be_tried_and_stays(
    world: World, phone: Device, session: Session
) -> None:
    key = _quarantined(phone, "nonsense")
    assert _apply(key, world) == "quarantined"
    assert session.get_one(InboxOperation, key).reason == "malformed_operation"


def test_dismissed_it_is_kept_and_the_worker_learns_why(
    world: World, phone: Device, session: Session
) -> None:
    broken = phone.operation("round.tick", f"round:{world.round}", {"visit": "x"})
    key = _quarantined(phone, broken)
    _dismiss(key, world)
    session.rollback()
    row = session.get_one(InboxOperation, key)
    assert (row.status, row.reason, row.is_undecided) == ("quarantined", "invalid_payload", False)
    assert json.loads(row.raw) == broken
    phone.sync()
    told = phone.documents[f"decision:{key}"]
    assert (told["outcome"], told["comment"]) == ("dismissed", "Tehty jo toisella merkinnällä.")
    # Devices of every build know this status.
    assert phone.sync(broken)[0]["status"] == "quarantined"
    assert len(_decisions(session, key)) == 1


@pytest.mark.parametrize("comment", ["", "  \n"])
def test_nothing_is_dismissed_without_saying_why(
    world: World, phone: Device, session: Session, comment: str
) -> None:
    key = _quarantined(phone, phone.operation("round.tick", f"round:{world.round}", {"visit": "x"}))
    with pytest.raises(CommentMissing):
        _dismiss(key, world, comment)
    assert session.get_one(InboxOperation, key).is_undecided


@pytest.mark.parametrize("first", [_apply, _dismiss])
def test_what_is_decided_is_not_decided_again(
    world: World, phone: Device, session: Session, first: Callable[..., Any]
) -> None:
    key = _quarantined(phone, _early_tick(phone, world))
    _move_in(world, phone)
    first(key, world)
    for again in (_apply, _dismiss, lambda key, world: _mend(key, world, {})):
        with pytest.raises(AlreadyDecided):
            again(key, world)
    assert len(_decisions(session, key)) == 1


def test_what_was_applied_at_once_is_not_for_deciding(world: World, phone: Device) -> None:
    tick = phone.operation("round.tick", f"round:{world.round}", {"visit": world.visits[0]})
    phone.sync(tick)
    with pytest.raises(AlreadyDecided):
        _dismiss(tick["id"], world)


def test_of_two_supervisors_at_once_the_second_sees_what_the_first_decided(
    world: World, phone: Device, session: Session
) -> None:
    """The second has read the row before the first decided: it is read again under its lock."""
    key = _quarantined(phone, phone.operation("round.tick", f"round:{world.round}", {"visit": "x"}))
    with transaction() as writing:
        stale = writing.get_one(InboxOperation, key)
        writing.expunge(stale)
    _dismiss(key, world)
    with transaction() as writing:
        writing.add(stale)
        assert stale.is_undecided
        with pytest.raises(AlreadyDecided):
            apply_quarantined(writing, stale, world.admin, datetime.now(UTC))


def test_a_decision_leaves_the_phones_after_90_days(world: World, phone: Device) -> None:
    key = _quarantined(phone, phone.operation("round.tick", f"round:{world.round}", {"visit": "x"}))
    _dismiss(key, world)
    now = datetime.now(UTC)
    for days, is_there in ((89, True), (92, False)):
        with time_machine.travel(now + timedelta(days=days), tick=False):
            move_windows(datetime.now(UTC))
        phone.sync()
        assert (f"decision:{key}" in phone.documents) is is_there


def test_its_author_has_the_employer_and_role_of_today(world: World, phone: Device, session: Session) -> None:
    use = phone.operation(
        "product_use.record",
        f"product_use:{uuid7()}",
        {
            "product": f"product:{world.eco_product}",
            "amount": -1,
            "unit": "ml",
            "property": f"property:{world.property}",
        },
    )
    key = _quarantined(phone, use)
    with transaction() as writing:
        writing.get_one(Person, world.cleaner).organisation_id = world.company
    _mend(key, world, use | {"payload": use["payload"] | {"amount": 20}})
    recorded = session.scalars(select(ProductUse)).one()
    assert (recorded.by_id, recorded.organisation_id) == (world.cleaner, world.company)
