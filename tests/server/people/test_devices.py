"""Revoking phones, and ending a person's access."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.database import transaction
from server.people import staff
from server.people.devices import revoke
from server.people.models import Device as DeviceRow
from server.people.models import Person
from tests.device import Device, make_join_code
from tests.world import World

NOW = datetime(2026, 4, 1, 9, tzinfo=UTC)


def _code(device: Device) -> tuple[int, str]:
    answer = device.post()
    return answer.status_code, answer.get_json()["code"]


def test_a_revoked_phone_is_refused_and_the_others_are_not(world: World, client: FlaskClient) -> None:
    lost, other = Device(client, world.cleaner), Device(client, world.cleaner)
    with transaction() as session:
        assert revoke(session.get_one(DeviceRow, lost.joined["device"]), NOW)
    assert _code(lost) == (401, "device_revoked")
    assert other.post().status_code == 200


def test_revoking_twice_keeps_the_first_time(world: World, client: FlaskClient) -> None:
    device = Device(client, world.cleaner)
    with transaction() as session:
        row = session.get_one(DeviceRow, device.joined["device"])
        revoke(row, NOW)
        assert not revoke(row, NOW + timedelta(hours=1))
        assert row.revoked_at == NOW


def test_ending_access_ends_phones_sign_ins_and_codes(
    world: World, client: FlaskClient, session: Session
) -> None:
    device = Device(client, world.cleaner)
    code = make_join_code(world.cleaner)
    with transaction() as writing:
        person = writing.get_one(Person, world.cleaner)
        version = person.session_version
        assert [row.id for row in staff.end_access(writing, person, datetime.now(UTC))] == [
            device.joined["device"]
        ]
        assert person.session_version > version
    assert _code(device) == (403, "access_ended")
    answer = client.post("/api/join", json={"code": code, "device_name": "Puhelin", "language": "fi"})
    assert answer.status_code in {404, 410}
    assert session.scalar(select(Person.is_active).where(Person.id == world.cleaner)) is False


def test_access_given_back_needs_a_new_code(world: World, client: FlaskClient) -> None:
    device = Device(client, world.cleaner)
    code = make_join_code(world.cleaner)
    with transaction() as session:
        person = session.get_one(Person, world.cleaner)
        staff.end_access(session, person, datetime.now(UTC))
        staff.give_access(session, person, datetime.now(UTC))
    assert _code(device) == (401, "device_revoked")
    old = client.post("/api/join", json={"code": code, "device_name": "Puhelin", "language": "fi"})
    assert old.status_code == 410
    assert Device(client, world.cleaner).post().status_code == 200


def test_a_new_worker_gets_what_lies_in_the_chosen_district(world: World, client: FlaskClient) -> None:
    with transaction() as session:
        new = staff.NewWorker("Uusi Urho", "cleaner", world.landlord, "sv", None, ["703"])
        key = staff.take_on(session, new).id
    device = Device(client, key)
    device.sync()
    assert f"building:{world.own_building}" in device.documents
    assert f"building:{world.far_building}" not in device.documents
