"""One round trip over HTTP: what is refused whole and with which code, and that nothing is lost by it."""

from __future__ import annotations

import gzip
import json

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from server.database import db
from server.inbox.models import InboxOperation
from tests.device import Device
from tests.world import World


def _post_raw(device: Device, body: bytes, **headers: str):
    return device.client.post(
        "/api/sync",
        data=body,
        content_type=headers.pop("content_type", "application/json"),
        headers={"Authorization": f"Bearer {device.token}", **headers},
    )


def _count(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(InboxOperation)) or 0


@pytest.fixture
def device(client: FlaskClient, world: World) -> Device:
    return Device(client, world.cleaner)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "malformed_json"),
        (b"{", 400, "malformed_json"),
        (b"\xff\xfe", 400, "malformed_json"),
        (b'{"protocol": NaN}', 400, "malformed_json"),
        (b"[" * 100_000, 400, "malformed_json"),
        (b"null", 422, "invalid_request"),
        (b"{}", 422, "invalid_request"),
        (b'{"protocol": 0}', 426, "protocol_too_old"),
        (b'{"protocol": 99}', 400, "protocol_too_new"),
        (b" " * (256 * 1024 + 1), 413, "batch_too_large"),
    ],
)
def test_a_bad_body_has_a_code(device: Device, session: Session, body: bytes, status: int, code: str) -> None:
    answer = _post_raw(device, body)
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)
    assert _count(session) == 0


def test_media_types_and_encodings_other_than_ours(device: Device) -> None:
    assert _post_raw(device, b"{}", content_type="text/plain").get_json()["code"] == "unsupported_media_type"
    assert (
        _post_raw(device, b"{}", **{"Content-Encoding": "br"}).get_json()["code"] == "unsupported_media_type"
    )


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"not gzip", 400, "malformed_json"),
        (gzip.compress(b"{}")[:-6], 400, "malformed_json"),
        (gzip.compress(b" " * 50_000_000), 413, "batch_too_large"),
    ],
    ids=["broken", "cut", "exploding"],
)
def test_broken_and_exploding_gzip(device: Device, body: bytes, status: int, code: str) -> None:
    answer = _post_raw(device, body, **{"Content-Encoding": "gzip"})
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)


def test_a_gzip_request_is_read(device: Device, world: World) -> None:
    tick = device.operation("round.tick", f"round:{world.round}", {"visit": world.visits[0]})
    body = {
        "protocol": 1,
        "build": "test",
        "person": device.person,
        "stream": device.stream,
        "epoch": None,
        "sent_at": tick["recorded_at"],
        "cursor": {},
        "operations": [tick],
    }
    answer = _post_raw(device, gzip.compress(json.dumps(body).encode()), **{"Content-Encoding": "gzip"})
    assert json.loads(answer.text.splitlines()[0])["results"][0]["status"] == "applied"


def test_an_outbox_of_another_person_is_refused_whole(device: Device, session: Session, world: World) -> None:
    tick = device.operation("round.tick", f"round:{world.round}", {"visit": world.visits[0]})
    answer = device.post(tick, person=world.caretaker)
    assert (answer.status_code, answer.get_json()["code"]) == (403, "wrong_person")
    assert _count(session) == 0
    assert device.sync(tick)[0]["status"] == "applied"


def test_an_oversized_batch_is_refused_and_its_halves_are_taken(device: Device, world: World) -> None:
    operations = [
        device.operation("work_order.comment", f"work_order:{world.order}", {"text": f"{number}"})
        for number in range(202)
    ]
    answer = device.post(*operations)
    assert (answer.status_code, answer.get_json()["code"]) == (413, "batch_too_large")
    results = device.sync(*operations[:101]) + device.sync(*operations[101:])
    assert [result["id"] for result in results] == [operation["id"] for operation in operations]


