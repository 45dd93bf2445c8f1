"""Letting an order wait and go on, at the desk: its reason, its day, its history; deadlines follow by themselves."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from server.database import transaction
from server.office_hours import OFFICE_HOURS
from server.people.models import Person
from server.weekdays import weekdays_after, weekdays_until
from server.work_orders import services
from server.work_orders.models import WorkOrder
from server.work_orders.pauses import NewPause, begin_pause
from tests.server.console.browser import Browser
from tests.server.subjects import built
from tests.world import World


def order(session: Session, world: World) -> WorkOrder:
    session.rollback()
    return session.get_one(WorkOrder, world.order)


def address(world: World, action: str = "") -> str:
    return f"/console/orders/{world.order}/{action}"


def wait(browser: Browser, world: World, **form: str) -> str:
    page = browser.post(address(world, "pause"), {"pause_reason": "another_time", **form})
    assert page.status_code == 200
    return page.text


def test_an_order_waits_and_goes_on(world: World, supervisor: Browser, session: Session) -> None:
    until = world.today + timedelta(days=7)
    page = wait(supervisor, world, until=until.isoformat(), pause_text="Vasta matkan jälkeen")

    assert "Resident wants another time" in page
    assert f"goes on {until.day}.{until.month}.{until.year}" in page
    assert page.count("Vasta matkan jälkeen") == 2  # On the card and in the history.
    [row] = order(session, world).pauses
    assert (row.reason, row.until, row.by_id, row.ended_at) == ("another_time", until, world.supervisor, None)
    found = built(session, f"work_order:{world.order}", row.at)
    assert found is not None
    document = found.body
    assert document["paused"]["reason"] == "another_time"
    assert document["paused"]["by"] == f"person:{world.supervisor}"

    page = supervisor.post(address(world, "resume")).text
    assert "The order goes on." in page
    assert [event.what for event in order(session, world).events] == ["paused", "resumed"]
    assert order(session, world).pauses[0].ended_at is not None


def test_an_agreed_day_moves_the_deadline_and_waiting_for_a_part_does_not(
    world: World, supervisor: Browser, session: Session
) -> None:
    with transaction() as writing:
        due = weekdays_after(world.today, 3, OFFICE_HOURS.has_eves_off)
        writing.get_one(WorkOrder, world.order).due_on = due
    wait(
        supervisor,
        world,
        pause_reason="waiting_for_part",
        until=(world.today + timedelta(days=7)).isoformat(),
    )
    assert order(session, world).due_on == due

    until = weekdays_after(world.today, 2, OFFICE_HOURS.has_eves_off)
    wait(supervisor, world, until=until.isoformat())
    moved = order(session, world).due_on
    assert moved is not None
    assert weekdays_until(due, moved, OFFICE_HOURS.has_eves_off) == 2
    assert order(session, world).promised_on == due


def test_another_reason_takes_the_place_of_the_first(
    world: World, supervisor: Browser, session: Session
) -> None:
    wait(supervisor, world)
    page = wait(supervisor, world, pause_reason="no_entry")
    assert "Could not get in" in page
    assert [pause.ended_at is None for pause in order(session, world).pauses] == [False, True]


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({"pause_reason": ""}, "Choose one."),
        ({"pause_reason": "too_hot"}, "Choose one."),
        ({"pause_reason": "no_entry", "until": "tomorrow"}, "This is no date."),
        ({"pause_reason": "no_entry", "until": "2020-01-01"}, "Choose a day from today on"),
        ({"pause_reason": "no_entry", "until": "9999-12-31"}, "Choose a day from today on"),
        ({"pause_reason": "no_entry", "pause_text": "x" * 2001}, "Too long"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    world: World, supervisor: Browser, session: Session, form: dict[str, str], message: str
) -> None:
    page = supervisor.post(address(world, "pause"), form)
    assert page.status_code == 422
    assert message in page.text
    assert 'aria-invalid="true"' in page.text
    assert order(session, world).pauses == []


def test_a_closed_order_neither_waits_nor_goes_on(
    world: World, supervisor: Browser, session: Session
) -> None:
    with transaction() as writing:
        by = writing.get_one(Person, world.supervisor)
        row = writing.get_one(WorkOrder, world.order)
        services.cancel(writing, row, by, "Turha", row.reported_at)
    page = supervisor.post(address(world, "pause"), {"pause_reason": "no_entry"})
    assert page.status_code == 422
    assert "The order is closed already." in supervisor.post(address(world, "resume")).text
    assert order(session, world).pauses == []
    assert "Let it wait" not in supervisor.get(address(world)).text


def test_going_on_without_having_waited_changes_nothing(
    world: World, supervisor: Browser, session: Session
) -> None:
    assert "did not wait" in supervisor.post(address(world, "resume")).text
    assert order(session, world).events == []


def test_a_building_manager_sees_it_and_changes_nothing(
    world: World, supervisor: Browser, manager: Browser, session: Session
) -> None:
    wait(supervisor, world)
    page = manager.get(address(world)).text
    assert "Resident wants another time" in page
    assert "Let it wait" not in page
    assert manager.post(address(world, "resume")).status_code == 403
    assert order(session, world).pauses[0].ended_at is None


def test_a_day_beyond_reach_counts_as_a_year(world: World, session: Session) -> None:
    """Whatever a device sends as the agreed day, it is kept; no deadline runs out of the calendar."""
    with transaction() as writing:
        row = writing.get_one(WorkOrder, world.order)
        begin_pause(writing, row, NewPause("no_entry", date(9999, 12, 31)), world.caretaker, row.reported_at)
    kept = order(session, world)
    assert kept.due_on is not None
    assert kept.due_on < world.today + timedelta(days=420)
    assert [pause.until for pause in kept.pauses] == [date(9999, 12, 31)]
