"""The files of a snapshot over HTTP: for who has the bucket today, and for nobody else."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.config import Settings
from server.database import transaction
from server.jobs import make_snapshots
from server.people.models import Person, PersonDistrict
from server.people.staff import end_access
from tests.device import Device
from tests.world import World

DISTRICT = "district:703:caretaking"


@pytest.fixture
def device(client: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch) -> Device:
    monkeypatch.setattr("server.feed.snapshots.FROM_DOCUMENTS", 1)
    monkeypatch.setattr("server.feed.pull.FROM_DOCUMENTS", 1)
    make_snapshots(datetime.now(UTC))
    return Device(client, world.caretaker)


def _paths(device: Device) -> list[str]:
    answer = device.post(protocol=2, snapshots=True)
    paths: list[str] = json.loads(answer.text.splitlines()[0])["snapshots"][DISTRICT]
    return paths


def _get(device: Device, path: str, **headers: str) -> TestResponse:
    return device.client.get(path, headers={"Authorization": f"Bearer {device.token}", **headers})


def _code(answer: TestResponse) -> tuple[int, str]:
    return answer.status_code, answer.get_json()["code"]


def test_a_file_is_lines_and_an_end(device: Device) -> None:
    [path] = _paths(device)
    answer = _get(device, path)
    assert (answer.status_code, answer.mimetype) == (200, "application/x-ndjson")
    assert answer.headers["Cache-Control"] == "no-store"
    *lines, end = map(json.loads, answer.text.splitlines())
    assert [line["v"] for line in lines] == sorted(line["v"] for line in lines)
    device.sync()
    assert {line["id"] for line in lines} == device.by_bucket[DISTRICT].keys()
    assert end["cursor"] == {DISTRICT: device.cursor[DISTRICT]}
    assert end["complete"] is False


def test_it_is_sent_compressed_to_who_can_read_that(device: Device) -> None:
    [path] = _paths(device)
    plain = _get(device, path)
    packed = _get(device, path, **{"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data)
    assert packed.headers["Vary"] == "Accept-Encoding"


def test_who_does_not_have_the_bucket_finds_nothing(
    device: Device, client: FlaskClient, world: World
) -> None:
    [path] = _paths(device)
    assert _code(_get(Device(client, world.company_cleaner), path)) == (404, "not_found")
    assert client.get(path).get_json()["code"] == "missing_token"
    with transaction() as session:
        session.get_one(Person, world.caretaker).districts = [PersonDistrict(district_code="704")]
    assert _code(_get(device, path)) == (404, "not_found")
    with transaction() as session:
        end_access(session, session.get_one(Person, world.caretaker), datetime.now(UTC))
    assert _code(_get(device, path)) == (403, "access_ended")


def test_what_is_gone_or_never_was(device: Device, app: Flask) -> None:
    [path] = _paths(device)
    assert _code(_get(device, path.removesuffix("/0") + "/1")) == (404, "not_found")
    assert _code(_get(device, "/api/snapshots/unknown/0")) == (404, "not_found")
    settings: Settings = app.extensions["kierros_settings"]
    for file in Path(settings.instance_path / "snapshots").glob("*"):
        file.unlink()
    assert _code(_get(device, path)) == (404, "not_found")
