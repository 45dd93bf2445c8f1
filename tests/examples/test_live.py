"""The client and the real server on loopback."""

from __future__ import annotations

import json
from pathlib import Path

from sqlalchemy import select

from server.database import snapshot
from server.rounds.models import VisitRecord
from tests.examples.conftest import Landlord
from tests.examples.kierros import Kierros


def _recorded(landlord: Landlord) -> list[tuple[str, str, int | None]]:
    """Who has recorded what at the server."""
    with landlord.beside(), snapshot() as session:
        return [(each.visit_id, each.kind, each.minutes) for each in session.scalars(select(VisitRecord))]


def _recopy(device: Kierros, bucket: str) -> None:
    """Damage the copies of a bucket: one is gone, one is old, one was never there."""
    replica = device.file("documents.json")
    gone, old, *_ = replica["held"][bucket]
    del replica["held"][bucket][gone]
    replica["held"][bucket][old] = replica["documents"][old]["r"] = 0
    replica["held"][bucket]["product:never"] = 1
    replica["documents"]["product:never"] = {"r": 1, "doc": {"type": "product"}}
    device.spoil("documents.json", {**replica, "checked_at": 0})


def test_a_tick_without_network_reaches_the_server(landlord: Landlord, tmp_path: Path) -> None:
    world = landlord.world
    device = landlord.device_of(world.cleaner, tmp_path / "device")
    device.done("pull")
    first, second, *rest = world.visits
    round_id = f"round:{world.round}"
    assert device.visits(round_id) == dict.fromkeys(world.visits, "open")

    landlord.server.stop()
    assert device.done("tick", first, "--minutes", "12")["sequence"] == 1
    assert device.visits(round_id)[first] == "done", "at once"
    assert device("push").code == 3
    assert device("tick", first).code == 1, "it is done"
    device.done("record", "round.skip", round_id, json.dumps({"visit": second, "reason": "locked"}))
    assert device.statuses() == ["waiting", "waiting"]
    landlord.server.start()

    device.done("push")
    assert device.statuses() == ["applied", "applied"]
    assert _recorded(landlord) == [(first, "round.tick", 12), (second, "round.skip", None)]
    device.done("pull")
    assert not any(operation["is_shown"] for operation in device.operations())
    states = {first: "done", second: "skipped", **dict.fromkeys(rest, "open")}
    assert device.visits(round_id) == states, "as the server's document says"
    assert device.done("pull")["waiting"] == 0
    assert _recorded(landlord) == [(first, "round.tick", 12), (second, "round.skip", None)]


def test_what_a_restore_has_lost_comes_back(landlord: Landlord, tmp_path: Path) -> None:
    world = landlord.world
    device = landlord.device_of(world.cleaner, tmp_path / "device")
    first, second, *_ = world.visits
    device.done("pull")
    device.done("tick", first)
    device.done("pull")
    landlord.command("backup", str(tmp_path / "backups"))
    device.done("tick", second)
    device.done("pull")
    epoch = device.done("status")["epoch"]

    landlord.server.stop()
    landlord.command("restore", str(tmp_path / "backups"))
    landlord.server.start()
    assert [visit for visit, *_ in _recorded(landlord)] == [first]

    device.done("pull")
    assert device.done("status")["epoch"] != epoch
    assert [visit for visit, *_ in _recorded(landlord)] == [first, second]
    device.done("pull")
    assert not any(operation["is_shown"] for operation in device.operations())
    shown = device.visits(f"round:{world.round}")
    assert (shown[first], shown[second]) == ("done", "done")


def test_what_differs_is_noticed_and_mended(landlord: Landlord, tmp_path: Path) -> None:
    device = landlord.device_of(landlord.world.cleaner, tmp_path / "device")
    device.done("pull")
    before = device.file("documents.json")
    _recopy(device, "catalogue")
    device.done("pull")
    after = device.file("documents.json")
    assert (after["documents"], after["held"]) == (before["documents"], before["held"])
    assert after["differs"] == []


def test_an_operation_that_does_not_fit_is_quarantined(landlord: Landlord, tmp_path: Path) -> None:
    device = landlord.device_of(landlord.world.cleaner, tmp_path / "device")
    device.done("pull")
    nowhere = "round:01930000-0000-7000-8000-000000000020"
    device.done("record", "round.start", nowhere, "{}")
    device.done("pull")
    (operation,) = device.operations()
    assert (operation["status"], operation["reason"]) == ("quarantined", "unknown_target")
    assert operation["is_shown"] is True, "until a supervisor has decided"