def test_bad_operations_do_not_harm_the_others(device: Device, session: Session, world: World) -> None:
    target = f"round:{world.round}"
    good = [device.operation("round.tick", target, {"visit": visit}) for visit in world.visits[:2]]
    bad = [
        (device.operation("round.dance", target), "unknown_kind"),
        (device.operation("round.tick", target, {"visit": 7}), "invalid_payload"),
        (
            device.operation("round.tick", target, {"visit": world.visits[0]}, kind_version=9),
            "unknown_kind_version",
        ),
        (
            device.operation("round.tick", f"round:{world.order}", {"visit": world.visits[0]}),
            "unknown_target",
        ),
        ({"id": "x"}, "malformed_operation"),
        ("nonsense", "malformed_operation"),
    ]
    results = device.sync(good[0], *(operation for operation, _ in bad), good[1])
    reasons = sorted(result["reason"] for result in results if result["status"] == "quarantined")
    assert reasons == sorted(reason for _, reason in bad)
    by_id = {result["id"]: result["status"] for result in results}
    assert [by_id[operation["id"]] for operation in good] == ["applied", "applied"]
    assert _count(session) == len(good) + len(bad), "what could not be applied is kept whole"
    states = [visit["state"] for visit in device.documents[target]["visits"]]
    assert states[:2] == ["done", "done"]


def test_the_same_batch_again_is_applied_once(device: Device, session: Session, world: World) -> None:
    operations = [
        device.operation("round.tick", f"round:{world.round}", {"visit": world.visits[0]}),
        device.operation("work_order.comment", f"work_order:{world.order}", {"text": "Hei"}),
        "nonsense",
    ]
    first = device.sync(*operations)
    revision = device.by_bucket[f"person:{world.cleaner}"][f"round:{world.round}"][0]
    again = device.sync(*operations)
    assert again == first
    assert _count(session) == 3
    assert device.by_bucket[f"person:{world.cleaner}"][f"round:{world.round}"][0] == revision


def test_an_id_used_for_something_else_is_kept_beside(device: Device, session: Session, world: World) -> None:
    tick = device.operation("round.tick", f"round:{world.round}", {"visit": world.visits[0]})
    other = {**tick, "payload": {"visit": world.visits[1]}}
    assert device.sync(tick)[0]["status"] == "applied"
    for _ in range(2):
        result = device.sync(other)[0]
        assert (result["id"], result["status"], result["reason"]) == (tick["id"], "quarantined", "id_reused")
    assert device.sync(tick)[0]["status"] == "applied"
    assert _count(session) == 2


def test_nobody_gets_another_persons_result_for_a_stolen_id(client: FlaskClient, world: World) -> None:
    mine, thiefs = Device(client, world.cleaner), Device(client, world.other_cleaner)
    tick = mine.operation("round.tick", f"round:{world.round}", {"visit": world.visits[0]})
    mine.sync(tick)
    assert thiefs.sync(tick)[0]["reason"] == "id_reused"


def test_a_sync_without_changes_is_two_lines_and_writes_nothing(device: Device) -> None:
    device.sync()
    statements: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    answer = device.post()
    assert len(answer.text.splitlines()) == 2
    assert len(answer.data) < 700
    assert statements, "the listener heard the reads"
    assert not [
        text
        for text in statements
        if text.split()[0] in {"INSERT", "UPDATE", "DELETE"} or "IMMEDIATE" in text
    ]


def test_errors_of_routes_have_codes_too(client: FlaskClient) -> None:
    assert client.get("/api/nowhere").get_json()["code"] == "not_found"
    wrong = client.get("/api/sync")
    assert (wrong.status_code, wrong.get_json()["code"], "POST" in wrong.headers["Allow"]) == (
        405,
        "method_not_allowed",
        True,
    )


def test_a_fault_of_ours_acknowledges_nothing_and_loses_nothing(
    device: Device, session: Session, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    tick = device.operation("round.tick", f"round:{world.round}", {"visit": world.visits[0]})

    def break_down(*_: object) -> None:
        raise RuntimeError("planted")

    with monkeypatch.context() as patch:
        patch.setattr("server.inbox.receive.stamp", break_down)
        answer = device.post(tick)
        assert (answer.status_code, answer.get_json()["code"]) == (500, "internal_error")
        assert _count(session) == 0
    assert device.sync(tick)[0]["status"] == "applied"
