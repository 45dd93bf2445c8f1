"""Joining: a code works once, in its time, and each refusal has its code."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.database import transaction
from server.people.models import Device as DeviceRow
from server.people.models import DeviceToken, Person
from tests.device import Device, make_join_code
from tests.world import World


def _join(client: FlaskClient, code: str):
    return client.post("/api/join", json={"code": code, "device_name": "Puhelin", "language": "sv"})


def test_a_code_gives_a_token_and_tells_who_one_is(client: FlaskClient, world: World) -> None:
    answer = _join(client, make_join_code(world.cleaner))
    body = answer.get_json()
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert body["token_type"] == "Bearer"
    assert body["person"] == {
        "id": world.cleaner,
        "name": "Aino Laine",
        "roles": ["cleaner"],
        "language": "sv",
    }
    assert body["server"]["time_zone"] == "Europe/Helsinki"


@pytest.mark.parametrize(
    "spell", [str.lower, lambda code: code.replace("-", " "), lambda code: code.replace("0", "o")]
)
def test_a_code_may_be_spelt_as_people_do(client: FlaskClient, world: World, spell) -> None:
    assert _join(client, spell(make_join_code(world.cleaner))).status_code == 200


def test_a_code_works_once(client: FlaskClient, world: World) -> None:
    code = make_join_code(world.cleaner)
    assert _join(client, code).status_code == 200
    again = _join(client, code)
    assert (again.status_code, again.get_json()["code"]) == (409, "code_used")


def test_a_code_ends(client: FlaskClient, world: World) -> None:
    code = make_join_code(world.cleaner, seconds=600)
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=601), tick=False):
        late = _join(client, code)
    assert (late.status_code, late.get_json()["code"]) == (410, "code_expired")


def test_a_code_that_nobody_has(client: FlaskClient, world: World) -> None:
    answer = _join(client, "0000-0000")
    assert (answer.status_code, answer.get_json()["code"]) == (404, "code_unknown")


def test_a_code_of_somebody_who_has_left(client: FlaskClient, world: World) -> None:
    code = make_join_code(world.cleaner)
    with transaction() as session:
        session.get_one(Person, world.cleaner).is_active = False
    assert _join(client, code).get_json()["code"] == "code_unknown"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "malformed_json"),
        (b"\xff", 400, "malformed_json"),
        (b"[]", 422, "invalid_request"),
        (b"{}", 422, "invalid_request"),
        (b'{"code": 1, "device_name": "x", "language": "fi"}', 422, "invalid_request"),
        (b"[" * 3000, 400, "malformed_json"),
        (b" " * 5000, 413, "batch_too_large"),
    ],
)
def test_bad_input_has_a_code(client: FlaskClient, body: bytes, status: int, code: str) -> None:
    answer = client.post("/api/join", data=body, content_type="application/json")
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)
    assert answer.mimetype == "application/problem+json"


def test_guessing_is_slowed_down(app: Flask, client: FlaskClient, world: World) -> None:
    app.config["KIERROS_JOIN_LIMIT"] = "3 per minute"
    answers = [_join(client, "0000-0000") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [404, 404, 404, 429]
    assert answers[-1].get_json()["code"] == "rate_limited"
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_the_token_is_kept_as_a_hash_only(client: FlaskClient, world: World, session) -> None:
    device = Device(client, world.cleaner)
    stored = session.connection().exec_driver_sql("SELECT token_hash FROM device_tokens").scalars().all()
    assert stored
    assert device.token not in stored


def test_a_revoked_device_and_a_bad_token_are_refused_and_others_are_not(
    client: FlaskClient, world: World
) -> None:
    revoked, good = Device(client, world.cleaner), Device(client, world.cleaner)
    with transaction() as session:
        session.get_one(DeviceRow, revoked.joined["device"]).revoked_at = datetime.now(UTC)
    answer = revoked.post()
    assert (answer.status_code, answer.get_json()["code"]) == (401, "device_revoked")
    revoked.token = "nonsense"
    assert revoked.post().get_json()["code"] == "invalid_token"
    missing = client.post("/api/sync", json={})
    assert (missing.status_code, missing.get_json()["code"]) == (401, "missing_token")
    assert good.post().status_code == 200


def test_a_token_is_renewed_in_use_and_the_old_one_stays_good(client: FlaskClient, world: World) -> None:
    device = Device(client, world.cleaner)
    joined_at = datetime.now(UTC)
    for days, is_renewed in ((8, False), (10, True)):
        with time_machine.travel(joined_at + timedelta(days=days)):
            device.sync()
            header = device.post().text.splitlines()[0]
            assert ('"token"' in header) is is_renewed
            assert device.post().status_code == 200


def test_whoever_comes_back_from_a_long_leave_is_still_known(client: FlaskClient, world: World) -> None:
    device = Device(client, world.cleaner)
    joined_at = datetime.now(UTC)
    for days in (*range(0, 30, 3), 27 + 80):
        with time_machine.travel(joined_at + timedelta(days=days)):
            answer = device.post()
            assert answer.status_code == 200, days
            device.token = json.loads(answer.text.splitlines()[0]).get("token", device.token)


def test_tokens_that_have_ended_are_forgotten(client: FlaskClient, world: World, session: Session) -> None:
    device = Device(client, world.cleaner)
    joined_at = datetime.now(UTC)
    for days in (80, 160):
        with time_machine.travel(joined_at + timedelta(days=days)):
            device.token = json.loads(device.post().text.splitlines()[0])["token"]
    assert session.scalar(select(func.count()).select_from(DeviceToken)) == 2
