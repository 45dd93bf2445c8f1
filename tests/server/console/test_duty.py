"""The page Duty: a week with its gaps in words, shifts, alerts; for the landlord's supervisors only."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.database import transaction
from server.duty.models import DutyAlert, DutyChange, DutyShift
from server.jobs import alert_those_on_duty
from server.people.models import Person, PersonDistrict
from server.places.models import Area, District
from tests.server.console.browser import Browser
from tests.server.duty.night import AREA, SATURDAY, add_shift, history, receive_order
from tests.world import World

WEEK = "/console/duty/?area=7&week=2026-04-06"


@pytest.fixture(autouse=True)
def _saturday_night():
    with time_machine.travel(SATURDAY, tick=False):
        yield


def the_shift(session: Session) -> DutyShift:
    session.rollback()
    session.expire_all()
    return session.scalars(select(DutyShift)).one()


def new_shift(world: World, **fields: str) -> dict[str, str]:
    form = {
        "area": AREA,
        "person": world.caretaker,
        "begins_at": "2026-04-10T16:00",
        "ends_at": "2026-04-13T07:00",
        "place": "1",
    }
    return form | fields


def test_a_week_without_shifts_says_when_nobody_is_on_duty(world: World, supervisor: Browser) -> None:
    page = supervisor.get(WEEK).text
    # From the Easter Monday of that week, a day off, to the first closing of the office.
    assert "Nobody on duty: 6.4. 0:00 – 7.4. 7:00" in page
    assert "Nobody on duty: 10.4. 16:00 – 13.4. 0:00" in page
    assert "Nobody is on duty. The supervisors are alerted." in page


def test_a_shift_is_made_and_fills_the_gap(world: World, supervisor: Browser, session: Session) -> None:
    page = supervisor.post("/console/duty/new", new_shift(world)).text
    assert "The shift is in the roster." in page
    assert "Kalle Koski" in page
    assert "10.4. 16:00 –" not in page.replace("10.4. 16:00 – 13.4. 7:00", "")
    assert the_shift(session).begins_at == datetime(2026, 4, 10, 13, tzinfo=UTC)
    [change] = session.scalars(select(DutyChange))
    assert (change.what, change.by_id, change.before) == ("made", world.supervisor, None)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"begins_at": "soon"}, "Give a day and a time."),
        ({"ends_at": "2026-04-09T07:00"}, "A shift ends after it begins"),
        ({"ends_at": "2026-04-11T23:00"}, "lies not in the past"),
        ({"ends_at": "2026-06-11T23:00"}, "lasts eight days at most"),
        ({"place": "9"}, "Choose one."),
        ({"person": "nobody"}, "Choose one."),
    ],
)
def test_what_is_wrong_stands_at_the_field(
    world: World, supervisor: Browser, session: Session, fields: dict[str, str], words: str
) -> None:
    answer = supervisor.post("/console/duty/new", new_shift(world, **fields))
    assert answer.status_code == 422
    assert words in answer.text
    assert session.scalars(select(DutyShift)).all() == []


def test_two_are_not_first_at_once(world: World, supervisor: Browser, session: Session) -> None:
    supervisor.post("/console/duty/new", new_shift(world))
    answer = supervisor.post("/console/duty/new", new_shift(world, person=world.cleaner))
    assert answer.status_code == 422
    assert "The same place, or the same person" in answer.text


def test_a_company_s_cleaner_is_not_offered(world: World, supervisor: Browser) -> None:
    assert world.company_cleaner not in supervisor.get(WEEK).text
    answer = supervisor.post("/console/duty/new", new_shift(world, person=world.company_cleaner))
    assert answer.status_code == 422


def test_a_running_shift_is_handed_over_from_now_on(
    world: World, supervisor: Browser, session: Session
) -> None:
    with transaction() as writing:
        key = add_shift(writing, world.caretaker).id
    supervisor.post(f"/console/duty/shifts/{key}/hand-over", {"to": world.cleaner})
    session.expire_all()
    first, second = session.scalars(select(DutyShift).order_by(DutyShift.begins_at))
    assert (first.person_id, first.ends_at) == (world.caretaker, SATURDAY)
    assert (second.person_id, second.begins_at) == (world.cleaner, SATURDAY)
    assert "Handed over" in supervisor.get(WEEK).text


def test_two_persons_swap(world: World, supervisor: Browser, session: Session) -> None:
    later = SATURDAY + timedelta(days=7)
    with transaction() as writing:
        one = add_shift(writing, world.caretaker, 1, later, later + timedelta(hours=8)).id
        other = add_shift(
            writing, world.cleaner, 1, later + timedelta(hours=8), later + timedelta(hours=16)
        ).id
    page = supervisor.post(f"/console/duty/shifts/{one}/swap", {"other": other}).text
    assert "The roster was changed." in page
    session.expire_all()
    assert session.get_one(DutyShift, one).person_id == world.cleaner
    assert session.get_one(DutyShift, other).person_id == world.caretaker
    assert [row.what for row in session.scalars(select(DutyChange))] == ["swapped", "swapped"]


def test_a_shift_is_changed_and_removed(world: World, supervisor: Browser, session: Session) -> None:
    later = SATURDAY + timedelta(days=7)
    with transaction() as writing:
        key = add_shift(writing, world.caretaker, 1, later, later + timedelta(hours=8)).id
    form = new_shift(world, begins_at="2026-04-18T10:00", ends_at="2026-04-18T20:00", place="2")
    supervisor.post(f"/console/duty/shifts/{key}/change", form)
    shift = the_shift(session)
    assert (shift.place, shift.begins_at) == (2, datetime(2026, 4, 18, 7, tzinfo=UTC))
    supervisor.post(f"/console/duty/shifts/{key}/remove")
    session.expire_all()
    assert session.scalars(select(DutyShift)).all() == []


@pytest.mark.parametrize("step", ["hand-over", "swap", "change", "remove"])
def test_a_shift_that_is_over_stays_as_it_was(
    world: World, supervisor: Browser, session: Session, step: str
) -> None:
    with transaction() as writing:
        key = add_shift(writing, world.caretaker, ends_at=SATURDAY).id
        other = add_shift(writing, world.cleaner, begins_at=SATURDAY + timedelta(hours=1)).id
    assert "The shift is over" in supervisor.get(f"/console/duty/shifts/{key}/").text
    form = new_shift(world, to=world.cleaner, other=other, person=world.cleaner)
    assert supervisor.post(f"/console/duty/shifts/{key}/{step}", form).status_code == 422
    session.expire_all()
    assert session.get_one(DutyShift, key).person_id == world.caretaker


def test_an_alert_stands_there_with_its_steps_and_failures_until_somebody_acknowledges(
    world: World, supervisor: Browser, session: Session
) -> None:
    with transaction() as writing:
        add_shift(writing, world.caretaker)
        order_id = receive_order(writing, world).id
    page = supervisor.get(WEEK).text
    assert "Waits for an acknowledgement" in page
    assert "The next is asked at 23:55." in page
    assert "be told: no phone that can be woken" in page
    key = session.scalars(select(DutyAlert.id)).one()

    page = supervisor.post(f"/console/duty/alerts/{key}/acknowledge").text
    assert "Acknowledged" in page
    with time_machine.travel(SATURDAY + timedelta(hours=1)):
        alert_those_on_duty(datetime.now(UTC))
    assert [what for what, _ in history(session, order_id)][-1] == "alert_acknowledged"
    page = supervisor.get(f"/console/orders/{order_id}/").text
    for words in ("Asked by alert", "Kalle Koski, on duty", "Alert could not be delivered"):
        assert words in page


def test_duty_is_the_landlords_supervisors_affair(
    app: Flask, world: World, company_supervisor: Browser, manager: Browser, admin: Browser
) -> None:
    for browser in (company_supervisor, manager):
        assert browser.get(WEEK).status_code == 404
        assert "/console/duty/" not in browser.get("/console/").text
    assert admin.get(WEEK).status_code == 200
    assert "/console/duty/" in admin.page.text


def test_a_supervisor_plans_the_own_area_alone(world: World, supervisor: Browser) -> None:
    with transaction() as session:
        session.add(Area(code="8", name_fi="Östersundom", name_sv="Östersundom", name_en="Östersundom"))
        session.flush()
        session.add(District(code="801", area_code="8", name_fi="Sipoo", name_sv="Sibbo", name_en="Sipoo"))
        session.flush()
        session.get_one(Person, world.supervisor).districts = [PersonDistrict(district_code="801")]
    assert supervisor.get(WEEK).status_code == 404
    assert supervisor.post("/console/duty/new", new_shift(world)).status_code == 404
    assert "Östersundom" in supervisor.get("/console/duty/").text


def test_an_email_address_and_a_calendar(
    client: FlaskClient, world: World, supervisor: Browser, session: Session
) -> None:
    page = f"/console/people/{world.caretaker}"
    assert supervisor.post(f"{page}/email", {"email": "kalle"}).status_code == 422
    assert "This is no e-mail address." in supervisor.page.text
    supervisor.post(f"{page}/email", {"email": "kalle@example.org"})
    session.rollback()
    assert session.get_one(Person, world.caretaker).email == "kalle@example.org"

    made = supervisor.post(f"{page}/calendar").text
    address = made.partition("<code>")[2].partition("</code>")[0]
    assert client.get(address).status_code == 200
    assert address not in supervisor.get(f"{page}/").text
    supervisor.post(f"{page}/calendar/end")
    assert client.get(address).status_code == 404
