"""The same hostile bodies at every address of the API: a stable code each, and no row of any table is another."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from tests.device import Device, make_join_code
from tests.fuzz.contents import changed, contents
from tests.fuzz.hostile import HOSTILE, with_wrong_values
from tests.fuzz.test_sync_requests import check_refused, request

TAKES_A_BODY = {"/api/join": "POST", "/api/push": "PUT", "/api/sync": "POST"}
OTHERS = {"/api/demo", "/api/openapi.json", "/api/snapshots/<snapshot_id>/<int:number>"}


PUSHED_TO = "https://fcm.googleapis.com/fcm/send/x"


def _base64(size: int) -> str:
    return base64.urlsafe_b64encode(b"\4" * size).rstrip(b"=").decode()


@pytest.fixture
def phone(world, client):
    device = Device(client, world.cleaner)
    device.sync()
    return device


@pytest.fixture
def good(world, phone):
    """A good body for each address, with one operation in what is sent."""
    operation = phone.operation("round.start", f"round:{world.round}")
    return {
        "/api/join": {"code": make_join_code(world.cleaner), "device_name": "Testipuhelin", "language": "fi"},
        "/api/push": {"endpoint": PUSHED_TO, "keys": {"p256dh": _base64(65), "auth": _base64(16)}},
        "/api/sync": request(phone, operation),
    }


def send(phone: Device, path: str, body: bytes, headers: Any, method: str = "") -> Any:
    method = method or TAKES_A_BODY[path]
    sent = {"Authorization": f"Bearer {phone.token}", **headers}
    return phone.client.open(path, method=method, data=body, headers=sent)


def test_these_are_all_addresses(app):
    """A new one has to be looked at here."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/")]
    taking = {
        (rule.rule, method) for rule in rules for method in (rule.methods or set()) & {"POST", "PUT", "PATCH"}
    }
    assert taking == set(TAKES_A_BODY.items())
    assert {rule.rule for rule in rules} == TAKES_A_BODY.keys() | OTHERS


@pytest.mark.parametrize("path", sorted(TAKES_A_BODY))
def test_a_hostile_body_is_refused_without_a_trace(phone, good, path):
    text = json.dumps(good[path]).encode()
    before = contents()
    for name, hostile in HOSTILE.items():
        answer = send(phone, path, hostile.make(text), hostile.headers)

        assert answer.get_json()["code"] in hostile.codes, name
        check_refused(answer, before)
    assert send(phone, path, text, {"Content-Type": "application/json"}).status_code in (200, 204)


@pytest.mark.parametrize("path", sorted(TAKES_A_BODY))
def test_every_field_of_every_wrong_type(phone, good, path):
    """Refused, or taken where the value is as good as another; a refusal leaves no trace."""
    # Operations are kept whatever they are: see test_sync_requests.
    body = {**good[path], "operations": []} if path == "/api/sync" else good[path]
    before = contents()
    refused = 0
    for where, text in with_wrong_values(body):
        answer = send(phone, path, text, {"Content-Type": "application/json"})
        if answer.status_code in (200, 204):
            before = contents()
            continue
        refused += 1
        assert 400 <= answer.status_code < 500, where
        assert answer.get_json()["code"], where
    assert changed(before, contents()) == set()
    assert refused > len(body) * 5


def test_a_body_where_none_is_taken(phone):
    before = contents()
    for path in (*sorted(TAKES_A_BODY), "/api/openapi.json", "/api/snapshots/x/0", "/api/none"):
        for method in ("GET", "PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "BREW"):
            if method == TAKES_A_BODY.get(path):
                continue
            answer = send(phone, path, b"[" * 100_000, {"Content-Type": "application/json"}, method)

            assert answer.status_code in (200, 204, 404, 405), (method, path)
            if answer.status_code not in (200, 204):
                check_refused(answer, before)
    assert changed(before, contents()) == set()


def test_addresses_of_no_snapshot(phone):
    before = contents()
    for path in (
        "/api/snapshots/%00/0",
        "/api/snapshots/..%2f..%2fetc/0",
        "/api/snapshots/%ff%fe/0",
        "/api/snapshots/x/" + "9" * 4_000,
        "/api/snapshots/x/" + "9" * 5_000,
        "/api/snapshots/x/-1",
        "/api/snapshots/" + "x" * 5_000 + "/0",
        "/api/%00",
    ):
        answer = send(phone, path, b"", {}, "GET")

        check_refused(answer, before)
        assert answer.get_json()["code"] == "not_found", path[:60]


def test_an_address_to_wake_at_that_no_database_can_store(phone, good):
    before = contents()
    body = good["/api/push"]
    for endpoint in ("\0", "\n", "ä", "\ud800", "x" * 1_000):
        text = json.dumps(body | {"endpoint": PUSHED_TO + endpoint}).encode()

        answer = send(phone, "/api/push", text, {"Content-Type": "application/json"})

        check_refused(answer, before)
        assert answer.get_json()["errors"].keys() == {"endpoint"}
