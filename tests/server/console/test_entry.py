"""One entry: what was recorded beside what is now, and the decision."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from server.review.models import LogEntry
from server.work_orders.models import WorkOrder
from tests.device import Device
from tests.server.console.browser import Browser
from tests.world import World


@pytest.fixture
def phone(client: FlaskClient, world: World) -> Device:
    """The cleaner's phone."""
    return Device(client, world.cleaner, "Ainon puhelin")


def _tick(phone: Device, world: World, **fields: Any) -> str:
    tick = phone.operation(
        "round.tick",
        f"round:{world.round}",
        {"visit": world.visits[0], "text": "Pesty"},
        seen={"state": "open"},
        **fields,
    )
    phone.sync(tick)
    return str(tick["id"])


def _page(browser: Browser, key: str) -> str:
    page = browser.get(f"/console/review/{key}/")
    assert page.status_code == 200
    return " ".join(page.text.split())


def test_it_shows_what_the_worker_saw_beside_what_is_now(
    world: World, phone: Device, supervisor: Browser
) -> None:
    page = _page(supervisor, _tick(phone, world, base_revision=1))
    for words in ("Aino Laine, Kaupungin Kodit", "Ainon puhelin", "Pesty", "The worker saw"):
        assert words in page
    assert '<th scope="row">Space</th> <td>Not done</td> <td>Done' in page
    assert '<th scope="row">Version</th><td>1</td><td>2</td>' in page


def test_both_records_of_the_same_work_are_shown(
    world: World, phone: Device, client: FlaskClient, supervisor: Browser
) -> None:
    _tick(phone, world)
    second = _tick(Device(client, world.other_cleaner), world)
    page = _page(supervisor, second)
    records = page.partition("All records of the same work")[2]
    assert records.index("Aino Laine") < records.index("Bao Nguyen")
    assert "Done by two people" in page
    assert "Both records are kept; the first one counts." in page


def test_a_quarantined_operation_is_shown_whole(world: World, phone: Device, supervisor: Browser) -> None:
    broken = phone.operation("round.tick", f"round:{world.round}", {"visit": "x", "secret": "ei katoa"})
    phone.sync(broken)
    page = _page(supervisor, broken["id"])
    assert "nothing of it is lost" in page
    assert "ei katoa" in page
    assert broken["id"] in page
    assert "Correct and apply" in page


def test_a_clock_that_was_off_is_shown_with_both_times(
    world: World, phone: Device, supervisor: Browser
) -> None:
    key = _tick(phone, world, clock={"server_time": "2026-01-01T00:00:00Z", "elapsed_ms": 0})
    page = _page(supervisor, key)
    assert "The phone&#39;s time and the server&#39;s differed" in page
    assert "By the phone" in page
    assert "1.1.2026 2:00" in page


def test_approving_goes_back_to_where_one_came_from(
    world: World, phone: Device, supervisor: Browser, session: Session
) -> None:
    key = _tick(phone, world)
    page = supervisor.post(f"/console/review/{key}/approve", {"next": "/console/review/?days=7"})
    assert page.request.query_string == b"days=7"
    assert "1 entry approved." in page.text
    session.rollback()
    assert session.get_one(LogEntry, key).state == "approved"
    assert "Approved by Sari Salo" in _page(supervisor, key)


def test_sending_back_without_a_comment_says_so_at_the_field(
    world: World, phone: Device, supervisor: Browser
) -> None:
    key = _tick(phone, world)
    page = supervisor.post(f"/console/review/{key}/return", {"comment": ""})
    assert page.status_code == 422
    assert "Fill this in." in page.text
    page = supervisor.post(f"/console/review/{key}/return", {"comment": "Ovi jäi auki."})
    assert "1 entry was sent back." in page.text
    assert "Ovi jäi auki." in _page(supervisor, key)


def test_deciding_what_somebody_else_decided_tells_so(
    world: World, phone: Device, supervisor: Browser, admin: Browser
) -> None:
    key = _tick(phone, world)
    admin.post(f"/console/review/{key}/approve")
    for action in ("approve", "return"):
        page = supervisor.post(f"/console/review/{key}/{action}", {"comment": "Hei"})
        assert page.status_code == 409
        assert "Somebody else decided this meanwhile" in page.text
        assert "Approved by Anna Admin" in page.text


def test_in_the_sheet_the_answer_brings_the_row_along(
    world: World, phone: Device, supervisor: Browser
) -> None:
    key = _tick(phone, world)
    sheet = supervisor.get(f"/console/review/{key}/", **{"HX-Request": "true"})
    assert "<html" not in sheet.text
    assert f'hx-post="/console/review/{key}/approve"' in sheet.text
    answer = supervisor.post(f"/console/review/{key}/approve", **{"HX-Request": "true"})
    assert answer.status_code == 200
    assert f'<hx-partial hx-target="#entry-{key}" hx-swap="outerHTML">' in answer.text
    assert "Approved" in answer.text


def test_what_belongs_to_another_organisation_is_not_shown_beside_the_own_record(
    world: World, client: FlaskClient, company_supervisor: Browser, session: Session
) -> None:
    phone = Device(client, world.company_cleaner)
    comment = phone.operation(
        "work_order.comment", f"work_order:{world.order}", {"text": "Valo on yhä rikki"}
    )
    phone.sync(comment)
    page = _page(company_supervisor, comment["id"])
    assert "belongs to another organisation" in page
    assert "Valo on yhä rikki" in page
    assert "Kalle Koski" not in page
    assert session.get_one(WorkOrder, world.order).description not in page
    assert f"/console/orders/{world.order}" not in page


def test_who_did_it_again_is_told(world: World, phone: Device, supervisor: Browser) -> None:
    key = _tick(phone, world)
    supervisor.post(f"/console/review/{key}/return", {"comment": "Ovi jäi auki."})
    assert "It stays on the worker" in _page(supervisor, key)
    _tick(phone, world)
    assert "The worker has done it again since." in _page(supervisor, key)
