"""Orders that wait: what counts, and how their deadlines move, whatever the order in which records arrive."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from server.work_orders import services
from server.work_orders.breaches import deadlines_of
from server.work_orders.models import OrderEvent, OrderPause, WorkOrder
from server.work_orders.standing import times_of
from sync.operations import WorkOrderComplete, WorkOrderPause, WorkOrderResume, WorkOrderStart
from tests.server.subjects import apply_as, built, operation, undone


def at(day, hour=10):
    """A local time of September 2026, whose Mondays are 7 and 14."""
    return datetime(2026, 9, day, hour - 3, tzinfo=UTC)


@pytest.fixture
def desk(world, app):
    """A minor order promised for Wednesday the 9th, in a transaction that is undone."""
    with undone() as session:
        yield Desk(session, world)


class Desk:
    def __init__(self, session, world):
        self.session = session
        self.world = world
        self.order = session.get_one(WorkOrder, world.order)
        self.order.due_on = date(2026, 9, 9)
        self.order.reported_at = at(4)

    def does(self, payload, when, by=None):
        target = f"work_order:{self.order.id}"
        decision = apply_as(self.session, by or self.world.caretaker, operation(target, payload, when), when)
        self.session.flush()
        self.session.expire_all()
        return decision

    def document(self):
        return built(self.session, f"work_order:{self.order.id}", at(20)).body

    def outcome(self, now):
        return deadlines_of(times_of(self.order), now)[-1].outcome

    def history(self):
        events = select(OrderEvent).where(OrderEvent.order_id == self.order.id).order_by(OrderEvent.id)
        return [event.what for event in self.session.scalars(events)]


def test_what_the_resident_wished_moves_the_deadline_when_the_order_goes_on(desk):
    desk.does(WorkOrderPause("no_entry"), at(8))
    assert desk.document()["due_on"] == "2026-09-09"
    assert desk.outcome(at(14)) == "waiting"

    desk.does(WorkOrderResume(), at(11))

    assert desk.document()["due_on"] == "2026-09-14"
    assert desk.order.promised_on == date(2026, 9, 9)
    assert desk.document()["paused"] is None
    assert desk.history() == ["paused", "resumed"]


def test_an_agreed_day_moves_it_at_once(desk):
    desk.does(WorkOrderPause("another_time", "2026-09-11", "Iltapäivällä"), at(8))

    document = desk.document()
    assert document["due_on"] == "2026-09-14"
    assert document["paused"] == {
        "id": document["paused"]["id"],
        "at": "2026-09-08T07:00:00.000Z",
        "by": f"person:{desk.world.caretaker}",
        "reason": "another_time",
        "until": "2026-09-11",
        "text": "Iltapäivällä",
    }


def test_waiting_for_a_part_is_the_landlords_time(desk):
    desk.does(WorkOrderPause("waiting_for_part"), at(8))

    assert desk.outcome(at(10)) == "missed"
    desk.does(WorkOrderResume(), at(11))
    assert desk.order.due_on == date(2026, 9, 9)
    assert desk.order.promised_on is None


def test_starting_and_completing_end_a_wait(desk):
    desk.does(WorkOrderPause("no_entry"), at(8))
    desk.does(WorkOrderStart(), at(9))
    assert desk.document()["paused"] is None
    assert desk.order.due_on == date(2026, 9, 10)

    desk.does(WorkOrderPause("another_time"), at(9))
    desk.does(WorkOrderStart(), at(10))
    desk.does(WorkOrderPause("another_time"), at(10))
    desk.does(WorkOrderComplete("fixed"), at(11))

    assert desk.document()["paused"] is None
    assert desk.outcome(at(30)) == "kept"
    assert desk.history() == ["paused", "started", "paused", "resumed", "paused", "completed"]


def test_what_was_done_offline_counts_by_when_it_was_done(desk):
    desk.does(WorkOrderComplete("fixed"), at(9))

    assert desk.outcome(at(20)) == "kept"
    assert desk.order.completed_at == at(9)


def test_another_reason_takes_the_place_of_the_first(desk):
    desk.does(WorkOrderPause("waiting_for_part"), at(7))
    desk.does(WorkOrderPause("another_time", "2026-09-10"), at(8), by=desk.world.supervisor)

    assert desk.document()["paused"]["reason"] == "another_time"
    assert [pause.ended_at for pause in desk.order.pauses] == [at(8), None]


def test_a_record_that_arrives_late_never_ends_a_wait_before_it_began(desk):
    desk.does(WorkOrderPause("no_entry"), at(8))
    desk.does(WorkOrderResume(), at(7))

    assert [pause.ended_at for pause in desk.order.pauses] == [at(8)]
    assert desk.order.due_on == date(2026, 9, 9)


def test_a_closed_order_does_not_wait(desk):
    services.cancel(desk.session, desk.order, desk.order.assigned_to, "?", at(8))

    decision = desk.does(WorkOrderPause("no_entry"), at(9))

    assert decision.status == "applied"
    assert desk.document()["paused"] is None
    assert desk.session.scalars(select(OrderPause)).all() == []
    assert desk.does(WorkOrderResume(), at(9)).status == "applied"


def test_an_order_that_is_called_off_does_not_wait(desk):
    desk.does(WorkOrderPause("no_entry"), at(8))

    services.cancel(desk.session, desk.order, desk.order.assigned_to, "?", at(9))

    assert desk.document()["paused"] is None


def test_a_pause_on_anothers_order_is_kept_and_told(desk):
    assert desk.does(WorkOrderPause("no_entry"), at(8), by=desk.world.supervisor).flags == ("reassigned",)


def test_an_urgent_order_is_acknowledged_by_whoever_takes_it_on_first(desk):
    order = desk.order
    order.urgency, order.due_on = "urgent", None
    order.acknowledge_by, order.start_by = at(7, 10) + timedelta(minutes=15), at(7, 11)
    desk.session.flush()

    desk.does(WorkOrderStart(), at(7, 11))
    assert order.acknowledged_at == at(7, 11)
    assert [deadline.outcome for deadline in deadlines_of(times_of(order), at(8))] == ["missed", "kept"]
    # Another phone's earlier start arrives later: that one counts for the clock.
    desk.does(WorkOrderStart(), at(7, 10))

    assert [deadline.outcome for deadline in deadlines_of(times_of(order), at(8))] == ["kept", "kept"]
    assert order.first_started_at == at(7, 10)


def test_whoever_gets_a_started_order_does_not_make_its_start_late(desk):
    order = desk.order
    order.urgency, order.due_on, order.start_by = "urgent", None, at(7, 11)
    desk.does(WorkOrderStart(), at(7, 10))

    services.assign(
        desk.session, order, None, desk.session.get_one(type(order.assigned_to), desk.world.supervisor), at(8)
    )

    assert order.started_at is None
    assert [deadline.outcome for deadline in deadlines_of(times_of(order), at(9))] == ["kept"]
