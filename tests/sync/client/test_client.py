"""Joining, recording, and what a device shows and hands out."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from sync.client import Client, NotJoined, OutboxNotEmpty, Refused
from sync.errors import InvalidOperation, InvalidResponse
from sync.instants import Clock as ClockTold
from sync.messages import Pending
from sync.operations import (
    DutyAcknowledge,
    ProductUseRecord,
    RoundTick,
    WorkOrderComment,
    WorkOrderCreate,
    WorkOrderStart,
)
from sync.ports import NetworkError
from sync.recording import TooLong
from sync.wire import parse_operation
from tests.sync.client.fakes import (
    ACCOUNT,
    DEVICE,
    JOINED,
    NOW,
    OTHER,
    PERSON,
    ROUND,
    VISIT,
    Device,
    Network,
    QuickStore,
    answer,
    end,
    header,
    problem,
    put,
    round_document,
    scope,
    taken,
)

ORDER = "work_order:0193c0de-0000-7000-8000-00000000c001"
ALERT = "duty_alert:0193c0de-0000-7000-8000-00000000d001"
PROPERTY = "property:0193c0de-0000-7000-8000-00000000e001"


@pytest.fixture
def stranger(tmp_path: Path) -> Device:
    """Nobody has joined yet."""
    made = Device(tmp_path / "stranger")
    made.store._outbox.execute("DELETE FROM meta WHERE key = 'account'")
    return made


def test_joining_keeps_who_it_is(stranger: Device):
    stranger.script(answer(JOINED))
    joined = stranger.client.join("ABCD-EFGH", "Kannettava", "fi")
    assert joined.person.id == PERSON
    assert stranger.client.account() == ACCOUNT
    assert stranger.network.paths == ["/api/join"]
    assert "authorization" not in stranger.network.headers[0]


@pytest.mark.parametrize(
    ("reply", "error", "code"),
    [
        (problem(409, "code_used"), Refused, "code_used"),
        (answer(b"<html>", status=502), InvalidResponse, "invalid_response"),
        (answer(b"<html>"), InvalidResponse, "invalid_response"),
        (answer({"token": "x"}), InvalidResponse, "invalid_response"),
    ],
)
def test_a_refusal_to_join_says_why(stranger: Device, reply: object, error: type[Exception], code: str):
    stranger.script(reply)
    with pytest.raises(error) as raised:
        stranger.client.join("ABCD-EFGH", "Kannettava", "fi")
    assert raised.value.code == code
    assert stranger.store.account() is None


@pytest.mark.parametrize("reply", [NetworkError("x"), answer(JOINED, cut=True)])
def test_joining_without_network_joins_nothing(stranger: Device, reply: object):
    stranger.script(reply)
    with pytest.raises(NetworkError):
        stranger.client.join("ABCD-EFGH", "Kannettava", "fi")
    assert stranger.store.account() is None


def test_somebody_elses_waiting_work_forbids_to_join(device: Device):
    device.client.record(RoundTick(VISIT), ROUND)
    device.script(answer(JOINED | {"person": JOINED["person"] | {"id": OTHER}}))
    with pytest.raises(OutboxNotEmpty):
        device.client.join("ABCD-EFGH", "Kannettava", "fi")
    assert device.client.account() == ACCOUNT


def test_whoever_joins_next_records_on_nothing_that_somebody_else_was_shown(device: Device):
    device.script(answer(header(scope=scope("b")), put("b", 1, ROUND, 4, **round_document()), end({"b": 1})))
    device.client.sync()
    device.script(answer(JOINED | {"person": JOINED["person"] | {"id": OTHER}}))
    device.client.join("ABCD-EFGH", "Kannettava", "fi")
    made = device.client.record(RoundTick(VISIT), ROUND)
    assert (made.base_revision, made.seen) == (None, {})
    assert device.client.documents() == {}


def test_joining_again_as_the_same_person_keeps_the_outbox(device: Device):
    device.client.record(RoundTick(VISIT), ROUND)
    device.script(answer(JOINED | {"token": "fresh"}), taken())
    device.client.join("ABCD-EFGH", "Kannettava", "fi")
    device.client.sync()
    assert device.network.headers[-1]["authorization"] == "Bearer fresh"
    assert device.states() == ["settled"]


def test_before_joining_there_is_nothing_and_nothing_can_be_done(stranger: Device):
    client = stranger.client
    assert (client.documents(), client.held(), client.cursor(), client.epoch()) == ({}, {}, {}, None)
    assert (client.entries(), client.pending(), client.succeeded_at()) == ([], Pending(), None)
    assert client.export()["person"] is None
    for act in (client.sync, client.retry_set_aside, lambda: client.record(RoundTick(VISIT), ROUND)):
        with pytest.raises(NotJoined):
            act()


def test_an_effect_is_shown_at_once_and_after_a_restart(device: Device):
    device.script(answer(header(scope=scope("b")), put("b", 1, ROUND, 4, **round_document()), end({"b": 1})))
    device.client.sync()
    made = device.client.record(RoundTick(VISIT, minutes=7), ROUND)
    assert (made.sequence, made.base_revision, made.seen) == (1, 4, {"state": "open"})
    again = device.client.record(RoundTick(VISIT), ROUND)
    assert (again.sequence, again.seen) == (2, {"state": "done"})

    restarted = Device(device.folder)
    visit = restarted.client.documents()[ROUND]["visits"][0]
    assert (visit["state"], visit["minutes"], visit["by"]) == ("done", 7, f"person:{PERSON}")
    restarted.store.close()


def test_beginning_an_order_acknowledges_its_alert_at_once(device: Device):
    alert = {"type": "duty_alert", "order": ORDER, "state": "open", "next_at": None}
    order = {"type": "work_order", "state": "assigned", "comments": [], "assigned_to": None}
    lines = put("b", 1, ORDER, 1, **order), put("b", 2, ALERT, 1, **alert)
    device.script(answer(header(scope=scope("b")), *lines, end({"b": 2})))
    device.client.sync()
    device.client.record(WorkOrderStart(), ORDER)

    shown = device.client.documents()[ALERT]
    assert (shown["state"], shown["acknowledged_by"]) == ("acknowledged", f"person:{PERSON}")
    # What is recorded on it now was recorded on an alert that had been acknowledged.
    assert device.client.record(DutyAcknowledge(), ALERT).seen == {"state": "acknowledged"}


def test_what_is_new_has_no_revision_and_is_shown(device: Device):
    created = WorkOrderCreate(PROPERTY, "lighting", "minor", "Lamppu rikki")
    made = device.client.record(created, ORDER)
    assert (made.base_revision, made.seen, made.clock) == (None, {}, None)
    assert device.client.documents()[ORDER]["state"] == "new"
    assert device.client.record(WorkOrderComment("Tulossa"), ORDER).seen == {"state": "new"}


def test_what_was_seen_and_its_revision_may_be_given(device: Device):
    made = device.client.record(RoundTick(VISIT), ROUND, seen={"state": "skipped"}, base_revision=3)
    assert (made.seen, made.base_revision) == ({"state": "skipped"}, 3)


def test_texts_that_were_cut_in_the_wrong_place_are_recorded(device: Device):
    made = device.client.record(WorkOrderComment("Valo \ud83d\0!"), ORDER)
    assert made.payload == WorkOrderComment("Valo \ufffd!")


@pytest.mark.parametrize(
    ("payload", "target"),
    [
        (WorkOrderComment("  "), ORDER),
        (WorkOrderComment("x"), ROUND),
        (RoundTick("not a visit"), ROUND),
        (ProductUseRecord("product:x", 1, "ml", PROPERTY), ORDER),
    ],
)
def test_what_a_server_would_quarantine_is_not_recorded(
    device: Device, payload: WorkOrderComment, target: str
):
    with pytest.raises(InvalidOperation):
        device.client.record(payload, target)
    assert device.states() == []


def test_what_no_server_takes_is_not_recorded(device: Device):
    with pytest.raises(TooLong):
        device.client.record(WorkOrderComment("x" * 70_000), ORDER)
    assert device.states() == []


def test_the_last_server_time_is_known_after_a_restart(device: Device):
    device.script(taken())
    device.client.sync()
    device.clock.wait(minutes=2)
    restarted = Device(device.folder, clock=device.clock)
    made = restarted.client.record(RoundTick(VISIT), ROUND)
    assert made.clock == ClockTold(made.recorded_at - timedelta(minutes=2), 120_000)
    restarted.store.close()


def test_a_wall_clock_that_is_set_back_does_not_hide_what_has_passed(device: Device):
    device.script(taken())
    device.client.sync()
    device.clock.wait(minutes=2)
    device.clock.wall -= timedelta(hours=1)
    made = device.client.record(RoundTick(VISIT), ROUND)
    assert made.clock == ClockTold(NOW, 120_000)
    restarted = Device(device.folder, clock=device.clock)
    assert restarted.client.record(RoundTick(VISIT), ROUND).clock is None
    restarted.store.close()


def test_ids_come_from_the_clock_unless_others_are_given(device: Device):
    first = device.client.record(RoundTick(VISIT), ROUND).id
    assert first[14] == "7"
    device.clock.wait(seconds=1)
    assert device.client.record(RoundTick(VISIT), ROUND).id > first
    client = Client(
        *(device.store, Network()),
        build="test",
        now=device.clock.now,
        steady_ms=device.clock.steady_ms,
        new_id=lambda: OTHER,
    )
    assert client.record(RoundTick(VISIT), ROUND).id == OTHER


@pytest.mark.parametrize(
    "operation",
    [
        {"kind": "round.dance", "payload": {}},
        {"kind": "round.tick", "kind_version": 99, "payload": {"visit": VISIT}},
        {"kind": "round.tick", "payload": 7},
        {},
    ],
)
def test_operations_of_another_build_hide_nothing(device: Device, operation: dict[str, object]):
    device.script(answer(header(scope=scope("b")), put("b", 1, ROUND, **round_document()), end({"b": 1})))
    device.client.sync()
    made = device.client.record(RoundTick(VISIT), ROUND, seen={})
    raw = dict(device.client.entries()[0].operation) | {"id": "another"} | operation
    device.store.record(PERSON, lambda sequence: raw | {"sequence": sequence})
    assert device.client.documents()[ROUND]["visits"][0]["state"] == "done"
    assert [entry.id for entry in device.client.entries()] == [made.id, "another"]


def test_an_operation_on_what_is_not_there_shows_nothing(device: Device):
    device.client.record(RoundTick(VISIT), ROUND)
    assert device.client.documents() == {}


def test_a_document_that_an_operation_does_not_fit_is_shown_as_it_came(device: Device):
    broken = round_document() | {"visits": [{"id": VISIT}]}
    device.script(answer(header(scope=scope("b")), put("b", 1, ROUND, **broken), end({"b": 1})))
    device.client.sync()
    device.client.record(RoundTick(VISIT), ROUND)
    assert device.client.documents()[ROUND]["visits"] == [{"id": VISIT}]


def test_an_export_has_everything_and_no_token(device: Device):
    device.client.record(RoundTick(VISIT), ROUND)
    device.script(taken(result={"at": {"b": 1}, "status": "flagged", "flags": ("reassigned",)}))
    device.client.sync()
    device.client.record(RoundTick(VISIT), ROUND)

    exported = device.client.export()
    assert (exported["stream"], exported["device"], exported["device_name"]) == (
        device.store.stream(),
        DEVICE,
        "Kannettava",
    )
    assert exported["person"] == JOINED["person"]
    sent, waiting = exported["operations"]
    assert (sent["state"], sent["acknowledged_at"]) == ("settled", "2026-04-01T08:00:00.000Z")
    assert (sent["result"]["status"], sent["result"]["at"], sent["result"]["flags"]) == (
        "flagged",
        {"b": 1},
        ("reassigned",),
    )
    assert (waiting["state"], waiting["result"], waiting["acknowledged_at"]) == ("waiting", None, None)
    assert parse_operation(waiting["operation"]).id == waiting["id"]
    assert (exported["exported_at"], exported["build"]) == ("2026-04-01T08:00:00.000Z", "test")
    kept = device.client.entries()[1]
    assert waiting == {
        "id": kept.id,
        "person": PERSON,
        "sequence": 2,
        "state": "waiting",
        "recorded_at": kept.recorded_at,
        "acknowledged_at": None,
        "operation": kept.operation,
        "result": None,
        "refusal": None,
    }
    assert "token" not in str(exported)


def test_when_everything_had_come(device: Device):
    device.script(taken())
    device.client.sync()
    assert device.client.succeeded_at() == device.clock.now()
    assert isinstance(device.store, QuickStore)
