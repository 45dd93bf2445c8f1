"""Operations on orders against the database: the document is what the phone showed, and every completion is kept."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from server.database import transaction
from server.places.models import Space
from server.work_orders.models import OrderCompletion, OrderEvent, WorkOrder
from sync.operations import (
    WorkOrderComment,
    WorkOrderComplete,
    WorkOrderCreate,
    WorkOrderStart,
)
from sync.overlay import overlay
from tests import strategies
from tests.server.subjects import apply_as, built, operation, prepared, undone, wire_author

NEW = "0193b0c0-0000-7000-8000-00000000b001"
UNKNOWN = "0193b0c0-0000-7000-8000-00000000ffff"
NOW = datetime(2026, 4, 1, 7, tzinfo=UTC)
AN_HOUR_AGO = datetime.now(UTC) - timedelta(hours=1)
ONLY_THE_SERVER_KNOWS = {
    "number": None,
    "trade": None,
    "organisation": None,
    "due_on": None,
    "start_by": None,
}


@st.composite
def order_values(draw, people):
    state = draw(st.sampled_from(["new", "assigned", "started", "done", "approved", "returned", "cancelled"]))
    is_done = state in {"done", "approved", "returned"}
    return {
        "state": state,
        "assigned_to_id": draw(st.none() | people),
        "started_at": draw(st.none() | st.just(AN_HOUR_AGO)),
        "completed_at": AN_HOUR_AGO if is_done else None,
        "completed_by_id": draw(people) if is_done else None,
        "closed_at": datetime.now(UTC) if state in {"done", "approved", "cancelled"} else None,
        "result": "fixed" if is_done else None,
    }


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_servers_document_equals_what_the_phone_showed(world, data):
    people = st.sampled_from([world.caretaker, world.supervisor])
    author = data.draw(people)
    kinds = st.sampled_from(["work_order.start", "work_order.complete", "work_order.comment"])
    recorded = replace(
        data.draw(strategies.recorded(kinds=kinds)), target=f"work_order:{world.order}", clock=None
    )
    with undone() as session:
        order = session.get_one(WorkOrder, world.order)
        for name, value in data.draw(order_values(people)).items():
            setattr(order, name, value)
        before = built(session, recorded.target)
        shown = overlay({"type": "work_order", **before.body}, recorded, wire_author(session, author))

        decision = apply_as(session, author, recorded)

        assert decision.status in ("applied", "flagged")
        assert prepared(session, recorded.target) == shown


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_new_order_equals_what_the_phone_showed_but_for_what_only_the_server_knows(world, data):
    recorded = data.draw(strategies.recorded(kinds=st.just("work_order.create")))
    building = data.draw(st.none() | st.just(f"building:{world.own_building}"))
    payload = replace(
        recorded.payload,
        property=f"property:{world.property}",
        building=building,
        space=data.draw(st.none() | st.sampled_from(world.spaces)),
    )
    recorded = replace(recorded, payload=payload, clock=None)
    with undone() as session:
        shown = overlay(None, recorded, wire_author(session, world.cleaner))

        assert apply_as(session, world.cleaner, recorded).status == "applied"

        order = prepared(session, recorded.target)
        assert order | ONLY_THE_SERVER_KNOWS == shown
        assert order["number"].startswith("T-")
        assert (order["due_on"] is None) == (order["urgency"] == "urgent")
        assert (order["start_by"] is None) == (order["urgency"] == "minor")


def create(world, **fields):
    values = {
        "property": f"property:{world.property}",
        "category": "lighting",
        "urgency": "minor",
        "description": "Valo ei syty.",
    }
    return operation(f"work_order:{NEW}", WorkOrderCreate(**values | fields), NOW)


def test_a_new_order_gets_its_deadline_from_when_it_was_really_recorded(world, app):
    with undone() as session:
        apply_as(session, world.cleaner, create(world))

        order = session.get_one(WorkOrder, NEW)
        assert (order.reported_at, order.due_on.isoformat()) == (NOW, "2026-04-08")
        assert order.number == session.get_one(WorkOrder, world.order).number + 1


def test_an_urgent_order_is_to_be_started_within_the_hour(world, app):
    with undone() as session:
        apply_as(session, world.cleaner, create(world, category="water_leak", urgency="urgent"))

        order = session.get_one(WorkOrder, NEW)
        assert (order.start_by, order.due_on) == (NOW + timedelta(hours=1), None)


@pytest.mark.parametrize(
    ("category", "place", "organisation"),
    [
        ("cleaning", "company_building", "company"),
        ("cleaning", "own_building", "landlord"),
        ("lighting", "company_building", "landlord"),
        ("cleaning", None, "landlord"),
    ],
)
def test_an_order_goes_to_whoever_is_responsible(world, app, category, place, organisation):
    building = f"building:{getattr(world, place)}" if place else None
    with undone() as session:
        apply_as(session, world.cleaner, create(world, category=category, building=building))

        assert session.get_one(WorkOrder, NEW).organisation_id == getattr(world, organisation)


def test_a_space_says_who_cleans_it_when_no_building_is_named(world, app):
    with undone() as session:
        apply_as(session, world.cleaner, create(world, category="cleaning", space=world.company_spaces[0]))

        order = session.get_one(WorkOrder, NEW)
        assert (order.building_id, order.organisation_id) == (None, world.company)


def test_an_order_for_a_place_that_is_not_known_is_quarantined(world, app):
    with undone() as session:
        decisions = [
            apply_as(session, world.cleaner, recorded)
            for recorded in (
                create(world, property=f"property:{UNKNOWN}"),
                create(world, building=f"building:{UNKNOWN}"),
                create(world, space=UNKNOWN),
                operation(f"work_order:{UNKNOWN}", WorkOrderStart()),
            )
        ]
        assert session.get(WorkOrder, NEW) is None
    assert {decision.reason for decision in decisions} == {"unknown_target"}


def test_an_order_for_a_building_or_space_of_another_place_is_quarantined(world, app):
    with undone() as session:
        far_space = Space(
            building_id=world.far_building,
            position=99,
            kind="roof_gutter",
            name="?",
            area_m2=1,
            norm_minutes=1,
        )
        session.add(far_space)
        session.flush()
        decisions = [
            apply_as(session, world.cleaner, recorded)
            for recorded in (
                create(world, building=f"building:{world.far_building}"),
                create(world, space=far_space.id),
                create(world, building=f"building:{world.own_building}", space=world.company_spaces[0]),
            )
        ]
    assert {decision.reason for decision in decisions} == {"invalid_payload"}


def test_an_order_is_not_made_twice(world, app):
    with undone() as session:
        assert apply_as(session, world.cleaner, create(world)).status == "applied"
        again = apply_as(session, world.cleaner, create(world, description="?"))

        assert (again.status, again.reason) == ("quarantined", "target_exists")
        assert session.get_one(WorkOrder, NEW).description == "Valo ei syty."


def test_every_completion_is_kept_and_the_first_stays(world, app):
    target = f"work_order:{world.order}"
    first = operation(target, WorkOrderComplete("fixed", 20, "Vaihdettu."))
    second = operation(target, WorkOrderComplete("no_fault_found"))
    with transaction() as session:
        assert apply_as(session, world.caretaker, first).flags == ()
        assert "already_done" in apply_as(session, world.supervisor, second).flags

        kept = session.scalars(select(OrderCompletion).where(OrderCompletion.order_id == world.order)).all()
        assert {(row.operation_id, row.person_id, row.result) for row in kept} == {
            (first.id, world.caretaker, "fixed"),
            (second.id, world.supervisor, "no_fault_found"),
        }
        order = session.get_one(WorkOrder, world.order)
        assert (order.result, order.result_text, order.completed_by_id) == (
            "fixed",
            "Vaihdettu.",
            world.caretaker,
        )


def test_a_completion_after_cancellation_is_kept_and_shown(world, app):
    with undone() as session:
        session.get_one(WorkOrder, world.order).state = "cancelled"
        session.get_one(WorkOrder, world.order).closed_at = datetime.now(UTC)
        decision = apply_as(
            session, world.caretaker, operation(f"work_order:{world.order}", WorkOrderComplete("fixed"))
        )

        assert decision.flags == ("done_after_cancellation",)
        assert session.get_one(WorkOrder, world.order).state == "cancelled"
        assert session.scalars(select(OrderCompletion)).one().result == "fixed"


def test_the_history_tells_each_step(world, app):
    target = f"work_order:{world.order}"
    with undone() as session:
        for payload in (
            WorkOrderStart(),
            WorkOrderComment("Odottaa osaa."),
            WorkOrderComplete("temporary_fix"),
            WorkOrderComplete("fixed"),
        ):
            apply_as(session, world.caretaker, operation(target, payload))

        events = session.scalars(
            select(OrderEvent).where(OrderEvent.order_id == world.order).order_by(OrderEvent.id)
        ).all()
        assert [event.what for event in events] == ["started", "commented", "completed", "completion_kept"]
        assert {event.by_id for event in events} == {world.caretaker}


def test_a_comment_on_anothers_order_is_no_clash(world, app):
    with undone() as session:
        comment = operation(f"work_order:{world.order}", WorkOrderComment("Myös 3. kerroksessa."))

        assert apply_as(session, world.supervisor, comment).status == "applied"
