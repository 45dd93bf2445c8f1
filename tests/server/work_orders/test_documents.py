"""Where orders and residents' contact data lie."""

from datetime import UTC, date, datetime, timedelta

import pytest

from server.database import transaction
from server.feed.stamp import buckets_of
from server.local_time import day_begin
from server.people.models import Person
from server.work_orders import services
from server.work_orders.models import OrderComment, OrderContact, WorkOrder
from tests.server.subjects import buckets, built, count_queries, undone

NOW = datetime(2026, 4, 1, 7, tzinfo=UTC)


def put(session, world, **values):
    order = session.get_one(WorkOrder, world.order)
    for name, value in values.items():
        setattr(order, name, value)
    return order


def test_an_order_bears_its_own_fields_and_the_ids_of_others(world, app):
    with undone() as session:
        put(
            session,
            world,
            reported_at=NOW,
            due_on=date(2026, 4, 8),
            space_id=world.spaces[0],
            comments=[
                OrderComment(by_id=world.cleaner, at=NOW + timedelta(minutes=5), text="toinen"),
                OrderComment(by_id=world.caretaker, at=NOW, text="ensimmäinen"),
            ],
        )
        order = built(session, f"work_order:{world.order}").body

    assert order | {"comments": None} == {
        "number": "T-1",
        "property": f"property:{world.property}",
        "building": f"building:{world.own_building}",
        "space": world.spaces[0],
        "place": "Porras A, 2. kerros",
        "category": "lighting",
        "trade": "caretaking",
        "urgency": "minor",
        "description": "Porrasvalo ei syty.",
        "state": "assigned",
        "reported_at": "2026-04-01T07:00:00.000Z",
        "reported_by": None,
        "reporter": "resident",
        "due_on": "2026-04-08",
        "start_by": None,
        "assigned_to": f"person:{world.caretaker}",
        "organisation": f"organisation:{world.landlord}",
        "entry": "not_needed",
        "started_at": None,
        "completed_at": None,
        "completed_by": None,
        "result": None,
        "minutes": None,
        "result_text": None,
        "comments": None,
        "visit_notes": [],
        "paused": None,
        "found_on": None,
        "merged_into": None,
    }
    assert [comment["text"] for comment in order["comments"]] == ["ensimmäinen", "toinen"]
    assert order["comments"][0].keys() == {"id", "by", "at", "text"}


@pytest.mark.parametrize(
    ("trade", "organisation", "bucket"),
    [
        ("caretaking", "landlord", "district:703:caretaking"),
        ("cleaning", "landlord", "district:703:cleaning"),
        ("cleaning", "company", "company:{company}:703"),
    ],
)
def test_an_order_lies_where_its_trade_is_and_with_who_has_or_reported_it(
    world, app, trade, organisation, bucket
):
    with undone() as session:
        put(
            session,
            world,
            trade=trade,
            organisation_id=getattr(world, organisation),
            reported_by_id=world.other_cleaner,
        )

        assert buckets(session, f"work_order:{world.order}") == {
            bucket.format(company=world.company),
            f"person:{world.caretaker}",
            f"person:{world.other_cleaner}",
        }


@pytest.mark.parametrize("state", ["done", "approved", "cancelled"])
@pytest.mark.parametrize(("days", "is_held"), [(14, True), (15, False)])
def test_a_closed_order_leaves_after_14_days(world, app, state, days, is_held):
    begin_of_day = day_begin(world.today - timedelta(days=days))
    with undone() as session:
        put(session, world, state=state, closed_at=begin_of_day)

        assert bool(buckets(session, f"work_order:{world.order}")) == is_held


@pytest.fixture
def contact(world, app):
    with transaction() as session:
        session.add(
            OrderContact(order_id=world.order, name="R. Asukas", phone="+358 40 555 0199", apartment="A 12")
        )
    return f"order_contact:{world.order}"


def test_contact_data_goes_to_the_person_who_has_the_order_and_to_nobody_else(world, session, contact):
    assert built(session, contact).body == {
        "order": f"work_order:{world.order}",
        "name": "R. Asukas",
        "phone": "+358 40 555 0199",
        "apartment": "A 12",
        "pets": None,
        "alarm": None,
        "preferred_time": None,
    }
    assert buckets_of(session, contact) == {f"person:{world.caretaker}"}


def test_contact_data_moves_with_the_order(world, session, contact):
    with transaction() as writing:
        order = writing.get_one(WorkOrder, world.order)
        supervisor = writing.get_one(Person, world.supervisor)
        services.assign(writing, order, supervisor, supervisor, NOW)

    assert buckets_of(session, contact) == {f"person:{world.supervisor}"}


def test_contact_data_leaves_the_phone_when_the_order_is_closed(world, session, contact):
    with transaction() as writing:
        services.cancel(
            writing,
            writing.get_one(WorkOrder, world.order),
            writing.get_one(Person, world.supervisor),
            "?",
            datetime.now(UTC),
        )

    assert buckets_of(session, contact) == set()
    assert f"person:{world.caretaker}" in buckets_of(session, f"work_order:{world.order}")


def test_many_orders_are_built_in_as_few_queries_as_one(world, app):
    with undone() as session:
        keys = [world.order]
        for number in range(100, 110):
            order = WorkOrder(
                number=number,
                property_id=world.property,
                organisation_id=world.landlord,
                category="other",
                trade="caretaking",
                urgency="minor",
                description="?",
                reporter="resident",
                reported_at=NOW,
                comments=[OrderComment(by_id=world.cleaner, at=NOW, text="?")],
            )
            session.add(order)
            session.flush()
            keys.append(order.id)

        assert count_queries(session, "work_order", keys) == count_queries(session, "work_order", keys[:1])
