"""Which numbers of a stream never arrived."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from server.inbox.gaps import Gap, gaps_of
from tests.device import Device
from tests.server.console.test_query_counts import counted
from tests.world import World


def _send(phone: Device, *numbers: int) -> None:
    """Records with these numbers arrive; what they say does not matter."""
    phone.sync(*(phone.operation("round.start", "round:x", sequence=number) for number in numbers))


def _gaps(session: Session, *phones: Device) -> list[list[tuple[int, int]]]:
    session.rollback()
    found = gaps_of(session, [phone.joined["device"] for phone in phones])
    return [[(gap.first, gap.last) for gap in found.get(phone.joined["device"], ())] for phone in phones]


def test_a_stream_without_gaps(world: World, client: FlaskClient, session: Session) -> None:
    phone, silent = Device(client, world.cleaner), Device(client, world.caretaker)
    _send(phone, 1, 2, 3)
    assert _gaps(session, phone, silent) == [[], []]


def test_what_is_missing_below_the_highest(world: World, client: FlaskClient, session: Session) -> None:
    phone = Device(client, world.cleaner)
    _send(phone, 3, 4, 7, 7, 9)
    assert _gaps(session, phone) == [[(1, 2), (5, 6), (8, 8)]]
    _send(phone, 1, 2, 5, 6, 8)
    assert _gaps(session, phone) == [[]]
    assert Gap(phone.stream, 5, 6).count == 2


def test_a_record_that_can_not_be_read_is_no_gap(world: World, client: FlaskClient, session: Session) -> None:
    phone = Device(client, world.cleaner)
    broken: list[Any] = [{"sequence": 1}, {"sequence": 2, "kind": 7}]
    nothing: list[Any] = ["x", {"sequence": True}, {"sequence": 0}, {"sequence": "4"}, {"sequence": 2**40}]
    phone.sync(*broken, *nothing)
    _send(phone, 3)
    assert _gaps(session, phone) == [[]]


def test_a_stream_goes_on_under_another_device_after_joining_anew(
    world: World, client: FlaskClient, session: Session
) -> None:
    before, after = Device(client, world.cleaner), Device(client, world.cleaner)
    after.stream = before.stream
    _send(before, 1, 2)
    _send(after, 4)
    assert _gaps(session, after) == [[(3, 3)]]


def test_many_devices_are_one_query(world: World, client: FlaskClient, session: Session) -> None:
    phones = [Device(client, world.cleaner) for _ in range(4)]
    for number, phone in enumerate(phones, start=1):
        _send(phone, number)
    session.rollback()
    with counted() as statements:
        found = gaps_of(session, [phone.joined["device"] for phone in phones])
    assert sum(statement.startswith("SELECT") for statement in statements) == 1
    assert {device: [gap.last for gap in gaps] for device, gaps in found.items()} == {
        phone.joined["device"]: [number - 1] for number, phone in enumerate(phones, start=1) if number > 1
    }
