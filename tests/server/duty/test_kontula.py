"""Saturday night in Kontula with a push service that decrypts: an urgent notification, until the leak is stopped."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.config import Settings
from server.database import db, transaction
from server.jobs import alert_those_on_duty
from server.work_orders.models import OrderEvent, WorkOrder
from tests.device import Device
from tests.server.duty.night import SATURDAY, add_shift, history, receive_order, whole_night
from tests.server.duty.push_testing import PushTesting, push_testing
from tests.world import World


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """As `KIERROS_PUSH_HOSTS=localhost` sets it."""
    return replace(settings, push_hosts=("localhost",))


@pytest.fixture(scope="module")
def service() -> Iterator[PushTesting]:
    """The push service, in that night."""
    with push_testing(SATURDAY) as running:
        yield running


def minutes_later(minutes: float) -> datetime:
    """So many minutes after the report."""
    return SATURDAY + timedelta(minutes=minutes)


def run_the_job(first: int, last: int) -> None:
    """Each minute from the first to the last."""
    for minute in range(first, last + 1):
        with time_machine.travel(minutes_later(minute), tick=False):
            alert_those_on_duty(datetime.now(UTC))
    db.session.rollback()
    db.session.expire_all()


def registered(phone: Device, service: PushTesting) -> dict[str, Any]:
    """The phone subscribes with the server's key, and tells the server."""
    headers = {"Authorization": f"Bearer {phone.token}"}
    key = phone.client.get("/api/push", headers=headers).get_json()["public_key"]
    subscription = service.subscribe(key)
    assert phone.client.put("/api/push", json=subscription, headers=headers).status_code == 204
    return subscription


def test_a_saturday_night_in_kontula(
    client: FlaskClient, world: World, session: Session, service: PushTesting
) -> None:
    with time_machine.travel(minutes_later(-10), tick=False):
        first, second = Device(client, world.caretaker), Device(client, world.cleaner)
        with transaction() as writing:
            add_shift(writing, world.caretaker, place=1)
            add_shift(writing, world.cleaner, place=2)
        of_first, of_second = registered(first, service), registered(second, service)
    with time_machine.travel(SATURDAY, tick=False), transaction() as writing:
        order_id = receive_order(writing, world).id

    # The first on duty is woken, and nobody else; what wakes the phone says nothing.
    run_the_job(0, 14)
    (message,) = service.messages(of_first)
    assert list(json.loads(message)) == ["alert"]
    alert_id = json.loads(message)["alert"]
    assert service.messages(of_second) == []
    with time_machine.travel(minutes_later(14), tick=False):
        first.sync()
    assert first.documents[alert_id]["state"] == "open"
    assert first.documents[alert_id]["order"] == f"work_order:{order_id}"

    # It lies in a coat: a quarter of an hour later, to the minute, it is the next one's turn.
    run_the_job(15, 20)
    assert [json.loads(text) for text in service.messages(of_second)] == [{"alert": alert_id}]
    assert len(service.messages(of_first)) == 1

    # Acknowledged at once; begun in the cellar, where there is no network; sent when it is done.
    with time_machine.travel(minutes_later(21), tick=False):
        second.sync()
        assert second.documents[alert_id]["state"] == "open"
        second.sync(second.operation("duty.acknowledge", alert_id))
        assert second.documents[alert_id]["acknowledged_by"] == f"person:{world.cleaner}"
    order = f"work_order:{order_id}"
    with time_machine.travel(minutes_later(24), tick=False):
        started = second.operation("work_order.start", order)
    with time_machine.travel(minutes_later(40), tick=False):
        done = second.operation("work_order.complete", order, {"result": "temporary_fix", "minutes": 15})
        results = second.sync(started, done)
    run_the_job(41, 120)

    assert [(result["status"], result["flags"]) for result in results] == [("applied", []), ("applied", [])]
    assert second.documents[order]["state"] == "done"
    assert history(session, order_id) == whole_night(world)
    assert times(session, order_id) == {
        "created": SATURDAY,
        "escalated": minutes_later(15),
        "alert_acknowledged": minutes_later(21),
        "started": minutes_later(24),
        "completed": minutes_later(40),
    }
    assert session.get_one(WorkOrder, order_id).completed_by_id == world.cleaner
    assert (len(service.messages(of_first)), len(service.messages(of_second))) == (1, 1)


def times(session: Session, order_id: str) -> dict[str, datetime]:
    """When each step that happens once was taken."""
    rows = session.scalars(select(OrderEvent).where(OrderEvent.order_id == order_id))
    once = {"created", "escalated", "alert_acknowledged", "started", "completed"}
    return {row.what: row.at for row in rows if row.what in once}
