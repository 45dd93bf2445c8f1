"""A restore is a new history, to which the phones bring back what they hold; what does not fit changes nothing."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from server.backup import restore as restoring
from server.backup.keep import backups_in
from server.backup.manifest import MANIFEST, load_manifest, sha256_of
from server.config import Settings
from server.database import db, drop_everything, snapshot, the_only_process, transaction
from server.feed.history import backup_through, epoch
from server.feed.snapshots import snapshots_folder
from server.inbox.models import InboxOperation
from server.people.models import Organisation
from server.rounds.models import VisitRecord
from tests.device import Device
from tests.server.backup.conftest import Run
from tests.world import World

BackUp = Callable[[], Path]


class _Phone(Device):
    """A device that keeps what was acknowledged, and sends it again to a new history (steps 13 and 15)."""

    def __init__(self, client: FlaskClient, person_id: str) -> None:
        super().__init__(client, person_id)
        self.archive: list[dict[str, Any]] = []
        self.sync()

    def tick(self, world: World, visit: str) -> None:
        operation = self.operation("round.tick", f"round:{world.round}", {"visit": visit})
        assert self.sync(operation)[0]["status"] in {"applied", "flagged"}
        self.archive.append(operation)

    def learn_of_the_new_history(self) -> list[dict[str, Any]]:
        """Sync as ever; on another epoch forget what was read, and send the archive."""
        known = self.epoch
        assert [result["status"] for result in self.sync(*self.archive[:1])] == ["later"]
        assert self.epoch != known
        self.cursor, self.by_bucket = {}, {}
        return self.sync(*self.archive)


def _inside() -> tuple[str, int, int, set[str]]:
    with snapshot() as session:
        return (
            epoch(session),
            session.scalar(select(func.count()).select_from(InboxOperation)) or 0,
            session.scalar(select(func.count()).select_from(VisitRecord)) or 0,
            set(session.scalars(select(Organisation.name))),
        )


def _add_organisation(name: str) -> None:
    with transaction() as session:
        session.add(Organisation(name=name, kind="service_company"))


def test_everything_that_a_phone_holds_is_back_exactly_once(
    client: FlaskClient, world: World, run: Run, back_up: BackUp
) -> None:
    phone, other = _Phone(client, world.cleaner), _Phone(client, world.other_cleaner)
    phone.tick(world, world.visits[0])
    place = back_up()
    phone.tick(world, world.visits[1])
    other.tick(world, world.visits[2])
    shown = {
        document: fields for document, fields in phone.documents.items() if document.startswith("round:")
    }
    former = _inside()[0]

    answer = run("restore", place)
    assert answer.exit_code == 0, answer.output
    restored, operations, records, _ = _inside()
    assert restored != former
    assert (operations, records) == (1, 1), "as it was when the backup was made"
    with snapshot() as session:
        assert backup_through(session) == load_manifest(place).through

    assert [result["status"] for result in phone.learn_of_the_new_history()] == ["applied", "applied"]
    assert len(other.learn_of_the_new_history()) == 1
    assert _inside()[:3] == (restored, 3, 3)
    phone.sync()
    again = {
        document: fields for document, fields in phone.documents.items() if document.startswith("round:")
    }
    assert _ticks(again[f"round:{world.round}"]) == {
        **_ticks(shown[f"round:{world.round}"]),
        world.visits[2]: "done",
    }


def _ticks(round_: dict[str, Any]) -> dict[str, str]:
    return {visit["id"]: visit["state"] for visit in round_["visits"] if visit["state"] != "open"}


def test_a_running_server_goes_on_with_the_new_history(
    client: FlaskClient, world: World, run: Run, back_up: BackUp
) -> None:
    """The connections that it holds, and the statements prepared on them, meet other tables than before."""
    phone = _Phone(client, world.cleaner)
    place = back_up()
    for visit in world.visits:
        phone.tick(world, visit)
    for _ in range(2):
        engine = db.engine
        with engine.connect() as held:
            held.rollback()
            assert run("restore", place).exit_code == 0
        assert {result["status"] for result in phone.learn_of_the_new_history()} == {"applied"}


def test_what_was_there_before_is_kept_and_can_be_put_back(
    world: World, run: Run, back_up: BackUp, settings: Settings
) -> None:
    place = back_up()
    _add_organisation("After the backup")
    assert run("restore", place).exit_code == 0
    assert "After the backup" not in _inside()[3]
    (kept,) = backups_in(settings.instance_path / "before-restore")
    assert run("restore", kept, "--no-safety-copy").exit_code == 0
    assert "After the backup" in _inside()[3]
    assert backups_in(settings.instance_path / "before-restore") == [kept]


def test_the_newest_of_several_is_taken(world: World, run: Run, back_up: BackUp, folder: Path) -> None:
    back_up()
    _add_organisation("Between")
    newest = back_up()
    _add_organisation("After")
    answer = run("restore", folder)
    assert answer.exit_code == 0
    assert str(newest) in answer.output
    assert "Between" in _inside()[3]
    assert "After" not in _inside()[3]


def test_into_a_database_without_tables(world: World, run: Run, back_up: BackUp, settings: Settings) -> None:
    """A new machine: nothing is there yet, and there is nothing to keep."""
    place = back_up()
    before = _inside()
    drop_everything()
    answer = run("restore", place)
    assert answer.exit_code == 0, answer.output
    assert _inside()[1:] == before[1:]
    assert not (settings.instance_path / "before-restore").exists()


def test_snapshots_of_the_former_history_are_gone(
    world: World, run: Run, back_up: BackUp, settings: Settings
) -> None:
    files = snapshots_folder(settings.instance_path)
    files.mkdir(exist_ok=True)
    (files / "old.0.gz").touch()
    assert run("restore", back_up()).exit_code == 0
    assert not list(files.glob("*"))


def test_a_restore_that_is_cut_off_leaves_the_database_whole(
    world: World, run: Run, back_up: BackUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process dies when the copy is finished, aside, and the next that anybody would see is the new history."""
    place = back_up()
    _add_organisation("After the backup")
    before = _inside()
    child = os.fork()
    if child == 0:
        db.engine.dispose(close=False)
        real = restoring.note_backup

        def die(*arguments: Any) -> None:
            real(*arguments)
            arguments[0].flush()
            os._exit(9)

        monkeypatch.setattr(restoring, "note_backup", die)
        run("restore", place, "--no-safety-copy")
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    assert _inside() == before
    assert run("restore", place).exit_code == 0, "what was left behind is in nobody's way"
    assert "After the backup" not in _inside()[3]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"database": "oracle"}, "This is a backup of oracle, and the database is"),
        ({"revision": "9999"}, "made by a newer Kierros"),
        ({"format": 2}, "of format 2"),
        ({"sha256": "0" * 64}, "is damaged: its checksum"),
        ({"tables": {"people": 1}}, "does not hold what its manifest says"),
        ({"tables": None}, "is damaged"),
        ({"through": "yesterday"}, "is damaged"),
        ({"file": "../elsewhere"}, "can't be read"),
    ],
)
def test_what_does_not_fit_is_refused_and_changes_nothing(
    world: World, run: Run, back_up: BackUp, changed: dict[str, Any], words: str
) -> None:
    place = back_up()
    manifest = json.loads((place / MANIFEST).read_text())
    (place / MANIFEST).write_text(json.dumps(manifest | changed))
    _add_organisation("After the backup")
    before = _inside()
    refused = run("restore", place)
    assert refused.exit_code == 1
    assert words in refused.output
    assert _inside() == before


