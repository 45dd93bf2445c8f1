"""A few days of the simulated year, at a fiftieth: what holds in it, and that it goes on where it was ended."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from server import create_app
from server.config import Settings
from server.database import db, the_only_process
from server.year import course
from server.year.desk import Desk
from server.year.progress import load_progress
from tests.server.year.recount import wrong_deadlines, wrong_rounds

pytestmark = pytest.mark.slow

BEGINS_ON = date(2026, 3, 28)
"""A Saturday; the clocks change on the Sunday, and fourteen days later lies the week after Easter."""
DAYS = 3
WISH = course.Wish("7", BEGINS_ON, 0.02, DAYS)
OPTIONS = ("--seed", "7", "--from", "2026-03-28", "--size", "0.02")

_A_ROUND = "(SELECT min(id) FROM rounds WHERE \"on\" = '2026-04-02')"
_AN_ENTRY = "(SELECT max(operation_id) FROM log_entries)"
_AN_ORDER = "(SELECT max(number) FROM work_orders WHERE urgency = 'minor' AND promised_on IS NULL)"
_ALERT = """
INSERT INTO duty_alerts (id, order_id, area_code, state, raised_at, next_at, next_number)
SELECT 'an-alert', id, '7', '{}', '2026-03-29 10:00:00.000000', '2026-03-29 10:15:00.000000', 1
FROM work_orders ORDER BY number LIMIT 1;
"""
_STEP = """
INSERT INTO duty_steps (id, alert_id, number, person_id, role, at)
SELECT 'a-step', 'an-alert', 1, id, 'duty', '2026-03-29 10:16:00.000000' FROM persons LIMIT 1;
"""


def _play(folder: Path, days: int = DAYS) -> None:
    app, _ = course.run_year(folder, course.Wish("7", BEGINS_ON, 0.02, days), lambda _text: None)
    _let_go(app)


def _let_go(app: Flask) -> None:
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of three days that nothing interrupted."""
    folder = tmp_path_factory.mktemp("year")
    _play(folder)
    return folder


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    """Some other installation, whose command it is."""
    url = f"sqlite:///{tmp_path / 'kierros.sqlite'}"
    made = create_app(Settings(instance_path=tmp_path, database_url=url, secret_key="test"))
    yield made
    _let_go(made)


def _run(app: Flask, folder: Path, *options: str) -> Result:
    return app.test_cli_runner().invoke(
        args=["simulate", "year", "--folder", str(folder), *OPTIONS, *options]
    )


def _what_happened(folder: Path) -> dict[str, list[tuple]]:
    """All that the seed decides, apart from keys that the server makes up."""
    asked = {
        "operations": "SELECT id, kind, recorded_at, received_at, status, flags FROM inbox_operations ORDER BY id",
        "log": "SELECT operation_id, state, is_redone, recorded_at FROM log_entries ORDER BY operation_id",
        "rounds": 'SELECT plan_id, "on", state, started_at, finished_at, person_id FROM rounds ORDER BY 1, 2',
        "orders": "SELECT number, state, due_on, assigned_to_id, reported_at FROM work_orders ORDER BY number",
        "events": "SELECT what, at, by_id FROM order_events ORDER BY at, what, by_id",
        "covers": "SELECT absent_id, person_id, starts_on, ends_on FROM covers ORDER BY 1, 3",
        "audit": "SELECT at, in_table, what, by_kind, by FROM audit_rows ORDER BY 1, 2, 3, 4, 5",
    }
    with closing(sqlite3.connect(folder / course.DATABASE)) as database:
        return {name: database.execute(sql).fetchall() for name, sql in asked.items()}


def test_every_plan_has_one_round_on_each_of_its_days(played: Path):
    count, wrong = wrong_rounds(played / course.DATABASE, BEGINS_ON, DAYS)
    assert count > 150
    assert wrong == []


def test_deadlines_are_those_of_the_slow_calculation(played: Path):
    count, wrong = wrong_deadlines(played / course.DATABASE)
    assert count > 50
    assert wrong == []


def test_the_recount_sees_a_round_that_is_gone_and_a_deadline_that_is_wrong(played: Path, tmp_path: Path):
    file = tmp_path / "copy.sqlite"
    shutil.copyfile(played / course.DATABASE, file)
    with closing(sqlite3.connect(file)) as database:
        database.execute(
            'DELETE FROM rounds WHERE id = (SELECT id FROM rounds WHERE "on" > ?)', ("2026-04-05",)
        )
        database.execute("UPDATE work_orders SET due_on = '2026-12-24' WHERE number = 1")
        database.execute("UPDATE work_orders SET urgency = 'minor', promised_on = NULL WHERE number = 1")
        database.commit()
    assert len(wrong_rounds(file, BEGINS_ON, DAYS)[1]) == 1
    assert len(wrong_deadlines(file)[1]) == 1


def test_the_recount_knows_that_a_merged_order_is_due_when_the_first_was_promised(
    played: Path, tmp_path: Path
):
    file = tmp_path / "copy.sqlite"
    shutil.copyfile(played / course.DATABASE, file)
    with closing(sqlite3.connect(file)) as database:
        due = "SELECT id, coalesce(promised_on, due_on) FROM work_orders WHERE urgency = 'minor' ORDER BY 2"
        (early, promised), *_, (late, _) = database.execute(due).fetchall()
        database.execute("UPDATE work_orders SET merged_into_id = ? WHERE id = ?", (late, early))
        database.commit()
        assert [each.endswith(f"not {promised}") for each in wrong_deadlines(file)[1]] == [True]
        database.execute("UPDATE work_orders SET promised_on = ? WHERE id = ?", (promised, late))
        database.commit()
    assert wrong_deadlines(file)[1] == []


