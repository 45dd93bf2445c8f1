"""Duplicates: one order lives on, nothing that was said or done of either is lost."""

from datetime import UTC, date, datetime

import pytest

from server.feed.changes import changed_ids, prepared_documents
from server.people.models import Person
from server.places.models import Building, Property
from server.work_orders import services
from server.work_orders.merging import NotMergeable, merge
from server.work_orders.models import OrderCompletion, OrderEvent, WorkOrder
from server.work_orders.services import Contact, NewOrder
from sync.operations import (
    WorkOrderComment,
    WorkOrderComplete,
    WorkOrderPause,
    WorkOrderStart,
    WorkOrderVisitNote,
)
from tests.server.subjects import apply_as, buckets, built, operation, prepared, undone

NOW = datetime(2026, 9, 7, 7, tzinfo=UTC)


@pytest.fixture
def desk(world, app):
    """Two reports of one defect, in a transaction that is undone."""
    with undone() as session:
        yield Desk(session, world)


class Desk:
    def __init__(self, session, world):
        self.session = session
        self.world = world
        self.supervisor = session.get_one(Person, world.supervisor)
        self.first = self.report("Liisa")
        self.second = self.report("Matti")

    def report(self, name, **more):
        new = {
            "property": self.session.get_one(Property, self.world.property),
            "building": self.session.get_one(Building, self.world.own_building),
            "category": "plumbing",
            "description": "Hana vuotaa",
            "reporter": "resident",
            "contact": Contact(name, "+358 40 555 0100", "A 1"),
        }
        return services.create_order(self.session, NewOrder(**(new | more)), NOW)

    def give(self, order, person=None):
        services.assign(
            self.session,
            order,
            self.session.get_one(Person, person or self.world.caretaker),
            self.supervisor,
            NOW,
        )

    def merge(self, duplicate=None, into=None):
        merge(self.session, duplicate or self.second, into or self.first, self.supervisor, NOW)
        self.session.flush()

    def does(self, order, payload):
        return apply_as(self.session, self.world.caretaker, operation(f"work_order:{order.id}", payload))

    def document(self, order, document_type="work_order"):
        return built(self.session, f"{document_type}:{order.id}", NOW)

    def history(self, order):
        events = self.session.query(OrderEvent).filter_by(order_id=order.id).order_by(OrderEvent.id)
        return [(event.what, event.details.get("order")) for event in events]


def test_the_duplicate_is_closed_and_both_histories_are_kept(desk):
    desk.merge()

    assert (desk.second.state, desk.second.closed_at) == ("merged", NOW)
    assert desk.document(desk.second).body["merged_into"] == f"work_order:{desk.first.id}"
    assert desk.history(desk.second) == [("created", None), ("merged", desk.first.id)]
    assert desk.history(desk.first) == [("created", None), ("took_in", desk.second.id)]


def test_whoever_has_the_one_that_lives_on_reaches_both_residents(desk):
    desk.give(desk.first)
    changed_ids(desk.session).clear()
    desk.merge()
    assert {f"order_contact:{desk.second.id}", f"work_order:{desk.first.id}"} <= changed_ids(desk.session)

    contact = desk.document(desk.second, "order_contact")
    assert contact.body["name"] == "Matti"
    assert contact.body["order"] == f"work_order:{desk.first.id}"
    assert contact.buckets == {f"person:{desk.world.caretaker}"}

    desk.does(desk.first, WorkOrderComplete("fixed"))

    assert desk.document(desk.second, "order_contact") is None
    assert prepared_documents(desk.session)[f"order_contact:{desk.second.id}"].buckets == frozenset()


