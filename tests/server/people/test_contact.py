"""What a device tells of itself is written when it is news, and only then."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from server.people.contact import contact_of, is_news, note_contact
from server.people.models import Device as DeviceRow
from sync.messages import Pending
from tests.device import Device
from tests.world import World

NOW = datetime(2026, 4, 1, 9, tzinfo=UTC)


@pytest.fixture
def device(world: World, client: FlaskClient, session: Session) -> DeviceRow:
    """A device that has told everything, just now."""
    row = session.get_one(DeviceRow, Device(client, world.cleaner).joined["device"])
    note_contact(row, "0.2.0", Pending(2, NOW), NOW, ["catalogue"])
    return row


def test_the_same_again_is_no_news_until_it_is_five_minutes_old(device: DeviceRow) -> None:
    told = ("0.2.0", Pending(2, NOW))
    assert not is_news(contact_of(device), *told, NOW + timedelta(minutes=4), ["catalogue"])
    assert is_news(contact_of(device), *told, NOW + timedelta(minutes=5), ["catalogue"])


@pytest.mark.parametrize(
    ("build", "pending", "differs"),
    [
        ("0.3.0", Pending(2, NOW), ["catalogue"]),
        ("0.2.0", Pending(3, NOW), ["catalogue"]),
        ("0.2.0", Pending(2, NOW + timedelta(minutes=1)), ["catalogue"]),
        ("0.2.0", Pending(2, NOW), []),
        ("0.2.0", Pending(2, NOW), ["catalogue", "stock:x"]),
    ],
)
def test_anything_else_is_news(device: DeviceRow, build: str, pending: Pending, differs: list[str]) -> None:
    assert is_news(contact_of(device), build, pending, NOW, differs)


def test_the_order_of_buckets_does_not_matter(device: DeviceRow) -> None:
    note_contact(device, "0.2.0", Pending(), NOW, ["b", "a", "b"])
    assert device.differing == ["a", "b"]
    assert not is_news(contact_of(device), "0.2.0", Pending(), NOW, ["a", "b"])


def test_a_device_that_exaggerates_can_not_stop_its_own_work(
    world: World, client: FlaskClient, session: Session
) -> None:
    phone = Device(client, world.cleaner)
    pending = {"count": 2**53 - 1, "oldest_recorded_at": None}
    assert phone.post(build="b" * 100, pending=pending).status_code == 200
    row = session.get_one(DeviceRow, phone.joined["device"])
    assert (row.build, row.pending_count) == ("b" * 50, 2**31 - 1)