def test_work_was_done_without_network_and_sent_later(played: Path):
    with closing(sqlite3.connect(played / course.DATABASE)) as database:
        rows = database.execute(
            "SELECT corrected_at, received_at FROM inbox_operations WHERE kind = 'round.tick' AND received_at > ?",
            ("2026-03-28",),
        ).fetchall()
    waited = [datetime.fromisoformat(b) - datetime.fromisoformat(a) for a, b in rows]
    assert len(waited) > 20
    assert sum(each > timedelta(minutes=30) for each in waited) > len(waited) / 2


def test_an_interrupted_year_goes_on_to_the_same_end(
    played: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Ctrl-C in the middle of the third day; and the folder as a kill at that moment would have left it."""
    ended, killed = tmp_path / "ended", tmp_path / "killed"

    def interrupt(_desk: Desk, now: datetime) -> None:
        if now.date() == BEGINS_ON + timedelta(days=2):
            shutil.copytree(ended, killed)
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Desk, "_look_at_work", interrupt)
        with pytest.raises(KeyboardInterrupt):
            _play(ended)
    assert Path(killed / f"{course.DATABASE}-wal").stat().st_size > 0, "the begun day stands in the log"
    for folder in (ended, killed):
        progress = load_progress(folder)
        assert progress is not None
        assert progress.days == DAYS - 1
    wanted = _what_happened(played)
    assert _what_happened(ended)["operations"] != wanted["operations"]
    for folder in (ended, killed):
        _play(folder)
        assert _what_happened(folder) == wanted


def test_it_says_what_it_came_to(app: Flask, played: Path):
    result = _run(app, played, "--days", str(DAYS), "--json")
    assert result.exit_code == 0, result.output
    figures = json.loads(result.output)
    assert figures["faults"] == []
    assert figures["operations"]["round.tick"] > 20
    assert figures["rounds"]["done"] > 20
    assert figures["checked"]["rounds"] > 150
    assert figures["rows"]["audit"] > 500
    assert figures["inspections"]["spaces"] == figures["checked"]["inspected spaces"] > 0
    arrived = figures["checked"]["operations"]
    assert arrived == figures["counts"]["operations recorded"] - figures["counts"]["operations waiting"]
    plain = _run(app, played, "--days", str(DAYS))
    assert "Duty gaps: " in plain.output
    assert "Faults: 0" in plain.output


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("UPDATE audit_rows SET what = 'made' WHERE what = 'changed'", "audit log is broken"),
        (f"UPDATE rounds SET \"on\" = '2030-01-01' WHERE id = {_A_ROUND}", "has no round on 2026-04-02"),
        (f"DELETE FROM log_entries WHERE operation_id = {_AN_ENTRY}", "neither decided nor held"),
        (
            f"UPDATE work_orders SET due_on = '2026-12-24' WHERE number = {_AN_ORDER}",
            "was promised for 2026-12-24",
        ),
        (_ALERT.format("open"), "Alert an-alert is open, and nobody was asked at 2026-03-29 10:15"),
        (
            "UPDATE inspected_spaces SET level = 0, redo_of_id = NULL, order_id = NULL",
            ", and nothing came of it",
        ),
        (_ALERT.format("acknowledged") + _STEP, "Step 1 of alert an-alert came at 2026-03-29 10:16"),
    ],
)
def test_what_does_not_hold_is_said_and_ends_with_1(
    app: Flask, played: Path, tmp_path: Path, damage: str, said: str
):
    folder = tmp_path / "damaged"
    shutil.copytree(played, folder)
    with closing(sqlite3.connect(folder / course.DATABASE)) as database:
        database.executescript(damage)
        assert database.total_changes > 0
    result = _run(app, folder, "--days", str(DAYS))
    assert result.exit_code == 1
    assert said in result.output


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--from", "yesterday"), "not a day as 2026-01-01"),
        (("--size", "2"), "--size"),
        (("--days", "0"), "--days"),
        (("--sise", "0.1"), "--sise"),
        (("--seed", "8"), "holds another year: seed 7, from 2026-03-28, size 0.02"),
    ],
)
def test_options_that_cannot_be(app: Flask, played: Path, options: tuple[str, ...], said: str):
    result = _run(app, played, *options)
    assert result.exit_code in {1, 2}
    assert said in result.output


def test_a_folder_with_something_else_is_left_alone(app: Flask, tmp_path: Path):
    folder = tmp_path / "else"
    folder.mkdir()
    (folder / "year.sqlite").write_text("mine")
    result = _run(app, folder)
    assert result.exit_code == 1
    assert "holds something else" in result.output
    assert (folder / "year.sqlite").read_text() == "mine"


def test_one_process_at_a_time(app: Flask, played: Path):
    with app.app_context(), the_only_process("year", played):
        result = _run(app, played)
    assert result.exit_code == 1
    assert "Another process is at" in result.output


def test_a_database_that_others_have_written_to_is_left_alone(app: Flask, played: Path, tmp_path: Path):
    """As when somebody looks into it after a kill, and SQLite brings the begun day into the file."""
    folder = tmp_path / "written"
    shutil.copytree(played, folder)
    with closing(sqlite3.connect(folder / course.DATABASE)) as database:
        database.execute("UPDATE audit_head SET n = n + 1")
        database.commit()
    result = _run(app, folder, "--days", str(DAYS + 1))
    assert result.exit_code == 1
    assert "its database was changed by others" in result.output
