"""A Saturday night in Kontula, by the server's clock: every step in the order's history, in order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import time_machine
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from server.database import db, transaction
from server.jobs import alert_those_on_duty
from server.work_orders.models import OrderEvent, WorkOrder
from tests.device import Device
from tests.server.duty.night import (
    AREA,
    SATURDAY,
    Post,
    add_shift,
    history,
    receive_order,
    subscribe,
    whole_night,
)
from tests.world import World


def clock(minutes: float) -> str:
    """So many minutes after the report."""
    return (SATURDAY + timedelta(minutes=minutes)).isoformat()


def test_a_water_leak_on_a_saturday_night(
    client: FlaskClient, world: World, post: Post, session: Session
) -> None:
    with time_machine.travel(SATURDAY - timedelta(minutes=10), tick=False):
        first, second = Device(client, world.caretaker), Device(client, world.cleaner)
        with transaction() as session_:
            add_shift(session_, world.caretaker, place=1)
            add_shift(session_, world.cleaner, place=2)
            for device in (first, second):
                subscribe(session_, device.joined["device"])
        second.sync()
        assert second.documents[f"duty_roster:{AREA}"]["shifts"][0]["person"] == f"person:{world.caretaker}"

    # Before the night is over the server has been asked nothing by hand: a report, the job each minute, two phones.
    with time_machine.travel(SATURDAY, tick=False), transaction() as session_:
        order_id = receive_order(session_, world).id
    run_the_job(0, 14)
    assert [message.address.rpartition("/")[2] for message in post.sent] == [first.joined["device"]]

    run_the_job(15, 20)
    assert second.joined["device"] in [message.address.rpartition("/")[2] for message in post.sent]
    with time_machine.travel(SATURDAY + timedelta(minutes=20), tick=False):
        second.sync()
        (alert_id,) = [key for key in second.documents if key.startswith("duty_alert:")]
        alert = second.documents[alert_id]
        assert alert["state"] == "open"
        assert [step["person"] for step in alert["steps"]] == [
            f"person:{who}" for who in (world.caretaker, world.cleaner, world.supervisor)
        ]
        assert f"work_order:{order_id}" in second.documents
        assert f"property:{world.property}" in second.documents

        # In the cellar there is no network: what is recorded there goes out later, all at once.
        acknowledged = second.operation("duty.acknowledge", alert_id, recorded_at=clock(21))
        started = second.operation("work_order.start", f"work_order:{order_id}", recorded_at=clock(24))
        done = second.operation(
            "work_order.complete",
            f"work_order:{order_id}",
            {"result": "temporary_fix", "minutes": 5},
            recorded_at=clock(29),
        )
    with time_machine.travel(SATURDAY + timedelta(minutes=29, seconds=30), tick=False):
        results = second.sync(acknowledged, started, done)
    run_the_job(30, 120)

    assert [result["flags"] for result in results] == [[], [], []]
    assert history(session, order_id) == whole_night(world)
    order = session.get_one(WorkOrder, order_id)
    assert order.state == "done"
    assert order.completed_by_id == world.cleaner
    at = {event.what: event.at for event in order.events}
    assert at["escalated"] == SATURDAY + timedelta(minutes=15)
    assert at["alert_acknowledged"] == SATURDAY + timedelta(minutes=21)


def run_the_job(first: int, last: int) -> None:
    """Each minute from the first to the last."""
    for minute in range(first, last + 1):
        now = SATURDAY + timedelta(minutes=minute)
        with time_machine.travel(now, tick=False):
            alert_those_on_duty(datetime.now(UTC))
    db.session.rollback()
    db.session.expire_all()


def test_nothing_of_this_happens_while_the_office_is_open(world: World, post: Post, session: Session) -> None:
    monday = datetime(2026, 4, 13, 7, tzinfo=UTC)
    with transaction() as session_:
        order_id = receive_order(session_, world, monday).id

    alert_those_on_duty(monday + timedelta(minutes=30))

    assert history(session, order_id) == [("created", None)]
    assert post.sent == []
    assert isinstance(session.get_one(WorkOrder, order_id).events[0], OrderEvent)
