"""People and their phones at the desk."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.database import transaction
from server.people.models import Person
from tests.device import Device
from tests.server.console.browser import Browser
from tests.world import World

NEW = {"name": "Uusi Urho", "role": "cleaner", "language": "sv", "districts": "703"}


def _named(browser: Browser, query: str = "") -> list[str]:
    page = browser.get(f"/console/people/{query}")
    assert page.status_code == 200
    return re.findall(r'class="row-link" href="/console/people/[^"]+">([^<]+)<', page.text)


def test_people_are_listed_by_name_with_their_phones(
    world: World, supervisor: Browser, client: FlaskClient
) -> None:
    device = Device(client, world.cleaner)
    device.post(
        pending={"count": 3, "oldest_recorded_at": (datetime.now(UTC) - timedelta(hours=5)).isoformat()}
    )
    names = _named(supervisor)
    assert names == sorted(names)
    assert {"Aino Laine", "Olena Bondar", "Sari Salo"} <= set(names)
    assert "3, 5 h" in " ".join(supervisor.page.text.split())


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?text=laine", ["Aino Laine"]),
        ("?role=caretaker", ["Kalle Koski"]),
        ("?role=cleaner&devices=none", ["Aino Laine", "Bao Nguyen", "Olena Bondar"]),
        ("?devices=unsent", []),
        ("?district=704", ["Sari Salo"]),
        ("?access=ended", []),
        ("?organisation=x", []),
        ("?role=king&devices=many&page=0", None),
    ],
)
def test_filters(world: World, supervisor: Browser, query: str, names: list[str] | None) -> None:
    found = _named(supervisor, query)
    assert found == names if names is not None else len(found) > 3


def test_a_phone_is_invited_and_joins(world: World, supervisor: Browser, client: FlaskClient) -> None:
    page = supervisor.post(f"/console/people/{world.cleaner}/invite")
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert "<svg" in page.text
    assert 'class="qr"' in page.text
    [code] = re.findall(r"</span>([0-9A-Z]{4}-[0-9A-Z]{4})</p>", page.text)
    answer = client.post("/api/join", json={"code": code, "device_name": "Uusi puhelin", "language": "fi"})
    assert answer.status_code == 200
    page = supervisor.get(f"/console/people/{world.cleaner}/")
    assert "Uusi puhelin" in page.text
    assert code not in page.text


def test_a_phone_shows_its_contact_build_and_what_waits(
    world: World, supervisor: Browser, client: FlaskClient
) -> None:
    device = Device(client, world.cleaner)
    oldest = datetime.now(UTC) - timedelta(hours=3, minutes=10)
    device.post(build="0.9.1", pending={"count": 4, "oldest_recorded_at": oldest.isoformat()})
    page = supervisor.get(f"/console/people/{world.cleaner}/").text
    for words in ("Testipuhelin", "4 records wait", "0.9.1", "3 h 10 min ago"):
        assert words in page
    assert "4 records on it have not been sent." in page


def test_a_phone_is_revoked(world: World, supervisor: Browser, client: FlaskClient) -> None:
    device = Device(client, world.cleaner)
    page = supervisor.post(f"/console/people/{world.cleaner}/devices/{device.joined['device']}/revoke")
    assert "The phone Testipuhelin has no access any more." in page.text
    assert "Revoked" in page.text
    assert device.post().get_json()["code"] == "device_revoked"


def test_access_ends_and_comes_back(
    world: World, supervisor: Browser, client: FlaskClient, session: Session
) -> None:
    device = Device(client, world.cleaner)
    page = supervisor.post(f"/console/people/{world.cleaner}/end-access")
    assert "Access has ended, on 1 phone." in page.text
    assert device.post().get_json()["code"] == "access_ended"
    assert _named(supervisor, "?access=ended") == ["Aino Laine"]
    assert supervisor.post(f"/console/people/{world.cleaner}/invite").status_code == 403
    page = supervisor.post(f"/console/people/{world.cleaner}/give-access")
    assert "Access is back." in page.text
    assert supervisor.post(f"/console/people/{world.cleaner}/invite").status_code == 200


def test_nobody_ends_their_own_access(world: World, supervisor: Browser, session: Session) -> None:
    assert supervisor.post(f"/console/people/{world.supervisor}/end-access").status_code == 403
    session.rollback()
    assert session.get_one(Person, world.supervisor).is_active


def test_a_companys_phones_are_its_own_affair(world: World, supervisor: Browser, client: FlaskClient) -> None:
    device = Device(client, world.company_cleaner)
    page = supervisor.get(f"/console/people/{world.company_cleaner}/").text
    assert "Phones are invited by a supervisor of Puhdas Porras Oy." in page
    assert "/invite" not in page
    address = f"/console/people/{world.company_cleaner}/devices/{device.joined['device']}/revoke"
    assert supervisor.post(address).status_code == 403
    assert device.post().status_code == 200


def test_a_new_worker_is_added_and_invited(
    world: World, supervisor: Browser, client: FlaskClient, session: Session
) -> None:
    page = supervisor.post("/console/people/new", NEW)
    assert "Uusi Urho is here. Invite the phone next." in page.text
    session.rollback()
    person = session.scalars(select(Person).where(Person.name == "Uusi Urho")).one()
    assert (person.role, person.organisation_id, person.language) == ("cleaner", world.landlord, "sv")
    assert [item.district_code for item in person.districts] == ["703"]
    assert page.request.path == f"/console/people/{person.id}/"


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({"name": ""}, "Fill this in."),
        ({"name": "x" * 201}, "at most 200 characters"),
        ({"phone": "1" * 31}, "at most 30 characters"),
        ({"role": "supervisor"}, "Choose one."),
        ({"role": "admin"}, "Choose one."),
        ({"language": "xx"}, "Choose one."),
        ({"districts": []}, "Choose one at least"),
        ({"districts": ["703", "101"]}, "Choose one at least"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_the_rest_stays(
    world: World, supervisor: Browser, session: Session, form: dict[str, str | list[str]], message: str
) -> None:
    page = supervisor.post("/console/people/new", {**NEW, **form})
    assert page.status_code == 422
    assert message in page.text
    if "name" not in form:
        assert 'value="Uusi Urho"' in page.text
    assert session.scalar(select(Person.id).where(Person.name.startswith("Uusi"))) is None


def test_a_companys_new_worker_is_the_companys(
    world: World, company_supervisor: Browser, session: Session
) -> None:
    assert company_supervisor.post("/console/people/new", NEW).status_code == 200
    session.rollback()
    person = session.scalars(select(Person).where(Person.name == "Uusi Urho")).one()
    assert person.organisation_id == world.company


def test_nobody_yet_says_what_to_do_first(world: World, admin: Browser) -> None:
    with transaction() as session:
        for person in session.scalars(select(Person)):
            person.is_active = person.id == world.admin
    assert _named(admin) == ["Anna Admin"]
    assert "Nobody fits this filter" in admin.get("/console/people/?role=cleaner").text
