"""Changing one's password."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.server.console.browser import PASSWORD, Browser, give_password
from tests.world import World

NEW = "kolme sanaa peräkkäin"


def _change(stranger: Browser, current: str = PASSWORD, new: str = NEW, repeated: str = NEW) -> int:
    page = stranger.post("/console/password", {"current": current, "new": new, "repeated": repeated})
    return page.status_code


@pytest.fixture(autouse=True)
def _username(world: World) -> None:
    give_password(world.supervisor, "sari")


def test_the_new_password_works_and_this_sign_in_goes_on(
    world: World, app: Flask, supervisor: Browser
) -> None:
    other = Browser(app).sign_in(world.supervisor)
    assert _change(supervisor) == 200
    assert "Your password is changed" in supervisor.page.text
    assert other.get("/console/").request.path == "/console/sign-in"
    answer = other.post("/console/sign-in", {"username": "sari", "password": NEW}, follow=False)
    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({"current": "wrong"}, "This is not your present password."),
        ({"new": "short", "repeated": "short"}, "Use at least 12 characters."),
        ({"repeated": "something else"}, "The two are not the same."),
        ({"new": PASSWORD, "repeated": PASSWORD}, "Choose another one than the present."),
    ],
)
def test_what_is_wrong_is_said_at_the_field(supervisor: Browser, form: dict[str, str], message: str) -> None:
    assert _change(supervisor, **form) == 422
    assert message in supervisor.page.text
    assert 'aria-invalid="true"' in supervisor.page.text


def test_a_given_password_has_to_be_changed_first(world: World, stranger: Browser) -> None:
    give_password(world.supervisor, "sari", must_change=True)
    stranger.post("/console/sign-in", {"username": "sari", "password": PASSWORD})
    for address in ("/console/", "/console/orders/", "/console/review/"):
        assert stranger.get(address).request.path == "/console/password"
    assert _change(stranger) == 200
    assert stranger.get("/console/orders/").request.path == "/console/orders/"
