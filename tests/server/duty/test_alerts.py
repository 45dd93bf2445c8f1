"""Alerts: acknowledging at any time stops later steps; when the job runs makes no difference to what is due."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.database import transaction
from server.duty.alerts import acknowledge, ask_next, find_due, find_open
from server.duty.models import DutyAcknowledgement, DutyAlert, DutyDelivery, DutyStep
from server.duty.rules import STEPS_MAX
from server.duty.services import NewShift, hand_over, make_shift
from server.people.models import Person
from server.places.models import Area
from server.work_orders.services import assign, cancel
from tests.server.duty.night import AREA, SATURDAY, add_shift, history, receive_order
from tests.server.subjects import undone
from tests.world import World

MINUTE = timedelta(minutes=1)
EVENING = STEPS_MAX * 15 + 30
each_night = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def run_job(session: Session, minute: int) -> None:
    """What the job does with alerts, so many minutes after the report."""
    for alert_id in find_due(session, SATURDAY + minute * MINUTE):
        ask_next(session, alert_id, SATURDAY + minute * MINUTE)


def steps(session: Session) -> list[tuple[str, str, float]]:
    """Who was asked as what, and how many minutes after the report."""
    rows = session.scalars(select(DutyStep).order_by(DutyStep.at, DutyStep.id))
    return [(row.person_id, row.role, (row.at - SATURDAY) / MINUTE) for row in rows]


@each_night
@given(runs=st.lists(st.integers(0, EVENING), max_size=30))
def test_what_is_due_does_not_depend_on_when_the_job_runs(world: World, runs: list[int]) -> None:
    seen = []
    for minutes in (range(EVENING + 1), [*sorted(runs), EVENING]):
        with undone() as session:
            add_shift(session, world.caretaker, 1)
            add_shift(session, world.cleaner, 2)
            # The one who is second goes home, and another takes over, while the alert is open.
            add_shift(session, world.other_cleaner, 3, ends_at=SATURDAY + 40 * MINUTE)
            order_id = receive_order(session, world).id
            for minute in minutes:
                run_job(session, minute)
            seen.append((steps(session), sorted(history(session, order_id))))
    assert seen[0] == seen[1]


@each_night
@given(
    runs=st.lists(st.integers(0, EVENING), max_size=10),
    recorded=st.integers(0, EVENING),
    delay=st.integers(0, EVENING),
    who=st.sampled_from(["caretaker", "cleaner", "supervisor", "company_cleaner"]),
)
def test_acknowledging_at_any_time_stops_later_steps(
    world: World, runs: list[int], recorded: int, delay: int, who: str
) -> None:
    arrival = recorded + delay
    with undone() as session:
        add_shift(session, world.caretaker, 1)
        add_shift(session, world.cleaner, 2)
        order = receive_order(session, world)
        for minute in sorted(run for run in runs if run < arrival):
            run_job(session, minute)
        before = steps(session)
        alert = find_open(session, order)
        assert alert is not None
        at, received_at = SATURDAY + recorded * MINUTE, SATURDAY + arrival * MINUTE
        acknowledge(session, alert.id, getattr(world, who), at, received_at)
        for minute in [*sorted(run for run in runs if run >= arrival), arrival + EVENING]:
            run_job(session, minute)

        assert steps(session) == before
        assert (alert.state, alert.next_at) == ("acknowledged", None)
        assert (alert.acknowledged_by_id, alert.acknowledged_at) == (getattr(world, who), at)
        waiting = select(DutyDelivery).where(DutyDelivery.state == "waiting")
        assert session.scalars(waiting).all() == []


def test_the_first_acknowledgement_to_arrive_stays_and_all_are_kept(world: World) -> None:
    with undone() as session:
        add_shift(session, world.caretaker, 1)
        add_shift(session, world.cleaner, 2)
        order = receive_order(session, world)
        alert = find_open(session, order)
        assert alert is not None
        later, earlier = SATURDAY + 20 * MINUTE, SATURDAY + 5 * MINUTE
        acknowledge(session, alert.id, world.cleaner, later, later, "0193b0c0-0000-7000-8000-0000000000a1")
        for _ in range(2):
            acknowledge(
                session, alert.id, world.caretaker, earlier, later, "0193b0c0-0000-7000-8000-0000000000a2"
            )
        session.flush()
        assert alert.acknowledged_by_id == world.cleaner
        assert order.assigned_to_id == world.cleaner
        assert len(session.scalars(select(DutyAcknowledgement)).all()) == 2


def test_nobody_on_duty_is_a_gap_in_the_history_and_the_supervisors_are_asked(world: World) -> None:
    with undone() as session:
        order = receive_order(session, world)
        session.flush()
        assert history(session, order.id)[:3] == [
            ("created", None),
            ("duty_gap", None),
            ("alerted", world.supervisor),
        ]
        assert (order.state, order.assigned_to_id) == ("new", None)


def test_it_gives_up_after_two_hours_and_says_so(world: World) -> None:
    with undone() as session:
        order = receive_order(session, world)
        run_job(session, 24 * 60)
        alert = find_open(session, order)
        assert alert is not None
        assert alert.next_at is None
        whats = [what for what, _ in history(session, order.id)]
        assert whats.count("escalated") == STEPS_MAX - 1
        assert whats[-1] == "alert_unanswered"


@pytest.mark.parametrize("urgency", ["minor", None])
def test_only_urgent_orders_alert(world: World, urgency: str | None) -> None:
    with undone() as session:
        order = receive_order(session, world, urgency=urgency)
        assert (find_open(session, order) is None) is (urgency == "minor")


def test_an_area_has_its_own_office_hours(world: World) -> None:
    morning = SATURDAY.replace(day=9, hour=4, minute=30)  # Thursday, 7:30 in Helsinki
    with undone() as session:
        assert find_open(session, receive_order(session, world, morning)) is None
        area = session.get_one(Area, AREA)
        area.opens, area.closes = (
            area.opens or morning.time().replace(hour=8),
            morning.time().replace(hour=15),
        )
        session.flush()
        assert find_open(session, receive_order(session, world, morning)) is not None


def test_a_supervisor_who_gives_the_order_away_or_cancels_it_has_dealt_with_it(world: World) -> None:
    with undone() as session:
        by = session.get_one(Person, world.supervisor)
        add_shift(session, world.caretaker)
        given_away, cancelled = receive_order(session, world), receive_order(session, world)
        assign(session, given_away, session.get_one(Person, world.cleaner), by, SATURDAY + MINUTE)
        cancel(session, cancelled, by, "Väärä hälytys", SATURDAY + MINUTE)
        states = {row.order_id: row.state for row in session.scalars(select(DutyAlert))}
        assert states == {given_away.id: "acknowledged", cancelled.id: "closed"}
        assert given_away.assigned_to_id == world.cleaner


def test_a_shift_that_is_handed_over_hands_over_the_alert_at_once(world: World) -> None:
    with undone() as session:
        by = session.get_one(Person, world.supervisor)
        shift = add_shift(session, world.caretaker)
        order = receive_order(session, world)
        hand_over(session, shift, session.get_one(Person, world.cleaner), by, SATURDAY + 5 * MINUTE)
        assert steps(session) == [(world.caretaker, "duty", 0), (world.cleaner, "duty", 5)]
        assert order.assigned_to_id == world.cleaner
        alert = find_open(session, order)
        assert alert is not None
        assert alert.next_at == SATURDAY + 20 * MINUTE


def test_a_gap_that_is_filled_while_an_alert_is_open_asks_the_new_one(world: World) -> None:
    with undone() as session:
        by = session.get_one(Person, world.supervisor)
        receive_order(session, world)
        new = NewShift(AREA, world.caretaker, SATURDAY, SATURDAY + timedelta(hours=8), 1)
        make_shift(session, new, by, SATURDAY + 3 * MINUTE)
        assert (world.caretaker, "duty", 3) in steps(session)


def test_who_has_no_access_any_more_is_not_on_duty(world: World) -> None:
    with transaction() as session:
        add_shift(session, world.caretaker)
        session.get_one(Person, world.caretaker).is_active = False
    with undone() as session:
        order = receive_order(session, world)
        assert ("duty_gap", None) in history(session, order.id)
