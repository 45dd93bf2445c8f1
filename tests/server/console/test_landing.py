"""The pages before signing in, and the demo's persons."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from server.config import Settings
from tests.conftest import NewApp
from tests.server.console.browser import PASSWORD, Browser, give_password
from tests.world import World


def test_a_stranger_may_choose(stranger: Browser) -> None:
    page = stranger.get("/").text
    for address in ('href="/app/"', 'href="/console/sign-in"', 'href="/report/"'):
        assert address in page


def test_who_is_signed_in_goes_to_the_console(supervisor: Browser) -> None:
    assert supervisor.get("/").request.path == "/console/"


def _people(world: World) -> list[dict[str, object]]:
    return [
        {
            "id": world.supervisor,
            "name": "Sari Salo",
            "role": "supervisor",
            "organisation": "Kaupungin Kodit",
            "districts": ["703"],
            "join_code": "ABCD-EFGH",
            "username": "sari",
            "password": PASSWORD,
        },
        {
            "id": world.cleaner,
            "name": "Aino Laine",
            "role": "cleaner",
            "organisation": "Kaupungin Kodit",
            "districts": ["703"],
            "join_code": "JKMN-PQRS",
            "username": None,
            "password": None,
        },
    ]


@pytest.fixture
def demo(settings: Settings, world: World, new_app: NewApp) -> Flask:
    """The same database, served as a demo."""
    give_password(world.supervisor, "sari")
    Path(settings.instance_path, "demo-access.json").write_text(json.dumps({"people": _people(world)}))
    return new_app(replace(settings, is_demo=True))


def test_a_demo_offers_its_persons_to_click(demo: Flask) -> None:
    stranger = Browser(demo)
    page = stranger.get("/console/sign-in").text
    assert "Sari Salo" in page
    assert "Aino Laine" not in page
    answer = stranger.post("/console/sign-in", {"username": "sari", "password": PASSWORD})
    assert answer.request.path == "/console/"


def test_the_phone_app_gets_codes_and_no_passwords(demo: Flask, world: World) -> None:
    answer = demo.test_client().get("/api/demo")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.get_json() == {
        "people": [
            {name: value for name, value in person.items() if name not in {"username", "password"}}
            for person in _people(world)
        ]
    }


def test_outside_a_demo_nobody_is_offered(
    app: Flask, settings: Settings, world: World, stranger: Browser
) -> None:
    Path(settings.instance_path, "demo-access.json").write_text(json.dumps({"people": _people(world)}))
    assert "Sari Salo" not in stranger.get("/console/sign-in").text
    answer = stranger.get("/api/demo")
    assert (answer.status_code, answer.get_json()["code"]) == (404, "not_found")


def test_a_demo_that_is_not_loaded_yet_offers_nobody(
    settings: Settings, world: World, new_app: NewApp
) -> None:
    demo = new_app(replace(settings, is_demo=True))
    assert demo.test_client().get("/api/demo").get_json() == {"people": []}
