"""After an upgrade, what the version before did not know is tried again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from server.cli import setting_up
from server.config import Settings
from server.database import db, transaction
from server.inbox import decide, registry, rerun
from server.inbox.decide import dismiss
from server.inbox.models import InboxDecision, InboxOperation
from server.inbox.registry import Outcome, Received, register_handler
from server.inbox.rerun import run_again
from server.rounds import operations as round_operations
from server.rounds.models import Visit
from sync.wire import parse_operation
from tests.conftest import NewApp
from tests.device import Device
from tests.world import World


@pytest.fixture
def phone(client: FlaskClient, world: World) -> Device:
    """The cleaner's phone, of a newer build than the server."""
    device = Device(client, world.cleaner)
    device.sync()
    return device


@pytest.fixture
def upgrade(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """From here on the server reads `round.polish` as a tick."""

    def parse(raw: Any) -> Any:
        if isinstance(raw, dict) and raw.get("kind") == "round.polish":
            raw = raw | {"kind": "round.tick"}
        return parse_operation(raw)

    monkeypatch.setattr(decide, "parse_operation", parse)
    return None


def _polish(phone: Device, world: World, visit: int = 0, **payload: Any) -> dict[str, Any]:
    payload = {"visit": world.visits[visit], **payload}
    return phone.operation("round.polish", f"round:{world.round}", payload)


def _again() -> int:
    return run_again(datetime.now(UTC))


def _decisions(session: Session) -> list[InboxDecision]:
    session.rollback()
    return list(session.scalars(select(InboxDecision)))


def test_what_is_known_now_takes_effect_and_is_told(
    world: World, phone: Device, session: Session, upgrade: None
) -> None:
    sent = [_polish(phone, world, index) for index in range(3)]
    assert [result["reason"] for result in phone.sync(*sent)] == ["unknown_kind"] * 3
    assert _again() == 3
    assert [result["status"] for result in phone.sync(*sent)] == ["applied"] * 3
    assert session.get_one(Visit, world.visits[2]).by_id == world.cleaner
    told = phone.documents[f"decision:{sent[0]['id']}"]
    assert (told["outcome"], told["by"]) == ("applied", None)
    assert {(made.action, made.by_id) for made in _decisions(session)} == {("rerun", None)}


def test_running_again_does_nothing_more(
    world: World, phone: Device, session: Session, upgrade: None
) -> None:
    phone.sync(_polish(phone, world))
    assert (_again(), _again()) == (1, 0)
    assert len(_decisions(session)) == 1


def test_what_is_still_unknown_is_left_without_a_trace(world: World, phone: Device, session: Session) -> None:
    phone.sync(
        _polish(phone, world),
        phone.operation("round.tick", f"round:{world.round}", {"visit": world.visits[0]}, kind_version=99),
    )
    assert _again() == 0
    assert _decisions(session) == []


def test_a_known_kind_with_another_fault_gets_that_reason(
    world: World, phone: Device, session: Session, upgrade: None
) -> None:
    broken = _polish(phone, world, minutes=-1)
    phone.sync(broken)
    assert (_again(), _again()) == (1, 0)
    row = session.get_one(InboxOperation, broken["id"])
    assert (row.status, row.reason, row.is_undecided) == ("quarantined", "invalid_payload", True)


def test_a_kind_that_is_read_but_that_no_subject_applies_is_still_unknown(
    world: World, phone: Device, session: Session, upgrade: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone.sync(_polish(phone, world))
    monkeypatch.delitem(registry._handlers, "round.tick")
    assert _again() == 0
    assert _decisions(session) == []


def test_what_a_supervisor_dismissed_stays_so(
    world: World, phone: Device, session: Session, upgrade: None
) -> None:
    polish = _polish(phone, world)
    phone.sync(polish)
    with transaction() as writing:
        dismiss(
            writing,
            writing.get_one(InboxOperation, polish["id"]),
            world.supervisor,
            "Turha.",
            datetime.now(UTC),
        )
    assert _again() == 0
    assert session.get_one(InboxOperation, polish["id"]).status == "quarantined"


def test_what_a_supervisor_decides_meanwhile_is_passed_over(
    world: World, phone: Device, session: Session, upgrade: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    polish, other = _polish(phone, world, 0), _polish(phone, world, 1)
    phone.sync(polish, other)

    def meanwhile(row: InboxOperation) -> bool:
        if row.id == polish["id"]:
            with transaction() as writing:
                mine = writing.get_one(InboxOperation, polish["id"])
                dismiss(writing, mine, world.supervisor, "Turha.", datetime.now(UTC))
        return True

    monkeypatch.setattr(rerun, "_is_known", meanwhile)
    assert _again() == 1
    assert session.get_one(InboxOperation, polish["id"]).status == "quarantined"
    assert session.get_one(InboxOperation, other["id"]).status == "applied"


def test_while_the_database_is_busy_they_wait_for_the_next_start(
    world: World, phone: Device, session: Session, upgrade: None
) -> None:
    phone.sync(_polish(phone, world))

    def locked(_session: Session, _received: Received) -> Outcome:
        raise OperationalError("", {}, Exception("database is locked"))

    register_handler("round.tick", locked)
    try:
        assert _again() == 0
    finally:
        register_handler("round.tick", round_operations.tick)
    assert _decisions(session) == []
    assert _again() == 1


def test_setting_up_the_database_tries_them(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, new_app: NewApp
) -> None:
    tried: list[datetime] = []
    now = datetime.now(UTC)
    monkeypatch.setattr(setting_up, "run_again", tried.append)
    monkeypatch.setattr(setting_up, "upgrade", lambda: None)
    with new_app(settings).app_context():
        setting_up.set_up_database(now)
        db.session.remove()
        db.engine.dispose()
    assert tried == [now]
