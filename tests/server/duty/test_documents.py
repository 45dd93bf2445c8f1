"""What lies on the phone of somebody on duty: ahead of the shift, and not after it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select

from server.database import transaction
from server.duty.models import DutyAlert
from server.feed.scope import scope_of
from server.jobs import move_windows
from server.people.models import Person, PersonDistrict
from server.places.buckets import duty
from tests.device import Device
from tests.server.duty.night import AREA, SATURDAY, add_shift, receive_order
from tests.server.subjects import buckets, built
from tests.world import World

BEGIN = SATURDAY + timedelta(hours=5)
END = BEGIN + timedelta(hours=8)


@pytest.mark.parametrize(
    ("at", "is_there"),
    [
        (BEGIN - timedelta(hours=2, seconds=1), False),
        (BEGIN - timedelta(hours=2), True),
        (END - timedelta(seconds=1), True),
        (END, False),
    ],
)
def test_the_bucket_comes_two_hours_ahead_and_goes_at_the_end(world: World, at, is_there: bool) -> None:
    with transaction() as session:
        add_shift(session, world.caretaker, begins_at=BEGIN, ends_at=END)
        assert (duty(AREA) in scope_of(session, world.caretaker, at)) is is_there
        assert duty(AREA) not in scope_of(session, world.cleaner, at)


def test_a_stranger_to_the_area_has_urgent_orders_with_their_places_while_on_duty(
    client: FlaskClient, world: World
) -> None:
    with time_machine.travel(SATURDAY - timedelta(hours=1), tick=False):
        with transaction() as session:
            # A caretaker of a district elsewhere.
            session.get_one(Person, world.caretaker).districts = [PersonDistrict(district_code="704")]
            add_shift(session, world.caretaker, begins_at=SATURDAY - timedelta(hours=2))
            add_shift(session, world.cleaner, 2)
        phone = Device(client, world.caretaker)
    with time_machine.travel(SATURDAY, tick=False):
        with transaction() as session:
            order_id = receive_order(session, world).id
            other_id = receive_order(session, world).id
        phone.sync()
        on_duty = phone.by_bucket[duty(AREA)]
        assert {f"work_order:{order_id}", f"work_order:{other_id}", f"property:{world.property}"} <= set(
            on_duty
        )
        roster = phone.documents[f"duty_roster:{AREA}"]
        assert [(shift["name"], shift["phone"]) for shift in roster["shifts"]] == [
            ("Aino Laine", "+358 40 555 0100"),
            ("Kalle Koski", "+358 40 555 0100"),
        ]
        assert [person["name"] for person in roster["supervisors"]] == ["Sari Salo"]
        done = phone.operation("work_order.complete", f"work_order:{other_id}", {"result": "fixed"})
        [result] = phone.sync(done)
        assert result["flags"] == []
        assert f"work_order:{other_id}" not in phone.by_bucket[duty(AREA)]

    # After the shift: the order that is still theirs stays, with its place; all else of duty goes.
    with time_machine.travel(SATURDAY + timedelta(hours=13), tick=False):
        phone.sync()
        assert duty(AREA) not in phone.by_bucket
        assert f"duty_roster:{AREA}" not in phone.documents
        assert f"work_order:{order_id}" in phone.documents
        assert f"property:{world.property}" in phone.documents


def test_orders_that_are_not_urgent_or_of_other_areas_do_not_lie_there(world: World) -> None:
    with transaction() as session:
        order = receive_order(session, world, urgency="minor")
        assert duty(AREA) not in buckets(session, f"work_order:{order.id}", SATURDAY)
        urgent = receive_order(session, world)
        assert duty(AREA) in buckets(session, f"work_order:{urgent.id}", SATURDAY)
        urgent.state = "done"
        assert duty(AREA) not in buckets(session, f"work_order:{urgent.id}", SATURDAY)


def test_own_shifts_come_14_days_ahead_and_go_the_day_after(client: FlaskClient, world: World) -> None:
    with time_machine.travel(SATURDAY, tick=False):
        begins_at = SATURDAY + timedelta(days=16)
        with transaction() as session:
            key = add_shift(
                session, world.caretaker, begins_at=begins_at, ends_at=begins_at + timedelta(hours=8)
            ).id
        phone = Device(client, world.caretaker)
        phone.sync()
        assert f"duty_shift:{key}" not in phone.documents
    for days, is_there in ((3, True), (16, True), (18, False)):
        now = SATURDAY + timedelta(days=days)
        with time_machine.travel(now, tick=False):
            move_windows(now)
            phone.sync()
            assert (f"duty_shift:{key}" in phone.documents) is is_there


def test_a_swap_moves_the_document_to_the_other_phone(client: FlaskClient, world: World) -> None:
    with time_machine.travel(SATURDAY, tick=False):
        with transaction() as session:
            shift = add_shift(session, world.caretaker)
            key = shift.id
        phones = [Device(client, world.caretaker), Device(client, world.cleaner)]
        for phone in phones:
            phone.sync()
        assert [f"duty_shift:{key}" in phone.documents for phone in phones] == [True, False]
        with transaction() as session:
            session.merge(shift).person_id = world.cleaner
        for phone in phones:
            phone.sync()
        assert [f"duty_shift:{key}" in phone.documents for phone in phones] == [False, True]


def test_alerts_leave_the_phones_14_days_later(world: World) -> None:
    with transaction() as session:
        receive_order(session, world)
        alert = session.scalars(select(DutyAlert)).one()
        assert buckets(session, f"duty_alert:{alert.id}", SATURDAY) == {
            duty(AREA),
            f"person:{world.supervisor}",
        }
        alert.state, alert.ended_at = "acknowledged", SATURDAY
        assert built(session, f"duty_alert:{alert.id}", SATURDAY + timedelta(days=13)) is not None
        assert built(session, f"duty_alert:{alert.id}", SATURDAY + timedelta(days=16)) is None