def test_what_was_said_of_the_duplicate_is_shown_with_both(desk):
    desk.does(desk.second, WorkOrderComment("Avain on naapurilla"))
    desk.merge()
    desk.does(desk.second, WorkOrderComment("Käyn huomenna"))
    desk.does(desk.second, WorkOrderVisitNote("other", "Koira haukkui"))

    for order in (desk.first, desk.second):
        said = desk.document(order).body
        assert [comment["text"] for comment in said["comments"]] == ["Avain on naapurilla", "Käyn huomenna"]
        assert [note["reason"] for note in said["visit_notes"]] == ["other"]
    assert desk.document(desk.first).body["visit_notes"][0]["text"] == "Koira haukkui"
    assert desk.document(desk.second).body["visit_notes"][0]["text"] is None
    assert len(prepared(desk.session, f"work_order:{desk.first.id}")["visit_notes"]) == 1


def test_work_recorded_on_the_duplicate_counts_for_the_one_that_lives_on(desk):
    desk.merge()

    assert desk.does(desk.second, WorkOrderStart()).flags == ("merged",)
    assert desk.does(desk.second, WorkOrderPause("no_entry")).flags == ("merged",)
    assert desk.document(desk.first).body["paused"]["reason"] == "no_entry"
    decision = desk.does(desk.second, WorkOrderComplete("fixed", 20))

    assert (decision.status, decision.flags) == ("flagged", ("merged",))
    assert (desk.first.state, desk.first.minutes, desk.second.state) == ("done", 20, "merged")
    assert [row.order_id for row in desk.session.query(OrderCompletion)] == [desk.first.id]


def test_a_comment_on_the_duplicate_is_no_clash(desk):
    desk.merge()

    assert desk.does(desk.second, WorkOrderComment("Hei")).flags == ()


def test_the_stricter_promise_counts(desk):
    urgent = desk.report("Kaisa", urgency="urgent")
    desk.first.due_on = date(2026, 9, 30)

    desk.merge()
    assert desk.first.due_on == desk.second.due_on

    desk.merge(duplicate=urgent)
    assert (desk.first.urgency, desk.first.start_by) == ("urgent", urgent.start_by)
    assert desk.first.acknowledge_by == urgent.acknowledge_by


def test_who_had_the_duplicate_has_the_one_that_lives_on_when_nobody_else_has(desk):
    desk.give(desk.second)
    desk.does(desk.second, WorkOrderStart())
    desk.merge()

    assert (desk.first.assigned_to_id, desk.first.state) == (desk.world.caretaker, "started")
    assert f"person:{desk.world.caretaker}" in buckets(desk.session, f"work_order:{desk.first.id}", NOW)


def test_duplicates_of_a_duplicate_follow(desk):
    third = desk.report("Kaisa")
    desk.merge()
    changed_ids(desk.session).clear()
    desk.merge(duplicate=desk.first, into=third)

    assert desk.second.merged_into_id == third.id
    assert f"work_order:{desk.second.id}" in changed_ids(desk.session)
    desk.does(desk.second, WorkOrderComplete("fixed"))
    assert third.state == "done"


@pytest.mark.parametrize("other", ["itself", "elsewhere", "closed", "of a company"])
def test_what_is_no_duplicate_is_refused(desk, other):
    into = {
        "itself": lambda: desk.second,
        "elsewhere": lambda: desk.report(
            "Kaisa", property=desk.session.get_one(Property, desk.world.far_property), building=None
        ),
        "closed": lambda: desk.report("Kaisa"),
        "of a company": lambda: desk.report(
            "Kaisa",
            category="cleaning",
            building=desk.session.get_one(Building, desk.world.company_building),
        ),
    }[other]()
    if other == "closed":
        services.cancel(desk.session, into, desk.supervisor, "?", NOW)

    with pytest.raises(NotMergeable) as refused:
        desk.merge(into=into)
    assert refused.value.code == "not_mergeable"
    assert desk.session.get_one(WorkOrder, desk.second.id).state == "new"


def test_merging_asks_nobody_on_duty_any_more(desk):
    urgent = desk.report("Kaisa", urgency="urgent")
    desk.merge(duplicate=urgent)

    assert desk.history(urgent)[-1] == ("merged", desk.first.id)
