"""Signing in and out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask import Flask

from server.config import Settings
from server.database import transaction
from server.people.models import Person
from server.people.passwords import set_password
from server.people.staff import end_access
from tests.conftest import NewApp
from tests.server.console.browser import PASSWORD, Browser, give_password
from tests.world import World


def _sign_in(stranger: Browser, username: str, password: str, **form: str) -> int:
    return stranger.post(
        "/console/sign-in", {"username": username, "password": password, **form}, follow=False
    ).status_code


def test_the_right_password_opens_the_overview(world: World, stranger: Browser) -> None:
    give_password(world.supervisor, "sari")
    assert _sign_in(stranger, "sari", PASSWORD) == 302
    page = stranger.get("/console/")
    assert page.request.path == "/console/"
    assert "Sari Salo" in page.text


def test_the_name_is_taken_in_any_case(world: World, stranger: Browser) -> None:
    give_password(world.supervisor, "sari")
    assert _sign_in(stranger, " Sari ", PASSWORD) == 302


def test_a_wrong_password_and_an_unknown_name_look_the_same(world: World, stranger: Browser) -> None:
    give_password(world.supervisor, "sari")
    assert _sign_in(stranger, "sari", "guessed it") == 422
    known = stranger.page.text.replace(stranger.token(), "")
    assert _sign_in(stranger, "saro", "guessed it") == 422
    unknown = stranger.page.text.replace(stranger.token(), "")
    assert "is not right" in unknown
    assert "guessed it" not in unknown
    assert unknown.count("\n") == known.count("\n")
    assert 'value="saro"' in unknown


@pytest.mark.parametrize("who", ["cleaner", "caretaker", "company_cleaner"])
def test_workers_have_no_console(world: World, stranger: Browser, who: str) -> None:
    give_password(getattr(world, who), "worker")
    assert _sign_in(stranger, "worker", PASSWORD) == 422


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/console/orders/", "/console/orders/"),
        ("/console/review/?state=all", "/console/review/"),
        ("https://elsewhere.example/", "/console/"),
        ("//elsewhere.example/", "/console/"),
        ("/\\elsewhere.example/", "/console/"),
        ("javascript:alert(1)", "/console/"),
        ("", "/console/"),
    ],
)
def test_one_arrives_where_one_wanted_to_go_if_it_is_ours(
    world: World, stranger: Browser, wanted: str, reached: str
) -> None:
    give_password(world.supervisor, "sari")
    page = stranger.post("/console/sign-in", {"username": "sari", "password": PASSWORD, "next": wanted})
    assert (page.status_code, page.request.host, page.request.path) == (200, "localhost", reached)


def test_a_stranger_is_sent_to_sign_in_and_back(world: World, stranger: Browser) -> None:
    page = stranger.get("/console/orders/?state=all")
    assert page.request.path == "/console/sign-in"
    assert 'name="next" value="/console/orders/?state=all"' in page.text


def test_a_part_of_a_page_sends_the_whole_page_to_sign_in(stranger: Browser) -> None:
    page = stranger.get("/console/", **{"HX-Request": "true"})
    assert (page.status_code, page.headers["HX-Redirect"]) == (401, "/console/sign-in")


def test_signing_out_ends_it(supervisor: Browser) -> None:
    supervisor.post("/console/sign-out")
    assert supervisor.get("/console/").request.path == "/console/sign-in"


def test_a_new_password_ends_older_sign_ins(world: World, supervisor: Browser) -> None:
    with transaction() as session:
        set_password(session.get_one(Person, world.supervisor), "another good password")
    assert supervisor.get("/console/").request.path == "/console/sign-in"


def test_an_ended_access_ends_at_once(world: World, supervisor: Browser) -> None:
    with transaction() as session:
        person = session.get_one(Person, world.supervisor)
        end_access(session, person, datetime.now(UTC))
    assert supervisor.get("/console/").request.path == "/console/sign-in"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(world: World, stranger: Browser) -> None:
    give_password(world.supervisor, "sari")
    _sign_in(stranger, "sari", PASSWORD)
    cookie = next(
        value for value in stranger.page.headers.getlist("Set-Cookie") if value.startswith("kierros=")
    )
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie
    assert "Expires=" in cookie


def test_behind_https_the_cookie_stays_there(world: World, settings: Settings, new_app: NewApp) -> None:
    app = new_app(replace(settings, is_secure=True))
    give_password(world.supervisor, "sari")
    answer = app.test_client().get("/console/sign-in", base_url="https://localhost")
    assert all("Secure" in value for value in answer.headers.getlist("Set-Cookie"))
    assert answer.headers.getlist("Set-Cookie")


def test_guessing_is_slowed_down_and_signing_in_is_not(app: Flask, world: World, stranger: Browser) -> None:
    app.config["KIERROS_SIGN_IN_LIMIT"] = "3 per minute"
    give_password(world.supervisor, "sari")
    for _ in range(5):
        assert _sign_in(stranger, "sari", PASSWORD) == 302
        stranger.post("/console/sign-out")
    for _ in range(3):
        assert _sign_in(stranger, "sari", "wrong") == 422
    assert _sign_in(stranger, "sari", PASSWORD) == 429
    assert "Too many attempts" in stranger.page.text
    assert int(stranger.page.headers["Retry-After"]) > 0


def test_the_language_can_be_chosen_before_signing_in_and_stays(world: World, app: Flask) -> None:
    stranger = Browser(app, "en")
    stranger.post("/console/language", {"language": "sv", "next": "/console/sign-in"})
    assert '<html lang="sv">' in stranger.page.text
    stranger.sign_in(world.supervisor)
    assert '<html lang="sv">' in stranger.get("/console/").text


@pytest.mark.parametrize(
    ("accepted", "language"), [("sv-FI,fi;q=0.5", "sv"), ("en-GB", "en"), ("de", "fi"), ("", "fi")]
)
def test_a_strangers_language_is_the_browsers_or_finnish(app: Flask, accepted: str, language: str) -> None:
    assert f'<html lang="{language}">' in Browser(app, accepted).get("/console/sign-in").text
