"""A person's shifts in a calendar program."""

from __future__ import annotations

from datetime import timedelta

import time_machine
from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.database import transaction
from server.duty.calendars import make_token, revoke_token
from server.duty.models import CalendarToken
from server.people.models import Person
from tests.server.duty.night import SATURDAY, add_shift
from tests.world import World


def test_own_shifts_stand_in_the_calendar(client: FlaskClient, world: World, session: Session) -> None:
    with time_machine.travel(SATURDAY, tick=False):
        with transaction() as writing:
            person = writing.get_one(Person, world.caretaker)
            secret = make_token(writing, person, writing.get_one(Person, world.supervisor), SATURDAY)
            add_shift(writing, world.caretaker)
            add_shift(writing, world.cleaner, 2)
            long_ago = SATURDAY - timedelta(days=60)
            add_shift(writing, world.caretaker, 1, long_ago, long_ago + timedelta(hours=8))
        answer = client.get(f"/calendar/{secret}.ics")
    assert answer.mimetype == "text/calendar"
    [event] = Calendar.from_ical(answer.data).walk("VEVENT")
    assert event["SUMMARY"] == "Päivystys Itäinen, sija 1"
    assert event["DTSTART"].dt == SATURDAY - timedelta(hours=8)
    assert event["DTEND"].dt == SATURDAY + timedelta(hours=12)
    kept = session.scalars(select(CalendarToken)).one()
    assert secret not in kept.token_hash


def test_a_secret_that_was_replaced_revoked_or_never_made_finds_nothing(
    client: FlaskClient, world: World
) -> None:
    with transaction() as session:
        person, by = session.get_one(Person, world.caretaker), session.get_one(Person, world.supervisor)
        first = make_token(session, person, by, SATURDAY)
        second = make_token(session, person, by, SATURDAY)
    assert client.get(f"/calendar/{first}.ics").status_code == 404
    assert client.get(f"/calendar/{second}.ics").status_code == 200
    with transaction() as session:
        assert revoke_token(session, session.get_one(Person, world.caretaker), SATURDAY)
        assert not revoke_token(session, session.get_one(Person, world.caretaker), SATURDAY)
    for secret in (second, "guessed"):
        assert client.get(f"/calendar/{secret}.ics").status_code == 404


def test_it_ends_with_the_access(client: FlaskClient, world: World) -> None:
    with transaction() as session:
        person = session.get_one(Person, world.caretaker)
        secret = make_token(session, person, session.get_one(Person, world.supervisor), SATURDAY)
        person.is_active = False
    assert client.get(f"/calendar/{secret}.ics").status_code == 404
