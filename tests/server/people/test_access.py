"""What remains of access that has ended: what was recorded may be sent for 30 days, and nothing is read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.database import transaction
from server.inbox.decide import apply_quarantined
from server.inbox.models import InboxOperation
from server.people import staff
from server.people.devices import revoke
from server.people.models import Device as DeviceRow
from server.people.models import DeviceToken, Person
from server.people.tokens import InvalidToken, check_token
from server.review.models import LogEntry
from server.rounds.models import Visit
from tests.device import Device
from tests.world import World

TOKEN_SECONDS = 90 * 24 * 3600


@pytest.fixture
def phone(client: FlaskClient, world: World) -> Device:
    """The cleaner's phone, with the first download done."""
    device = Device(client, world.cleaner)
    device.sync()
    return device


def _end(world: World) -> datetime:
    now = datetime.now(UTC)
    with transaction() as session:
        staff.end_access(session, session.get_one(Person, world.cleaner), now)
    return now


def _tick(phone: Device, world: World) -> dict[str, Any]:
    return phone.operation("round.tick", f"round:{world.round}", {"visit": world.visits[0]})


def test_a_token_of_somebody_whose_access_ended_is_good_for_sending_only(
    world: World, phone: Device, session: Session
) -> None:
    ended_at = _end(world)
    with transaction() as writing:
        writing.scalars(select(DeviceToken)).one().expires_at = ended_at + timedelta(days=90)
    for days in (0, 29.9):
        access = check_token(session, phone.token, TOKEN_SECONDS, ended_at + timedelta(days=days))
        assert access.is_upload_only
        assert not access.should_renew
    with pytest.raises(InvalidToken):
        check_token(session, phone.token, TOKEN_SECONDS, ended_at + timedelta(days=30))


def test_of_an_end_that_nobody_noted_nothing_remains(world: World, phone: Device, session: Session) -> None:
    with transaction() as writing:
        writing.get_one(Person, world.cleaner).is_active = False
    with pytest.raises(InvalidToken):
        check_token(session, phone.token, TOKEN_SECONDS, datetime.now(UTC))


def test_what_comes_after_the_end_is_kept_and_not_tried(
    world: World, phone: Device, session: Session
) -> None:
    _end(world)
    tick = _tick(phone, world)
    answer = phone.post(tick, "nonsense", protocol=2, pull=False)
    assert answer.status_code == 200
    session.rollback()
    kept = session.scalars(select(InboxOperation)).all()
    assert {(row.status, row.reason) for row in kept} == {("quarantined", "access_ended")}
    row = session.get_one(InboxOperation, tick["id"])
    assert (row.kind, row.target, row.detail) == ("round.tick", f"round:{world.round}", None)
    assert session.get_one(Visit, world.visits[0]).state == "open"
    entry = session.get_one(LogEntry, tick["id"])
    assert (entry.state, entry.round_id, entry.district_code) == ("open", world.round, "703")


def test_a_supervisor_can_apply_it_all_the_same(world: World, phone: Device, session: Session) -> None:
    _end(world)
    tick = _tick(phone, world)
    phone.post(tick, protocol=2, pull=False)
    with transaction() as writing:
        row = writing.get_one(InboxOperation, tick["id"])
        apply_quarantined(writing, row, world.supervisor, datetime.now(UTC))
    assert session.get_one(Visit, world.visits[0]).by_id == world.cleaner


def test_a_pull_is_refused_and_leaves_everything_on_the_device(
    world: World, phone: Device, session: Session
) -> None:
    _end(world)
    answer = phone.post(_tick(phone, world))
    assert (answer.status_code, answer.get_json()["code"]) == (403, "access_ended")
    assert session.scalars(select(InboxOperation)).all() == []


def test_after_30_days_the_token_is_good_for_nothing(world: World, phone: Device) -> None:
    ended_at = _end(world)
    with transaction() as session:
        session.scalars(select(DeviceToken)).one().expires_at = ended_at + timedelta(days=90)
    with time_machine.travel(ended_at + timedelta(days=31), tick=False):
        answer = phone.post(_tick(phone, world), protocol=2, pull=False)
    assert (answer.status_code, answer.get_json()["code"]) == (401, "invalid_token")


def test_a_revoked_phone_sends_nothing_even_then(world: World, phone: Device) -> None:
    with transaction() as session:
        revoke(session.get_one(DeviceRow, phone.joined["device"]), datetime.now(UTC))
    _end(world)
    answer = phone.post(_tick(phone, world), protocol=2, pull=False)
    assert (answer.status_code, answer.get_json()["code"]) == (401, "device_revoked")


def test_giving_access_that_had_not_ended_changes_nothing(world: World, phone: Device) -> None:
    with transaction() as session:
        staff.give_access(session, session.get_one(Person, world.cleaner), datetime.now(UTC))
    assert phone.post().status_code == 200
