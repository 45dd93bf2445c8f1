"""What supervisors do with orders: each step fits the state, and is written into the history."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from server.database import transaction
from server.people.models import Person
from server.places.models import Building, Property
from server.work_orders import services
from server.work_orders.models import OrderEvent, WorkOrder
from sync.operations import WorkOrderComplete, WorkOrderStart
from tests.server.subjects import apply_as, operation, undone

NOW = datetime(2026, 4, 1, 7, tzinfo=UTC)


@pytest.fixture
def desk(world, app):
    """A supervisor at an open order, in a transaction that is undone."""
    with undone() as session:
        yield Desk(session, world)


class Desk:
    def __init__(self, session, world):
        self.session = session
        self.world = world
        self.order = session.get_one(WorkOrder, world.order)
        self.supervisor = session.get_one(Person, world.supervisor)

    def person(self, key):
        return self.session.get_one(Person, key)

    def worker_does(self, payload):
        decision = apply_as(
            self.session, self.world.caretaker, operation(f"work_order:{self.order.id}", payload)
        )
        assert decision.status == "applied"

    def history(self):
        self.session.flush()
        statement = select(OrderEvent).where(OrderEvent.order_id == self.order.id).order_by(OrderEvent.id)
        return [(event.what, event.by_id, event.details) for event in self.session.scalars(statement)]


def test_a_report_becomes_an_order_with_a_contact(world, app):
    with undone() as session:
        order = services.create_order(
            session,
            services.NewOrder(
                property=session.get_one(Property, world.property),
                building=session.get_one(Building, world.company_building),
                category="cleaning",
                description="Porras likainen.",
                reporter="resident",
                entry="at_home",
                contact=services.Contact("R. Asukas", "+358 40 555 0199", "A 12", pets="koira"),
            ),
            NOW,
        )

        assert (order.state, order.urgency, order.trade) == ("new", "minor", "cleaning")
        assert (order.organisation_id, order.due_on.isoformat()) == (world.company, "2026-04-08")
        assert (order.contact.name, order.contact.pets, order.contact.alarm) == ("R. Asukas", "koira", None)
        assert [event.what for event in order.events] == ["created"]


def test_an_urgent_category_needs_nobody_to_say_so(world, app):
    with undone() as session:
        order = services.create_order(
            session,
            services.NewOrder(
                property=session.get_one(Property, world.property),
                category="lift_trapped",
                description="?",
                reporter="resident",
            ),
            NOW,
        )

        assert (order.urgency, order.start_by) == ("urgent", NOW + timedelta(hours=1))


def test_assigning_gives_the_order_to_a_person_and_the_persons_employer(desk):
    services.assign(desk.session, desk.order, desk.person(desk.world.company_cleaner), desk.supervisor, NOW)

    assert (desk.order.state, desk.order.assigned_to_id) == ("assigned", desk.world.company_cleaner)
    assert desk.order.organisation_id == desk.world.company
    assert desk.history() == [
        (
            "assigned",
            desk.world.supervisor,
            {"person": desk.world.company_cleaner, "before": desk.world.caretaker},
        )
    ]


def test_assigning_to_nobody_leaves_the_order_new(desk):
    services.assign(desk.session, desk.order, None, desk.supervisor, NOW)

    assert (desk.order.state, desk.order.assigned_to_id) == ("new", None)


def test_assigning_to_the_same_person_changes_nothing(desk):
    services.assign(desk.session, desk.order, desk.person(desk.world.caretaker), desk.supervisor, NOW)

    assert desk.history() == []


def test_a_started_order_that_is_reassigned_starts_anew(desk):
    desk.worker_does(WorkOrderStart())

    services.assign(desk.session, desk.order, desk.supervisor, desk.supervisor, NOW)

    assert (desk.order.state, desk.order.started_at) == ("assigned", None)


def test_an_order_is_cancelled_with_a_reason(desk):
    services.cancel(desk.session, desk.order, desk.supervisor, "Tuplailmoitus", NOW)

    assert (desk.order.state, desk.order.closed_at) == ("cancelled", NOW)
    assert desk.history() == [("cancelled", desk.world.supervisor, {"reason": "Tuplailmoitus"})]


def test_what_is_done_is_approved(desk):
    desk.worker_does(WorkOrderComplete("fixed"))
    closed_at = desk.order.closed_at

    services.approve_order(desk.session, desk.order, desk.supervisor, NOW)

    assert (desk.order.state, desk.order.closed_at) == ("approved", closed_at)


def test_what_is_done_is_sent_back_and_done_again(desk):
    desk.worker_does(WorkOrderComplete("temporary_fix"))

    services.return_order(desk.session, desk.order, "Vaihda koko valaisin.", desk.supervisor, NOW)

    assert (desk.order.state, desk.order.closed_at, desk.order.result) == ("returned", None, "temporary_fix")
    desk.worker_does(WorkOrderComplete("fixed"))
    assert (desk.order.state, desk.order.result) == ("done", "fixed")
    assert [what for what, _, _ in desk.history()] == ["completed", "returned", "completed"]


def test_a_closed_order_is_neither_assigned_nor_cancelled(desk):
    desk.worker_does(WorkOrderComplete("fixed"))

    with pytest.raises(services.OrderClosed) as refused:
        services.assign(desk.session, desk.order, None, desk.supervisor, NOW)
    assert refused.value.code == "order_closed"
    with pytest.raises(services.OrderClosed):
        services.cancel(desk.session, desk.order, desk.supervisor, "?", NOW)


def test_only_what_is_done_is_approved_or_sent_back(desk):
    with pytest.raises(services.OrderNotDone) as refused:
        services.approve_order(desk.session, desk.order, desk.supervisor, NOW)
    assert refused.value.code == "order_not_done"
    with pytest.raises(services.OrderNotDone):
        services.return_order(desk.session, desk.order, "?", desk.supervisor, NOW)


def test_a_comment_can_be_added_to_a_closed_order(desk):
    services.cancel(desk.session, desk.order, desk.supervisor, "?", NOW)

    services.add_comment(desk.session, desk.order, "Tehdään keväällä.", desk.supervisor.id, NOW)

    desk.session.refresh(desk.order)
    assert [comment.text for comment in desk.order.comments] == ["Tehdään keväällä."]


def test_what_a_phone_did_meanwhile_is_seen_before_anything_is_decided(world, app):
    with transaction() as session:
        stale = session.get_one(WorkOrder, world.order)
        # Another connection's write, as far as this session's copy can tell.
        session.connection().exec_driver_sql("UPDATE work_orders SET state = 'done'")
        assert stale.state == "assigned"

        with pytest.raises(services.OrderClosed):
            services.cancel(session, stale, session.get_one(Person, world.supervisor), "?", NOW)


def test_a_failed_check_leads_to_one_order_only(desk):
    record = services.Origin("courtyard_record", "0193c0de-0000-7000-8000-000000000001", "drain")
    reports = [services.Origin(record.kind, record.id, check) for check in ("drain", "drain", "gutter")]

    made = [
        services.create_order(
            desk.session,
            services.NewOrder(
                property=desk.session.get_one(Property, desk.world.property),
                category="yard",
                description="Hulevesikaivo tukossa",
                reporter="worker",
                origin=origin,
            ),
            NOW,
        )
        for origin in reports
    ]

    assert made[0] is made[1]
    assert made[0] is not made[2]
    assert made[0].id == services.order_id_of(record)
    assert (made[2].origin_kind, made[2].origin_id) == (record.kind, record.id)
