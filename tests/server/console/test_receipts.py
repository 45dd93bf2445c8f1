"""A person's phones at the desk: what waits, what never arrived, what differs, and a file that is brought in."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from server.console.pages.person import numbers_of
from server.database import transaction
from server.inbox.gaps import Gap
from server.inbox.models import InboxOperation
from server.people import staff
from server.people.models import Device as DeviceRow
from server.people.models import Person
from server.review.exported import FILE_BYTES_MAX
from tests.device import Device
from tests.server.console.browser import Browser
from tests.server.console.test_query_counts import counted
from tests.world import World


@pytest.fixture
def phone(client: FlaskClient, world: World) -> Device:
    """The cleaner's phone."""
    return Device(client, world.cleaner)


def _page(browser: Browser, person: str) -> str:
    page = browser.get(f"/console/people/{person}/")
    assert page.status_code == 200
    return " ".join(page.text.split())


def _ticks(phone: Device, world: World, count: int = 2) -> list[dict[str, Any]]:
    return [
        phone.operation("round.tick", f"round:{world.round}", {"visit": visit})
        for visit in world.visits[:count]
    ]


def _file(phone: Device, *operations: Any, **fields: Any) -> bytes:
    contents = {
        "stream": phone.stream,
        "device": phone.joined["device"],
        "person": phone.joined["person"],
        "operations": [{"operation": operation} for operation in operations],
    }
    return json.dumps(contents | fields).encode()


def _bring_in(browser: Browser, person: str, data: bytes | None) -> TestResponse:
    form: dict[str, Any] = {"csrf_token": browser.token()}
    if data is not None:
        form["file"] = FileStorage(io.BytesIO(data), "kierros.json", content_type="application/json")
    boundary, body = encode_multipart(form)
    headers = {"Content-Type": f'multipart/form-data; boundary="{boundary}"'}
    return browser._open("POST", f"/console/people/{person}/import", follow=True, headers=headers, data=body)


def _count(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(InboxOperation)) or 0


def test_records_that_never_arrived_are_named(world: World, phone: Device, supervisor: Browser) -> None:
    assert "never arrived" not in _page(supervisor, world.cleaner)
    phone.sync(*(phone.operation("round.start", "round:x", sequence=number) for number in (1, 4, 6)))
    page = _page(supervisor, world.cleaner)
    assert "Records are missing" in page
    assert "3 records have never arrived: 2–3, 5." in page


def test_a_long_list_of_gaps_is_cut() -> None:
    gaps = [Gap("a", 2 * number, 2 * number) for number in range(1, 13)]
    assert numbers_of(gaps) == "2, 4, 6, 8, 10, 12, 14, 16, 18, 20 …"


def test_buckets_that_differ_are_named(world: World, phone: Device, supervisor: Browser) -> None:
    with transaction() as session:
        session.get_one(DeviceRow, phone.joined["device"]).differing = ["catalogue"]
    page = _page(supervisor, world.cleaner)
    assert "Differs from the server" in page
    assert "could not be made equal to the server: catalogue." in page


def test_after_the_end_of_access_it_says_until_when_a_phone_may_send(
    world: World, phone: Device, supervisor: Browser
) -> None:
    with transaction() as session:
        staff.end_access(
            session, session.get_one(Person, world.cleaner), datetime(2026, 1, 1, 10, tzinfo=UTC)
        )
    assert "may be sent until" not in _page(supervisor, world.cleaner), "that was long ago"
    with transaction() as session:
        staff.end_access(session, session.get_one(Person, world.cleaner), datetime.now(UTC))
    assert "What was recorded on it may be sent until" in _page(supervisor, world.cleaner)


def test_more_phones_ask_no_more_questions(
    world: World, phone: Device, supervisor: Browser, client: FlaskClient
) -> None:
    phone.sync(phone.operation("round.start", "round:x", sequence=3))
    _page(supervisor, world.cleaner)
    with counted() as few:
        _page(supervisor, world.cleaner)
    for number in range(2, 6):
        other = Device(client, world.cleaner)
        other.sync(other.operation("round.start", "round:x", sequence=number))
    with counted() as many:
        _page(supervisor, world.cleaner)
    assert len(many) == len(few)


def test_a_file_is_brought_in_and_its_result_told(
    world: World, phone: Device, supervisor: Browser, session: Session
) -> None:
    ticks = _ticks(phone, world)
    broken = phone.operation("round.tick", f"round:{world.round}", {"visit": "x"})
    phone.sync(ticks[0])
    page = _bring_in(supervisor, world.cleaner, _file(phone, *ticks, broken))
    assert page.status_code == 200
    assert "2 new records came from the file." in page.text
    assert "1 was here already." in page.text
    assert "1 of the new ones could not be applied and waits for a decision." in page.text
    row = session.get_one(InboxOperation, ticks[1]["id"])
    assert (row.flags, row.imported_by_id) == (["imported"], world.supervisor)
    assert "From a file" in supervisor.get(f"/console/review/{ticks[1]['id']}/").text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (None, "Choose a file first."),
        (b"\x89PNG", "This is not a file that a phone exported."),
        (
            b'{"person": 7}',
            "Something in the file is not as a phone writes it. Nothing of it was taken. (person)",
        ),
    ],
)
def test_what_is_no_phones_file_is_refused_in_words(
    world: World, phone: Device, supervisor: Browser, session: Session, data: bytes | None, words: str
) -> None:
    page = _bring_in(supervisor, world.cleaner, data)
    assert page.status_code == 422
    assert words in page.text
    assert 'aria-invalid="true"' in page.text
    assert _count(session) == 0


def test_another_persons_file_and_an_unknown_phone_are_refused(
    world: World, phone: Device, supervisor: Browser, session: Session
) -> None:
    data = _file(phone, *_ticks(phone, world))
    assert "The file is another person" in _bring_in(supervisor, world.caretaker, data).text
    data = _file(phone, *_ticks(phone, world), device=world.round)
    assert "a phone that this person never had here" in _bring_in(supervisor, world.cleaner, data).text
    assert _count(session) == 0


def test_a_file_may_be_larger_than_other_forms_but_has_a_bound(
    world: World, phone: Device, supervisor: Browser, session: Session
) -> None:
    [tick] = _ticks(phone, world, 1)
    data = _file(phone, tick, padding="x" * 2_000_000)
    assert "1 new record came from the file." in _bring_in(supervisor, world.cleaner, data).text
    page = _bring_in(supervisor, world.cleaner, b" " * (FILE_BYTES_MAX + 1))
    assert (page.status_code, "The file is larger than 16 megabytes." in page.text) == (422, True)
    page = _bring_in(supervisor, world.cleaner, b" " * (FILE_BYTES_MAX + 100_000))
    assert (page.status_code, "That is too large" in page.text) == (413, True)
    page = supervisor.post("/console/people/new", {"name": "x" * 2_000_000})
    assert page.status_code == 413


def test_a_companys_supervisor_brings_in_nothing_of_the_landlords(
    world: World, phone: Device, company_supervisor: Browser, supervisor: Browser, session: Session
) -> None:
    data = _file(phone, *_ticks(phone, world))
    assert _bring_in(company_supervisor, world.cleaner, data).status_code == 404
    assert _bring_in(company_supervisor, world.company_cleaner, data).status_code == 422
    assert _bring_in(supervisor, world.company_cleaner, data).status_code == 403
    assert _count(session) == 0
