"""The residents' form over HTTP: from an address to a private link, without account, cookie or script."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from server.database import transaction
from server.residents.models import ResidentReport
from server.work_orders.models import OrderVisitNote, WorkOrder
from tests.device import Device
from tests.server.console.browser import Browser, field
from tests.world import World

SECRET = re.compile(r"/report/([\w-]{43})")
MINOR = {"place": "yard", "category": "lighting", "description": "Pihavalo ei syty"}
CALLER = {"name": "Liisa Lipponen", "phone": "+358 40 555 0177", "email": "liisa@esimerkki.fi"}
FLAT = {
    "place": "flat",
    "category": "plumbing",
    "description": "Hana vuotaa",
    "apartment": "B 4711",
    "master_key": "no",
    "pets": "Kissa Misse",
    "alarm": "Hälytin",
    "preferred_time": "Iltaisin",
    **CALLER,
}


@pytest.fixture(autouse=True)
def _unlimited(app: Flask) -> None:
    app.config["KIERROS_REPORT_LIMIT"] = app.config["KIERROS_REPORT_READ_LIMIT"] = "100000 per minute"


def opened(browser: Browser, building: str) -> dict[str, str]:
    """The hidden fields of a form that was opened afresh."""
    page = browser.get(f"/report/?building={building}").text
    return {name: field(page, name) for name in ("form", "building", "lang")}


def send(browser: Browser, form: dict[str, str], **headers: str) -> TestResponse:
    return browser._open("POST", "/report/", follow=False, headers=headers, data=form)


def sent(browser: Browser, world: World, values: dict[str, str]) -> str:
    """The address of the private link that a good report leads to."""
    answer = send(browser, {**opened(browser, world.own_building), **values})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def orders(session: Session) -> list[WorkOrder]:
    session.expire_all()
    return list(session.scalars(select(WorkOrder).order_by(WorkOrder.number)))


def test_danger_stands_first_and_an_address_is_all_that_is_asked(world: World, stranger: Browser) -> None:
    page = stranger.get("/report/").text
    assert page.index('href="tel:112"') < page.index("<h1>")
    found = stranger.get("/report/?address=kontulankaari").text
    assert "Kontulankaari 3 A" in found
    assert f"building={world.own_building}" in found
    for secret in ("Aino Laine", "Kalle Koski", "+358 40 555 0100"):
        assert secret not in found


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("address=ko", "at least three letters"),
        ("address=Mannerheimintie", "No building of ours"),
        ("building=0193b0c0-0000-7000-8000-00000000ffff", "not in our register"),
        ("building=%00", "not in our register"),
    ],
)
def test_an_address_that_is_none_says_what_to_do(
    world: World, stranger: Browser, query: str, words: str
) -> None:
    answer = stranger.get(f"/report/?{query}")
    assert answer.status_code == 200
    assert words in answer.text


def test_a_sign_in_the_stairwell_opens_the_form(world: World, stranger: Browser) -> None:
    page = stranger.get("/report/?building=1000000001").text
    assert "Kontulankaari 3 A" in page
    assert "Porras A" in page
    assert page.index("Water leak") < page.index("Lighting")


def test_no_page_has_a_script_or_sets_a_cookie(world: World, stranger: Browser) -> None:
    link = sent(stranger, world, MINOR)
    for address in ("/report/", f"/report/?building={world.own_building}", link, "/report/nothing"):
        answer = stranger.get(address)
        assert "<script" not in answer.text
        assert "Set-Cookie" not in answer.headers
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
        is_form = address.startswith("/report/?") or address == "/report/"
        assert answer.headers["Cache-Control"] == ("private, no-cache" if is_form else "no-store")


def test_a_report_becomes_an_order_with_its_deadline(
    world: World, session: Session, stranger: Browser
) -> None:
    sent(stranger, world, MINOR)
    order = orders(session)[-1]
    assert (order.reporter, order.category, order.urgency) == ("resident", "lighting", "minor")
    assert order.due_on is not None
    assert order.organisation_id == world.landlord
    assert order.description == "Pihavalo ei syty"


def test_a_flat_brings_what_to_know_before_the_door_opens(
    world: World, session: Session, stranger: Browser
) -> None:
    sent(stranger, world, FLAT)
    order = orders(session)[-1]
    contact = order.contact
    assert order.entry == "at_home"
    assert contact is not None
    assert (contact.name, contact.apartment, contact.preferred_time) == (
        "Liisa Lipponen",
        "B 4711",
        "Iltaisin",
    )


def test_what_is_missing_is_said_at_its_field_and_everything_stays(
    world: World, session: Session, stranger: Browser
) -> None:
    before = len(orders(session))
    form = opened(stranger, world.own_building)
    values = {**FLAT, "description": " ", "phone": "soita", "category": ""}
    answer = send(stranger, {**form, **values})
    assert answer.status_code == 422
    codes = re.findall(r'data-code="(\w+)"', answer.text)
    assert sorted(codes) == ["missing", "missing", "not_a_phone"]
    for kept in ("B 4711", "Kissa Misse", "Hälytin", "Iltaisin", "Liisa Lipponen", "soita"):
        assert kept in answer.text
    assert 'value="flat" checked' in answer.text
    assert 'value="no" checked' in answer.text
    assert field(answer.text, "form") == form["form"]
    assert len(orders(session)) == before
    assert send(stranger, {**form, **FLAT}).status_code == 303


def test_another_language_keeps_what_was_written(world: World, session: Session, stranger: Browser) -> None:
    before = len(orders(session))
    form = opened(stranger, world.own_building)
    answer = send(stranger, {**form, **FLAT, "description": "", "switch": "sv"})
    assert answer.status_code == 200
    assert '<html lang="sv">' in answer.text
    assert "B 4711" in answer.text
    assert "data-code" not in answer.text
    assert len(orders(session)) == before
    link = send(stranger, {**form, **FLAT, "lang": "sv"}).headers["Location"]
    assert '<html lang="sv">' in stranger.get(link.partition("?")[0]).text


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_page_speaks_every_language(world: World, stranger: Browser, language: str) -> None:
    link = sent(stranger, world, MINOR).partition("?")[0]
    for address in ("/report/?", f"/report/?building={world.own_building}&", f"{link}?", "/report/nothing?"):
        assert f'<html lang="{language}">' in stranger.get(f"{address}lang={language}").text


def test_the_same_form_sent_twice_makes_one_order_and_the_same_link(
    world: World, session: Session, stranger: Browser
) -> None:
    before = len(orders(session))
    form = {**opened(stranger, world.own_building), **MINOR}
    first, again = (send(stranger, form).headers["Location"] for _ in range(2))
    assert SECRET.findall(first) == SECRET.findall(again)
    assert len(orders(session)) == before + 1
    assert "Thank you" in stranger.get(first).text
    assert "made once" in stranger.get(again).text


def test_a_form_that_this_server_never_made_is_shown_again(
    world: World, session: Session, stranger: Browser
) -> None:
    before = len(orders(session))
    form = opened(stranger, world.own_building)
    for token in ("", "nonsense", form["form"][:-2]):
        answer = send(stranger, {**form, **MINOR, "form": token})
        assert answer.status_code == 422
        assert 'data-code="form_expired"' in answer.text
        assert "Pihavalo ei syty" in answer.text
    assert len(orders(session)) == before


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}, {"Origin": "null"}],
)
def test_a_form_that_another_site_sends_is_refused(
    world: World, session: Session, stranger: Browser, headers: dict[str, str]
) -> None:
    before = len(orders(session))
    form = {**opened(stranger, world.own_building), **MINOR}
    assert send(stranger, form, **headers).status_code == 403
    assert len(orders(session)) == before
    assert send(stranger, form, **{"Sec-Fetch-Site": "same-origin"}).status_code == 303


def test_too_many_reports_wait_with_everything_kept(app: Flask, world: World, session: Session) -> None:
    app.config["KIERROS_REPORT_LIMIT"] = "2 per minute"
    stranger = Browser(app)
    sent(stranger, world, MINOR)
    sent(stranger, world, MINOR)
    before = len(orders(session))
    answer = send(stranger, {**opened(stranger, world.own_building), **MINOR})
    assert answer.status_code == 429
    assert 'data-code="rate_limited"' in answer.text
    assert "Pihavalo ei syty" in answer.text
    assert int(answer.headers["Retry-After"]) >= 1
    assert len(orders(session)) == before


def test_a_body_without_measure_is_refused(world: World, stranger: Browser) -> None:
    form = opened(stranger, world.own_building)
    assert send(stranger, {**form, **MINOR, "description": "x" * 2_000_000}).status_code == 413


def test_the_private_link_tells_what_happens_and_nothing_of_people(
    world: World, session: Session, stranger: Browser, app: Flask
) -> None:
    link = sent(stranger, world, FLAT)
    order = orders(session)[-1]
    answer = stranger.get(link)
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert 'aria-current="step"' in answer.text
    assert "At the latest on" in answer.text
    assert "Hana vuotaa" in answer.text
    for secret in ("B 4711", "Kissa Misse", "Hälytin", "Iltaisin", *CALLER.values()):
        assert secret not in answer.text

    phone = Device(app.test_client(), world.caretaker)
    target = f"work_order:{order.id}"
    phone.sync(
        phone.operation("work_order.start", target),
        phone.operation("work_order.comment", target, {"text": "Asukas oli vihainen"}),
        phone.operation("work_order.visit_note", target, {"reason": "pet", "text": "Iso koira"}),
        phone.operation("work_order.pause", target, {"reason": "no_entry", "text": "Iso koira"}),
    )
    started = stranger.get(link).text
    assert "Work has started" in started
    assert "There was a pet in the flat." in started
    assert "The work waits until we can come in." in started
    phone.sync(phone.operation("work_order.resume", target))
    assert "The work waits" not in stranger.get(link).text
    phone.sync(
        phone.operation("work_order.complete", target, {"result": "fixed", "text": "Tiiviste vaihdettu"})
    )
    done = stranger.get(link).text
    assert "It has been fixed." in done
    assert "Tiiviste vaihdettu" in done
    for page in (started, done):
        for secret in ("Kalle Koski", "Asukas oli vihainen", "Iso koira", "+358 40 555 0100"):
            assert secret not in page


def test_a_cancelled_report_says_so(world: World, session: Session, stranger: Browser) -> None:
    link = sent(stranger, world, MINOR)
    with transaction() as writing:
        order = writing.get_one(WorkOrder, orders(session)[-1].id)
        order.state, order.closed_at = "cancelled", datetime.now(UTC)
    assert "The work will not be done." in stranger.get(link).text


def test_a_duplicate_is_told_how_the_other_order_gets_along(
    world: World, session: Session, stranger: Browser
) -> None:
    link = sent(stranger, world, MINOR)
    with transaction() as writing:
        order = writing.get_one(WorkOrder, orders(session)[-1].id)
        order.state, order.closed_at, order.merged_into_id = "merged", datetime.now(UTC), world.order
        other = writing.get_one(WorkOrder, world.order)
        other.state, other.result = "done", "fixed"
    page = stranger.get(link).text
    assert "It has been fixed." in page
    assert "Pihavalo ei syty" in page
    assert "Porrasvalo ei syty" not in page


def test_a_link_that_is_none_finds_nothing(world: World, session: Session, stranger: Browser) -> None:
    sent(stranger, world, MINOR)
    row = session.scalars(select(ResidentReport)).one()
    for guess in ("x" * 43, row.link_hash[:43], row.link_hash, row.order_id, "abc"):
        answer = stranger.get(f"/report/{guess}")
        assert answer.status_code == 404
        assert "nothing behind this link" in answer.text


def test_the_supervisor_sees_entry_contact_notes_and_the_link(
    world: World, session: Session, supervisor: Browser, company_supervisor: Browser, app: Flask
) -> None:
    sent(Browser(app), world, FLAT)
    order = orders(session)[-1]
    with transaction() as writing:
        note = OrderVisitNote(
            order_id=order.id, by_id=world.caretaker, at=datetime.now(UTC), reason="pet", text="Iso koira"
        )
        writing.add(note)
    page = supervisor.get(f"/console/orders/{order.id}/").text
    for words in (
        "B 4711",
        "Liisa Lipponen",
        "Iltaisin",
        "liisa@esimerkki.fi",
        "private link",
        "Erased 12 months",
    ):
        assert words in page
    assert company_supervisor.get(f"/console/orders/{order.id}/").status_code == 404


def test_the_supervisor_sees_when_the_residents_data_was_erased(
    world: World, session: Session, supervisor: Browser, app: Flask
) -> None:
    from server import jobs

    sent(Browser(app), world, FLAT)
    order_id = orders(session)[-1].id
    with transaction() as writing:
        order = writing.get_one(WorkOrder, order_id)
        order.state, order.closed_at = "done", datetime.now(UTC) - timedelta(days=800)
    jobs.erase_residents_data(datetime.now(UTC))
    page = supervisor.get(f"/console/orders/{order_id}/").text
    assert "data was erased on" in page
    assert "B 4711" not in page


def test_a_note_at_the_door_is_in_the_history(world: World, supervisor: Browser, app: Flask) -> None:
    phone = Device(app.test_client(), world.caretaker)
    phone.sync(
        phone.operation(
            "work_order.visit_note", f"work_order:{world.order}", {"reason": "extra_lock", "text": "Ketju"}
        )
    )
    page = supervisor.get(f"/console/orders/{world.order}/").text
    assert "Visit note left" in page
    assert "Extra lock or alarm: Ketju" in page
