"""Two phones, one round and one order: both people's work is kept, the second is flagged."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.database import transaction
from server.inbox.models import InboxOperation
from server.rounds.models import VisitRecord
from server.work_orders.models import OrderCompletion, WorkOrder
from tests.device import Device
from tests.world import World


def test_two_phones_tick_the_same_round(client: FlaskClient, world: World, session: Session) -> None:
    one, two = Device(client, world.cleaner), Device(client, world.other_cleaner)
    target, visit = f"round:{world.round}", world.visits[0]
    first = one.operation("round.tick", target, {"visit": visit})
    second = two.operation("round.tick", target, {"visit": visit})
    assert one.sync(first)[0]["status"] == "applied"
    result = two.sync(second)[0]
    assert result["status"] == "flagged"
    assert "already_done" in result["flags"]
    session.rollback()
    records = session.scalars(select(VisitRecord).where(VisitRecord.visit_id == visit)).all()
    assert {record.operation_id for record in records} == {first["id"], second["id"]}
    one.sync()
    assert one.documents[target]["visits"][0]["by"] == f"person:{world.cleaner}"


def test_two_phones_complete_the_same_order(client: FlaskClient, world: World, session: Session) -> None:
    with transaction() as session_:
        session_.get_one(WorkOrder, world.order).assigned_to_id = None
    one, two = Device(client, world.caretaker), Device(client, world.supervisor)
    target = f"work_order:{world.order}"
    payload = {"result": "fixed", "minutes": 20}
    first = one.operation("work_order.complete", target, payload)
    second = two.operation("work_order.complete", target, payload)
    assert one.sync(first)[0]["status"] == "applied"
    result = two.sync(second)[0]
    assert (result["status"], "already_done" in result["flags"]) == ("flagged", True)
    session.rollback()
    completions = session.scalars(
        select(OrderCompletion).where(OrderCompletion.order_id == world.order)
    ).all()
    assert {row.operation_id for row in completions} == {first["id"], second["id"]}


def test_the_clock_of_a_phone_is_corrected_and_flagged(
    client: FlaskClient, world: World, session: Session
) -> None:
    device = Device(client, world.cleaner)
    now = datetime.now(UTC)
    tick = device.operation(
        "round.tick",
        f"round:{world.round}",
        {"visit": world.visits[0]},
        recorded_at="2016-01-01T08:00:00+02:00",
        clock={"server_time": (now - timedelta(hours=2)).isoformat(), "elapsed_ms": 3_600_000},
    )
    result = device.sync(tick)[0]
    assert result["flags"] == ["clock_skew"]
    row = session.get_one(InboxOperation, tick["id"])
    assert abs(row.corrected_at - (now - timedelta(hours=1))) < timedelta(seconds=1)
    assert row.recorded_at == datetime(2016, 1, 1, 6, tzinfo=UTC)
    assert json.loads(row.raw) == tick


def test_what_lies_outside_the_scope_is_kept_and_flagged(client: FlaskClient, world: World) -> None:
    device = Device(client, world.company_cleaner)
    result = device.sync(device.operation("round.tick", f"round:{world.round}", {"visit": world.visits[0]}))[
        0
    ]
    assert result["status"] == "flagged"
    assert "outside_scope" in result["flags"]
    assert all(bucket in device.cursor for bucket in result["at"]), "other people's buckets are not told"


def test_an_order_given_to_somebody_else_meanwhile(
    client: FlaskClient, world: World, session: Session
) -> None:
    device = Device(client, world.caretaker)
    device.sync()
    done = device.operation(
        "work_order.complete", f"work_order:{world.order}", {"result": "fixed", "minutes": 5}
    )
    with transaction() as session_:
        session_.get_one(WorkOrder, world.order).assigned_to_id = world.supervisor
    result = device.sync(done)[0]
    assert (result["status"], result["flags"]) == ("flagged", ["reassigned"])
    session.rollback()
    assert session.get_one(OrderCompletion, done["id"]).person_id == world.caretaker
