"""What stands before every page: form tokens, signing in, headers."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from werkzeug.routing import Rule

from server.database import transaction
from server.people.models import Person
from tests.server.console.browser import Browser
from tests.world import World

PAGES = ("/", "/report/", "/console/sign-in")
SIGNED_IN_PAGES = (
    "/console/",
    "/console/review/",
    "/console/orders/",
    "/console/people/",
    "/console/duty/",
    "/console/password",
)


def console_rules(app: Flask, method: str) -> list[Rule]:
    """Every address of the console that takes a method."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("console.")]
    return [rule for rule in rules if method in (rule.methods or ()) and rule.endpoint != "console.static"]


def filled(rule: Rule) -> str:
    """An address with something in each of its gaps."""
    return re.sub(r"<[^>]+>", "0193b0c0-0000-7000-8000-00000000ffff", rule.rule)


def test_no_form_is_taken_without_its_token(app: Flask, supervisor: Browser) -> None:
    for rule in console_rules(app, "POST"):
        answer = supervisor.post(filled(rule), {"csrf_token": "guessed"}, follow=False)
        assert answer.status_code == 400, rule
        assert "This form is too old" in answer.text


def test_no_form_is_taken_with_the_token_of_another_session(
    app: Flask, world: World, supervisor: Browser
) -> None:
    token = Browser(app).token()
    answer = supervisor.post(f"/console/orders/{world.order}/comment", {"csrf_token": token, "text": "Hei"})
    assert answer.status_code == 400


def test_a_stranger_reaches_no_page(app: Flask, stranger: Browser) -> None:
    open_to_all = {"console.sign_in.form"}
    for rule in console_rules(app, "GET"):
        if rule.endpoint not in open_to_all:
            assert stranger.get(filled(rule)).request.path == "/console/sign-in", rule


def test_a_stranger_changes_nothing(app: Flask, stranger: Browser) -> None:
    open_to_all = {"console.sign_in.check", "console.language.choose"}
    for rule in console_rules(app, "POST"):
        if rule.endpoint not in open_to_all:
            answer = stranger.post(filled(rule), follow=False)
            assert (answer.status_code, answer.headers["Location"]) == (302, "/console/sign-in"), rule


def test_a_building_manager_changes_nothing(app: Flask, manager: Browser) -> None:
    own_affairs = {
        "console.sign_in.check",
        "console.sign_in.leave",
        "console.language.choose",
        "console.password.change",
    }
    for rule in console_rules(app, "POST"):
        if rule.endpoint not in own_affairs:
            assert manager.post(filled(rule), follow=False).status_code in {403, 404}, rule


@pytest.mark.parametrize("address", PAGES)
def test_pages_have_nothing_inline(stranger: Browser, address: str) -> None:
    _assert_strict(stranger, address)


@pytest.mark.parametrize("address", SIGNED_IN_PAGES)
def test_signed_in_pages_have_nothing_inline_and_are_not_kept(supervisor: Browser, address: str) -> None:
    _assert_strict(supervisor, address)
    assert supervisor.page.headers["Cache-Control"] == "no-store"


def _assert_strict(stranger: Browser, address: str) -> None:
    page = stranger.get(address)
    policy = page.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<script(?![^>]*\bsrc=)", page.text)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|hx-on|javascript:", page.text)


def test_static_files_with_a_mark_may_be_kept(app: Flask, supervisor: Browser) -> None:
    page = supervisor.get("/console/")
    [address] = re.findall(r'href="(/console/static/css/shell\.css\?v=[0-9a-f]+)"', page.text)
    assert "immutable" in supervisor.get(address).headers["Cache-Control"]
    assert "immutable" not in supervisor.get("/console/static/css/shell.css").headers.get("Cache-Control", "")


def test_what_is_not_there_is_said_on_a_page(supervisor: Browser) -> None:
    page = supervisor.get("/console/nowhere/at/all")
    assert page.status_code == 404
    assert "Not here" in page.text


def test_a_database_that_is_busy_is_said_on_a_page(
    app: Flask, supervisor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    from server.console.queries import overview
    from server.database import Busy

    def busy(*_: object) -> None:
        raise Busy

    monkeypatch.setattr(overview, "review_queue", busy)
    page = supervisor.get("/console/")
    assert (page.status_code, page.headers["Retry-After"]) == (503, "2")
    assert "Nothing was changed" in page.text


def test_a_person_that_became_a_worker_is_out(world: World, supervisor: Browser) -> None:
    with transaction() as session:
        session.get_one(Person, world.supervisor).role = "caretaker"
    assert supervisor.get("/console/").request.path == "/console/sign-in"
