"""What the daily job touches of orders."""

from datetime import datetime, timedelta

import pytest
import time_machine

from server.database import transaction
from server.feed.changes import touch
from server.feed.stamp import buckets_of
from server.local_time import day_begin
from server.work_orders.edges import ids_at_edges
from server.work_orders.models import WorkOrder


def at_night(day) -> datetime:
    return day_begin(day) + timedelta(hours=2)


def close_the_day(now):
    with time_machine.travel(now, tick=False), transaction() as session:
        touch(session, ids_at_edges(session, now))


@pytest.mark.parametrize("late_by", [0, 2])
def test_a_closed_order_leaves_and_takes_a_place_along_that_was_there_for_it_alone(world, session, late_by):
    with transaction() as writing:
        order = writing.get_one(WorkOrder, world.order)
        order.property_id, order.building_id = world.far_property, world.far_building
        order.state, order.closed_at = "done", at_night(world.today)
    mine = f"person:{world.caretaker}"
    held = [f"work_order:{world.order}", f"property:{world.far_property}", f"building:{world.far_building}"]
    assert all(mine in buckets_of(session, document_id) for document_id in held)

    close_the_day(at_night(world.today + timedelta(days=14)))
    session.rollback()
    assert all(mine in buckets_of(session, document_id) for document_id in held)
    session.rollback()

    close_the_day(at_night(world.today + timedelta(days=15 + late_by)))
    assert not any(mine in buckets_of(session, document_id) for document_id in held)
    assert buckets_of(session, held[0]) == set()


def test_an_open_order_stays_however_old_it_is(world, session):
    with transaction() as writing:
        writing.get_one(WorkOrder, world.order).reported_at = at_night(world.today - timedelta(days=300))

    close_the_day(at_night(world.today + timedelta(days=30)))

    assert buckets_of(session, f"work_order:{world.order}")