def test_a_damaged_file_is_refused_even_when_its_checksum_is_right(
    world: World, run: Run, back_up: BackUp
) -> None:
    """As when the disk was failing already while it was written."""
    place = back_up()
    manifest = json.loads((place / MANIFEST).read_text())
    file = place / manifest["file"]
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])
    refused = run("restore", place)
    assert refused.exit_code == 1
    assert "its checksum" in refused.output
    before = _inside()
    manifest |= {"sha256": sha256_of(file), "size": file.stat().st_size}
    (place / MANIFEST).write_text(json.dumps(manifest))
    refused = run("restore", place)
    assert refused.exit_code == 1, refused.output
    assert _inside() == before


def test_a_manifest_of_rubbish_is_refused(world: World, run: Run, back_up: BackUp) -> None:
    place = back_up()
    (place / MANIFEST).write_bytes(b"\x00{")
    assert "is damaged" in run("restore", place).output


def test_only_one_at_a_time(
    world: World, run: Run, back_up: BackUp, settings: Settings, folder: Path
) -> None:
    place = back_up()
    with the_only_process("backup", settings.instance_path):
        for command in (("backup", folder), ("restore", place)):
            refused = run(*command)
            assert refused.exit_code == 1
            assert "under way" in refused.output


def test_the_databases_are_what_they_were(world: World, run: Run, back_up: BackUp) -> None:
    """Counted by table: nothing is lost between writing and reading."""
    place = back_up()
    tables = Counter(load_manifest(place).tables)
    assert run("restore", place).exit_code == 0
    again = Counter(load_manifest(back_up()).tables)
    assert again == tables
