"""Every operation received becomes an entry of the log, with its place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from server.database import transaction
from server.inbox.decide import dismiss, mend
from server.inbox.models import InboxOperation
from server.people.models import Person
from server.review.models import LogEntry
from server.review.services import return_entry
from tests.device import Device
from tests.world import World


def _entry(session: Session, operation_id: str) -> LogEntry:
    session.rollback()
    return session.get_one(LogEntry, operation_id)


def test_a_tick_is_an_open_entry_with_its_place(world: World, phone: Device, session: Session) -> None:
    tick = phone.operation("round.tick", f"round:{world.round}", {"visit": world.visits[0]})
    phone.sync(tick)
    entry = _entry(session, tick["id"])
    assert (entry.kind, entry.status, entry.state) == ("round.tick", "applied", "open")
    assert (entry.person_id, entry.organisation_id) == (world.cleaner, world.landlord)
    assert (entry.property_id, entry.building_id, entry.district_code) == (
        world.property,
        world.own_building,
        "703",
    )
    assert (entry.round_id, entry.visit_id) == (world.round, world.visits[0])
    assert entry.received_at >= entry.recorded_at


def test_a_comment_is_only_noted(world: World, caretakers_phone: Device, session: Session) -> None:
    comment = caretakers_phone.operation(
        "work_order.comment", f"work_order:{world.order}", {"text": "Tilasin lampun."}
    )
    caretakers_phone.sync(comment)
    entry = _entry(session, comment["id"])
    assert (entry.state, entry.order_id, entry.property_id) == ("noted", world.order, world.property)


def test_a_flagged_start_is_open(world: World, other_phone: Device, session: Session) -> None:
    start = other_phone.operation("round.start", f"round:{world.round}")
    other_phone.sync(start)
    entry = _entry(session, start["id"])
    assert (entry.status, entry.state) == ("flagged", "open")


def test_the_same_operation_again_makes_no_second_entry(
    world: World, phone: Device, session: Session
) -> None:
    tick = phone.operation("round.tick", f"round:{world.round}", {"visit": world.visits[0]})
    phone.sync(tick)
    phone.sync(tick)
    session.rollback()
    assert session.scalar(select(func.count()).select_from(LogEntry)) == 1


@pytest.mark.parametrize(
    ("kind", "payload", "reason"),
    [
        ("round.polish", {"visit": "x"}, "unknown_kind"),
        ("round.tick", {"minutes": "many"}, "invalid_payload"),
        ("round.tick", {"visit": str(uuid7())}, "unknown_target"),
    ],
)
def test_what_was_quarantined_is_open_and_placed_by_its_target(
    world: World, phone: Device, session: Session, kind: str, payload: dict[str, str], reason: str
) -> None:
    broken = phone.operation(kind, f"round:{world.round}", payload)
    [result] = phone.sync(broken)
    assert (result["status"], result["reason"]) == ("quarantined", reason)
    entry = _entry(session, broken["id"])
    assert (entry.kind, entry.status, entry.state) == (kind, "quarantined", "open")
    assert (entry.round_id, entry.property_id, entry.district_code) == (world.round, world.property, "703")


@pytest.mark.parametrize("target", ["round:nowhere", "work_order:", "nonsense", "property:x", 7, None])
def test_a_target_that_leads_nowhere_leaves_the_place_open(
    phone: Device, session: Session, target: object
) -> None:
    broken = phone.operation("round.tick", "round:x") | {"target": target}
    [result] = phone.sync(broken)
    assert result["status"] == "quarantined"
    entry = _entry(session, broken["id"])
    assert (entry.property_id, entry.district_code, entry.state) == (None, None, "open")


def test_an_operation_about_things_that_do_not_exist_is_kept(
    world: World, phone: Device, session: Session
) -> None:
    new = phone.operation(
        "work_order.create",
        f"work_order:{uuid7()}",
        {
            "property": f"property:{uuid7()}",
            "category": "yard",
            "urgency": "minor",
            "description": "Aita on rikki.",
        },
    )
    tick = phone.operation("round.tick", f"round:{world.round}", {"visit": world.visits[0]})
    assert [result["status"] for result in phone.sync(new, tick)] == ["quarantined", "applied"]
    assert _entry(session, new["id"]).property_id is None


def test_what_is_no_operation_at_all_is_an_entry_too(phone: Device, session: Session) -> None:
    phone.sync("nonsense", [1, 2], {"kind": "x" * 500})
    session.rollback()
    entries = session.scalars(select(LogEntry)).all()
    assert len(entries) == 3
    assert {entry.kind for entry in entries} == {None}


def _decided(operation_id: str, decide: Callable[[Session, InboxOperation], object]) -> None:
    with transaction() as session:
        decide(session, session.get_one(InboxOperation, operation_id))


def test_a_mended_operation_becomes_an_entry_like_any_other(
    world: World, phone: Device, session: Session
) -> None:
    broken = phone.operation("round.tick", "nowhere", {"visit": world.visits[0]})
    phone.sync(broken)
    assert _entry(session, broken["id"]).round_id is None
    corrected = broken | {"target": f"round:{world.round}"}
    _decided(
        broken["id"], lambda session, row: mend(session, row, corrected, world.admin, None, datetime.now(UTC))
    )
    entry = _entry(session, broken["id"])
    assert (entry.status, entry.state, entry.kind) == ("applied", "open", "round.tick")
    assert (entry.round_id, entry.visit_id) == (world.round, world.visits[0])
    assert (entry.property_id, entry.building_id, entry.district_code) == (
        world.property,
        world.own_building,
        "703",
    )
    assert (entry.reviewed_by_id, entry.comment) == (None, None)


def test_a_mended_start_is_only_noted(world: World, phone: Device, session: Session) -> None:
    broken = phone.operation("round.start", f"round:{world.round}") | {"base_revision": "x"}
    phone.sync(broken)
    corrected = broken | {"base_revision": None}
    _decided(
        broken["id"], lambda session, row: mend(session, row, corrected, world.admin, None, datetime.now(UTC))
    )
    assert _entry(session, broken["id"]).state == "noted"


def test_applying_what_was_quarantined_answers_a_return(
    world: World, phone: Device, session: Session
) -> None:
    tick = phone.operation("round.tick", f"round:{world.round}", {"visit": world.visits[0]})
    phone.sync(tick)
    with transaction() as writing:
        by = writing.get_one(Person, world.supervisor)
        return_entry(writing, writing.get_one(LogEntry, tick["id"]), "Jäi kesken.", by, datetime.now(UTC))
    again = phone.operation("round.tick", f"round:{world.round}", {"visit": world.visits[0], "minutes": -1})
    phone.sync(again)
    assert not _entry(session, tick["id"]).is_redone
    corrected = again | {"payload": {"visit": world.visits[0]}}
    _decided(
        again["id"], lambda session, row: mend(session, row, corrected, world.admin, None, datetime.now(UTC))
    )
    assert _entry(session, tick["id"]).is_redone


def test_a_dismissed_operation_is_done_with(world: World, phone: Device, session: Session) -> None:
    broken = phone.operation("round.tick", f"round:{world.round}", {"visit": "x"})
    phone.sync(broken)
    now = datetime.now(UTC)
    _decided(broken["id"], lambda session, row: dismiss(session, row, world.supervisor, "Turha.", now))
    entry = _entry(session, broken["id"])
    assert (entry.status, entry.state, entry.comment) == ("quarantined", "dismissed", "Turha.")
    assert (entry.reviewed_by_id, entry.reviewed_at) == (world.supervisor, now)
    phone.sync()
    assert f"return:{broken['id']}" not in phone.documents
