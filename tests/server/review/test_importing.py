"""A phone's file: whose it is, what is taken from it, and that an operation counts once however it comes."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.database import Busy, transaction
from server.inbox import receive
from server.inbox.decide import mend
from server.inbox.models import InboxOperation
from server.people import staff
from server.people.devices import revoke
from server.people.models import Device as DeviceRow
from server.people.models import Person
from server.review import exported
from server.review.exported import ImportRefused
from server.review.importing import Imported, import_export
from server.review.models import LogEntry
from server.review.permission import viewer_of
from server.rounds.models import Visit
from tests.device import Device
from tests.world import World


def _now() -> datetime:
    return datetime.now(UTC)


def _file(phone: Device, *operations: Any, **fields: Any) -> bytes:
    """The file as the phone app writes it."""
    contents = {
        "exported_at": _now().isoformat(),
        "build": "0.1.0",
        "stream": phone.stream,
        "device": phone.joined["device"],
        "device_name": "Testipuhelin",
        "person": phone.joined["person"],
        "operations": [
            {
                "id": operation["id"],
                "state": "waiting",
                "sequence": operation["sequence"],
                "operation": operation,
            }
            for operation in operations
        ],
        **fields,
    }
    return json.dumps(contents, indent=1).encode()


def _ticks(phone: Device, world: World, count: int = 3) -> list[dict[str, Any]]:
    return [
        phone.operation("round.tick", f"round:{world.round}", {"visit": visit})
        for visit in world.visits[:count]
    ]


def _import(session: Session, by: str, data: bytes, person_id: str | None = None) -> Imported:
    viewer = viewer_of(session.get_one(Person, by))
    assert viewer is not None
    return import_export(viewer, data, _now(), person_id)


def _refused(session: Session, by: str, data: bytes, person_id: str | None = None) -> tuple[str, str | None]:
    with pytest.raises(ImportRefused) as refused:
        _import(session, by, data, person_id)
    session.rollback()
    assert session.scalar(select(func.count()).select_from(InboxOperation)) == 0
    return refused.value.code, refused.value.field


def test_what_never_arrived_is_taken_as_its_author_had_sent_it(
    world: World, phone: Device, session: Session
) -> None:
    ticks = _ticks(phone, world)
    assert _import(session, world.supervisor, _file(phone, *ticks)) == Imported(3, 0, 0, 0)
    row = session.get_one(InboxOperation, ticks[0]["id"])
    assert (row.person_id, row.device_id, row.stream) == (world.cleaner, phone.joined["device"], phone.stream)
    assert (row.status, row.flags, row.imported_by_id) == ("flagged", ["imported"], world.supervisor)
    assert session.get_one(Visit, world.visits[0]).by_id == world.cleaner
    assert session.get_one(LogEntry, ticks[0]["id"]).status == "flagged"


def test_an_operation_counts_once_however_it_comes(world: World, phone: Device, session: Session) -> None:
    ticks = _ticks(phone, world)
    phone.sync(ticks[0])
    data = _file(phone, *ticks)
    assert _import(session, world.supervisor, data) == Imported(2, 1, 0, 0)
    assert _import(session, world.supervisor, data) == Imported(0, 3, 0, 0)
    assert [result["status"] for result in phone.sync(*ticks)] == ["applied", "flagged", "flagged"]
    assert session.get_one(InboxOperation, ticks[0]["id"]).imported_by_id is None


def test_broken_operations_are_kept_like_any_other_and_stop_nothing(
    world: World, phone: Device, session: Session
) -> None:
    [tick] = _ticks(phone, world, 1)
    broken = phone.operation("round.tick", f"round:{world.round}", {"visit": "x"})
    found = _import(session, world.supervisor, _file(phone, broken, tick))
    assert found == Imported(2, 0, 1, 0)
    corrected = broken | {"payload": {"visit": world.visits[1]}}
    with transaction() as writing:
        mend(
            writing, writing.get_one(InboxOperation, broken["id"]), corrected, world.supervisor, None, _now()
        )
    row = session.get_one(InboxOperation, broken["id"])
    assert (row.status, row.flags) == ("flagged", ["imported"]), "it still says how it came"


def test_the_file_of_a_revoked_phone_is_taken(world: World, phone: Device, session: Session) -> None:
    with transaction() as writing:
        revoke(writing.get_one(DeviceRow, phone.joined["device"]), _now())
    assert _import(session, world.supervisor, _file(phone, *_ticks(phone, world))).new == 3


def test_of_somebody_whose_access_ended_all_is_quarantined(
    world: World, phone: Device, session: Session
) -> None:
    ticks = _ticks(phone, world)
    with transaction() as writing:
        staff.end_access(writing, writing.get_one(Person, world.cleaner), _now())
    assert _import(session, world.supervisor, _file(phone, *ticks)) == Imported(3, 0, 3, 0)
    assert session.get_one(InboxOperation, ticks[0]["id"]).reason == "access_ended"


def test_a_file_may_name_its_person_by_the_id_alone(world: World, phone: Device, session: Session) -> None:
    assert _import(session, world.supervisor, _file(phone, person=world.cleaner)) == Imported(0, 0, 0, 0)


def test_what_the_database_could_not_take_waits_for_the_same_file_again(
    world: World, phone: Device, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticks = _ticks(phone, world)
    monkeypatch.setattr(receive, "OPERATIONS_PER_TRANSACTION", 2)
    take = receive._receive_batch
    calls = iter((True, False))

    def sometimes(source: receive.Source, batch: Any) -> Any:
        if next(calls):
            return take(source, batch)
        raise Busy

    monkeypatch.setattr(receive, "_receive_batch", sometimes)
    assert _import(session, world.supervisor, _file(phone, *ticks)) == Imported(2, 0, 0, 1)
    monkeypatch.setattr(receive, "_receive_batch", take)
    assert _import(session, world.supervisor, _file(phone, *ticks)) == Imported(1, 2, 0, 0)


@pytest.mark.parametrize("by", ["company_supervisor", "manager"])
def test_only_who_may_act_for_the_person_brings_in_their_file(
    world: World, phone: Device, session: Session, by: str
) -> None:
    data = _file(phone, *_ticks(phone, world))
    assert _refused(session, getattr(world, by), data) == ("not_allowed", "person")


def test_on_a_persons_page_only_their_own_file_is_taken(
    world: World, phone: Device, session: Session
) -> None:
    data = _file(phone, *_ticks(phone, world))
    assert _refused(session, world.supervisor, data, world.caretaker) == ("not_allowed", "person")
    assert _import(session, world.supervisor, data, world.cleaner).new == 3


def test_the_phone_must_be_known_and_the_persons_own(
    world: World, phone: Device, other_phone: Device, session: Session
) -> None:
    for device in (other_phone.joined["device"], "0193b0c0-0000-7000-8000-00000000ffff"):
        data = _file(phone, *_ticks(phone, world), device=device)
        assert _refused(session, world.supervisor, data) == ("unknown_device", "device")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_not_json"),
        (b"\xff\xd8\xff\xe0", "file_not_json"),
        (b'{"operations": [', "file_not_json"),
        (b"[" * 100_000, "file_not_json"),
        (b"[]", "file_wrong_form"),
        (b"null", "file_wrong_form"),
    ],
)
def test_what_is_no_export_is_refused(world: World, session: Session, data: bytes, code: str) -> None:
    assert _refused(session, world.supervisor, data) == (code, None)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"person": None}, "person"),
        ({"person": {"name": "Aino"}}, "person"),
        ({"device": 7}, "device"),
        ({"stream": "x"}, "stream"),
        ({"operations": {}}, "operations"),
        ({"operations": [{"operation": {}}, 7]}, "operations.1"),
        ({"operations": [{"id": "x"}]}, "operations.0"),
    ],
)
def test_what_is_wrong_in_a_file_is_named(
    world: World, phone: Device, session: Session, fields: dict[str, Any], field: str
) -> None:
    data = _file(phone, **fields)
    assert _refused(session, world.supervisor, data) == ("file_wrong_form", field)


def test_a_file_has_a_bound(
    world: World, phone: Device, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = _file(phone)
    monkeypatch.setattr(exported, "FILE_BYTES_MAX", len(data) - 1)
    assert _refused(session, world.supervisor, data) == ("file_too_large", None)
