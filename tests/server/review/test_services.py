"""Approving and sending back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy.orm import Session

from server.database import transaction
from server.inbox.decide import dismiss
from server.inbox.models import InboxOperation
from server.jobs import move_windows
from server.local_time import day_begin, local_day
from server.people.models import Person
from server.review.models import LogEntry
from server.review.services import AlreadyReviewed, CommentMissing, approve, return_entry
from server.rounds.models import Visit
from server.work_orders.models import WorkOrder
from tests.device import Device
from tests.world import World


def _approve(world: World, *keys: str, by: str = "") -> int:
    with transaction() as session:
        entries = [session.get_one(LogEntry, key) for key in keys]
        return len(
            approve(session, entries, session.get_one(Person, by or world.supervisor), datetime.now(UTC))
        )


def _send_back(world: World, key: str, comment: str = "Lattia jäi pesemättä.", by: str = "") -> None:
    with transaction() as session:
        person = session.get_one(Person, by or world.supervisor)
        return_entry(session, session.get_one(LogEntry, key), comment, person, datetime.now(UTC))


def _tick(device: Device, world: World, index: int = 0) -> dict[str, Any]:
    tick = device.operation("round.tick", f"round:{world.round}", {"visit": world.visits[index]})
    device.sync(tick)
    return tick


def _complete(device: Device, world: World) -> dict[str, Any]:
    done = device.operation("work_order.complete", f"work_order:{world.order}", {"result": "fixed"})
    device.sync(done)
    return done


def _returns(device: Device) -> list[dict[str, Any]]:
    device.sync()
    return [document for document in device.documents.values() if document["type"] == "return"]


def test_an_approved_entry_says_by_whom_and_when(world: World, phone: Device, session: Session) -> None:
    tick = _tick(phone, world)
    assert _approve(world, tick["id"]) == 1
    entry = session.get_one(LogEntry, tick["id"])
    assert (entry.state, entry.reviewed_by_id) == ("approved", world.supervisor)
    assert entry.reviewed_at is not None


def test_of_two_supervisors_the_first_decides(world: World, phone: Device, session: Session) -> None:
    tick = _tick(phone, world)
    _approve(world, tick["id"])
    assert _approve(world, tick["id"], by=world.admin) == 0
    with pytest.raises(AlreadyReviewed):
        _send_back(world, tick["id"], by=world.admin)
    assert session.get_one(LogEntry, tick["id"]).reviewed_by_id == world.supervisor


def test_approving_a_completion_approves_the_order(
    world: World, caretakers_phone: Device, session: Session
) -> None:
    done = _complete(caretakers_phone, world)
    _approve(world, done["id"])
    assert session.get_one(WorkOrder, world.order).state == "approved"


@pytest.mark.parametrize("comment", ["", "   ", "\n"])
def test_nothing_is_sent_back_without_saying_why(
    world: World, phone: Device, session: Session, comment: str
) -> None:
    tick = _tick(phone, world)
    with pytest.raises(CommentMissing):
        _send_back(world, tick["id"], comment)
    assert session.get_one(LogEntry, tick["id"]).state == "open"
    assert session.get_one(Visit, world.visits[0]).state == "done"


def test_a_returned_tick_opens_the_visit_and_tells_the_phone(world: World, phone: Device) -> None:
    tick = _tick(phone, world)
    _send_back(world, tick["id"])
    [document] = _returns(phone)
    visit = phone.documents[f"round:{world.round}"]["visits"][0]
    assert (visit["state"], visit["is_returned"], visit["by"]) == ("open", True, None)
    assert document == {
        "type": "return",
        "operation": tick["id"],
        "kind": "round.tick",
        "target": f"round:{world.round}",
        "visit": world.visits[0],
        "comment": "Lattia jäi pesemättä.",
        "by": f"person:{world.supervisor}",
        "at": document["at"],
    }


def test_nobody_elses_phone_is_told(world: World, phone: Device, other_phone: Device) -> None:
    _send_back(world, _tick(phone, world)["id"])
    assert _returns(other_phone) == []


def test_the_return_leaves_the_phone_when_the_work_is_done_again(
    world: World, phone: Device, session: Session
) -> None:
    tick = _tick(phone, world)
    _send_back(world, tick["id"])
    assert len(_returns(phone)) == 1
    again = _tick(phone, world)
    assert _returns(phone) == []
    assert session.get_one(LogEntry, tick["id"]).is_redone
    assert session.get_one(LogEntry, again["id"]).status == "applied"


def test_work_on_another_space_does_not_answer_the_return(world: World, phone: Device) -> None:
    _send_back(world, _tick(phone, world)["id"])
    _tick(phone, world, index=1)
    assert len(_returns(phone)) == 1


def test_the_return_leaves_the_phone_after_14_days(world: World, phone: Device) -> None:
    tick = _tick(phone, world)
    _send_back(world, tick["id"])
    last_day = local_day(datetime.now(UTC)) + timedelta(days=14)
    with time_machine.travel(day_begin(last_day) + timedelta(hours=23)):
        move_windows(datetime.now(UTC))
        assert len(_returns(phone)) == 1
    with time_machine.travel(day_begin(last_day + timedelta(days=1)) + timedelta(minutes=5)):
        move_windows(datetime.now(UTC))
        assert _returns(phone) == []


def test_a_returned_completion_returns_the_order(
    world: World, caretakers_phone: Device, session: Session
) -> None:
    done = _complete(caretakers_phone, world)
    _send_back(world, done["id"], "Valo vilkkuu.")
    assert session.get_one(WorkOrder, world.order).state == "returned"
    assert [document["comment"] for document in _returns(caretakers_phone)] == ["Valo vilkkuu."]
    _complete(caretakers_phone, world)
    assert _returns(caretakers_phone) == []
    session.rollback()
    assert session.get_one(WorkOrder, world.order).state == "done"


def test_returning_a_second_record_leaves_the_first_as_it_stands(
    world: World, phone: Device, other_phone: Device, session: Session
) -> None:
    first, second = _tick(phone, world), _tick(other_phone, world)
    assert session.get_one(LogEntry, second["id"]).operation.flags[:2] == ["reassigned", "already_done"]
    _send_back(world, second["id"])
    visit = session.get_one(Visit, world.visits[0])
    assert (visit.state, visit.by_id) == ("done", world.cleaner)
    assert len(_returns(other_phone)) == 1
    assert session.get_one(LogEntry, first["id"]).state == "open"


def test_a_company_does_not_settle_another_organisations_order(
    world: World, company_phone: Device, session: Session
) -> None:
    done = _complete(company_phone, world)
    assert _approve(world, done["id"], by=world.company_supervisor) == 1
    assert session.get_one(WorkOrder, world.order).state == "done"


def test_a_quarantined_entry_that_is_sent_back_is_dismissed_with_that(
    world: World, phone: Device, session: Session
) -> None:
    broken = phone.operation("round.tick", f"round:{world.round}", {"visit": "x"})
    phone.sync(broken)
    _send_back(world, broken["id"], "Merkitse tila uudelleen.")
    [document] = _returns(phone)
    assert (document["operation"], document["kind"], document["visit"]) == (broken["id"], "round.tick", None)
    decision = phone.documents[f"decision:{broken['id']}"]
    assert (decision["outcome"], decision["comment"]) == ("dismissed", "Merkitse tila uudelleen.")
    assert session.get_one(LogEntry, broken["id"]).state == "returned"


def test_what_is_quarantined_can_not_be_approved(world: World, phone: Device, session: Session) -> None:
    broken = phone.operation("round.tick", f"round:{world.round}", {"visit": "x"})
    phone.sync(broken)
    assert _approve(world, broken["id"]) == 0
    assert session.get_one(LogEntry, broken["id"]).state == "open"


def test_sending_back_what_was_dismissed_finds_it_decided(world: World, phone: Device) -> None:
    broken = phone.operation("round.tick", f"round:{world.round}", {"visit": "x"})
    phone.sync(broken)
    with transaction() as session:
        row = session.get_one(InboxOperation, broken["id"])
        dismiss(session, row, world.supervisor, "Turha merkintä.", datetime.now(UTC))
    with pytest.raises(AlreadyReviewed):
        _send_back(world, broken["id"])
