"""What a round trip reads, and when nothing: another epoch, operations only, access that has ended, old versions."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from server.database import db, transaction
from server.feed.history import begin_new_history
from server.feed.purge import purge
from server.inbox.models import InboxOperation
from server.people.models import Device as DeviceRow
from server.people.models import Person
from server.people.staff import end_access
from server.places.models import Building
from tests.device import Device
from tests.world import World

DISTRICT = "district:703:caretaking"


@pytest.fixture
def device(client: FlaskClient, world: World) -> Device:
    device = Device(client, world.caretaker)
    device.sync()
    return device


def _ask(device: Device, *operations: Any, **fields: Any) -> tuple[dict[str, Any], list[Any], dict[str, Any]]:
    answer = device.post(*operations, **{"protocol": 2, **fields})
    assert answer.status_code == 200, answer.text
    header, *lines, end = map(json.loads, answer.text.splitlines())
    return header, lines, end


def _comment(device: Device, world: World) -> dict[str, Any]:
    return device.operation("work_order.comment", f"work_order:{world.order}", {"text": "Hei"})


def _purge(bucket: str) -> None:
    with transaction() as session:
        purge(session, bucket, datetime.now(UTC) + timedelta(days=1))


def _remove_a_building_from_the_district(world: World) -> None:
    with transaction() as session:
        session.get_one(Building, world.own_building).cleaning_provider_id = world.company
    with transaction() as session:
        session.delete(session.get_one(Building, world.own_building).brief_items[0])


def test_after_a_restore_everything_is_told_to_come_later(
    device: Device, world: World, session: Session
) -> None:
    with transaction() as session_:
        epoch = begin_new_history(session_)
    comment = _comment(device, world)
    header, lines, end = _ask(device, comment, "nonsense")
    assert header["epoch"] == epoch
    assert header["results"][0]["id"] == comment["id"]
    assert [result["status"] for result in header["results"]] == ["later", "later"]
    assert header["scope"] == {"add": [], "drop": []}
    assert (lines, end["cursor"], end["complete"], end["checks"]) == ([], {}, False, {})
    assert session.scalar(select(func.count()).select_from(InboxOperation)) == 0
    device.epoch, device.cursor = epoch, {}
    assert device.sync(comment)[0]["status"] == "applied"


def test_a_device_that_has_seen_no_epoch_is_not_of_another_history(device: Device, world: World) -> None:
    header, lines, _ = _ask(device, _comment(device, world), epoch=None, cursor={})
    assert header["results"][0]["status"] == "applied"
    assert lines


@pytest.mark.parametrize("protocol", [1, 2, 99])
def test_operations_alone_are_taken_in_any_version(device: Device, world: World, protocol: int) -> None:
    header, lines, end = _ask(device, _comment(device, world), protocol=protocol, pull=False, cursor={})
    [result] = header["results"]
    assert (result["status"], result["at"]) == ("applied", {})
    assert header["scope"] == {"add": [], "drop": []}
    assert (lines, end["cursor"], end["complete"], end["checks"]) == ([], {}, True, {})


def test_who_has_no_access_any_more_may_send_and_not_read(
    device: Device, world: World, session: Session
) -> None:
    with transaction() as session_:
        end_access(session_, session_.get_one(Person, world.caretaker), datetime.now(UTC))
    comment = _comment(device, world)
    answer = device.post(comment, protocol=2)
    assert (answer.status_code, answer.get_json()["code"]) == (403, "access_ended")
    assert session.scalar(select(func.count()).select_from(InboxOperation)) == 0
    header, lines, end = _ask(device, comment, pull=False)
    [result] = header["results"]
    assert (result["status"], result["reason"]) == ("quarantined", "access_ended")
    assert (lines, end["complete"]) == ([], True)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=31)):
        answer = device.post(comment, protocol=2, pull=False)
        assert (answer.status_code, answer.get_json()["code"]) == (401, "invalid_token")


def test_a_cursor_below_the_floor_is_reset(device: Device, world: World) -> None:
    before = device.cursor
    _remove_a_building_from_the_district(world)
    _purge(DISTRICT)
    header, lines, end = _ask(device, cursor=before)
    assert header["scope"] == {"add": [], "drop": [], "reset": [DISTRICT]}
    assert list(header["floors"]) == [DISTRICT]
    again = [line for line in lines if line["b"] == DISTRICT]
    assert len(again) == end["checks"][DISTRICT]["count"]
    # The same, cut after its first line: it goes on.
    cursor = {**before, DISTRICT: again[0]["v"]}
    header, lines, _ = _ask(device, cursor=cursor, reading=header["floors"])
    assert header["scope"] == {"add": [], "drop": []}
    assert [line for line in lines if line["b"] == DISTRICT] == again[1:]


def test_protocol_1_forgets_such_a_bucket_and_gets_it_whole(
    device: Device, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = Device(device.client, world.caretaker)
    fresh.sync()
    _remove_a_building_from_the_district(world)
    _purge(DISTRICT)
    monkeypatch.setattr("server.feed.pull.pull.__defaults__", (900,))
    answer = device.post()
    header, *lines, _ = map(json.loads, answer.text.splitlines())
    assert header["scope"] == {"add": [DISTRICT], "drop": [DISTRICT]}
    assert "floors" not in header
    assert sum(len(json.dumps(line)) for line in lines) > 900
    device.sync()
    monkeypatch.undo()
    fresh.sync()
    assert device.documents == fresh.documents
    assert device.cursor == fresh.cursor


def test_checks_and_mending_over_http(device: Device) -> None:
    _, lines, end = _ask(device, check=True, mend={"catalogue": None})
    assert lines == []
    assert end["checks"].keys() == device.cursor.keys()
    assert len(end["slots"]["catalogue"]) == 256
    slots = [slot for slot, total in enumerate(end["slots"]["catalogue"]) if total]
    header, lines, _ = _ask(device, mend={"catalogue": slots})
    assert header["mended"] == {"catalogue": slots}
    assert {line["id"]: line["doc"] for line in lines} == {
        key: document for key, (_, document) in device.by_bucket["catalogue"].items()
    }


def test_a_long_answer_is_compressed_for_who_can_read_that(device: Device) -> None:
    asked = {"protocol": 2, "cursor": {}, "build": "test", "person": device.person, "stream": device.stream}
    asked |= {"sent_at": datetime.now(UTC).isoformat(), "operations": []}
    headers = {"Authorization": f"Bearer {device.token}", "Accept-Encoding": "gzip"}
    answer = device.client.post("/api/sync", json=asked, headers=headers)
    assert answer.headers["Content-Encoding"] == "gzip"
    *_, end = map(json.loads, gzip.decompress(answer.data).splitlines())
    assert end["cursor"] == device.cursor


def test_buckets_that_can_not_be_mended_are_remembered_for_supervisors(
    device: Device, session: Session
) -> None:
    _ask(device, differs=["catalogue"])
    session.rollback()
    row = session.get_one(DeviceRow, device.joined["device"])
    assert row.differing == ["catalogue"]
    statements: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    _ask(device, differs=["catalogue"])
    assert not [text for text in statements if text.startswith("UPDATE")], "no news is not written"


def test_a_sync_without_news_reads_in_a_few_statements(device: Device) -> None:
    statements: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    answer = device.post(protocol=2, snapshots=True)
    assert len(answer.text.splitlines()) == 2
    reads = [text for text in statements if text.startswith("SELECT")]
    assert len(reads) <= 9
    assert sum("feed_buckets" in text for text in reads) == 1
    assert not [text for text in reads if "feed_entries" in text or "feed_snapshots" in text]
