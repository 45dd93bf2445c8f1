"""What people read of `python -m sync` without `--json`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from sync import cli
from tests.device import make_join_code
from tests.sync.client.app_transport import AppTransport
from tests.world import World


@pytest.fixture
def say(client: FlaskClient, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Carries out a command; gives what a person reads."""

    def made(*arguments: object) -> str:
        cli.main([*map(str, arguments), "--store", str(tmp_path / "store")], lambda _: AppTransport(client))
        captured = capsys.readouterr()
        return captured.out + captured.err

    return made


def test_people_read_short_lines(say: Callable[..., str], world: World):
    assert "error: not_joined: Join first" in say("tasks")
    assert (
        say("join", "http://127.0.0.1:1", make_join_code(world.cleaner)) == "Joined Kierros as Aino Laine.\n"
    )
    assert "last complete sync: never" in say("status")
    assert "0 waiting" in say("pull")
    assert "last complete sync: 2" in say("status")
    head, *visits = say("tasks").splitlines()
    assert head.startswith(f"round:{world.round}  ")
    assert [line.split()[0] for line in visits[: len(world.visits)]] == list(world.visits)
    assert visits[0].endswith("  Porras A")
    assert say("tick", world.visits[0]) == "Saved on this device: round.tick. `push` sends it.\n"
    assert "1 waiting, 0 of them set aside" in say("status")
    assert say("tasks", "--on", "2001-01-01") == "Nothing to do.\n"
    assert say("use", "v9", 1) == "error: unknown_product: There is no product v9 on this device.\n"
    assert say("tick", world.visits[0]) == "error: visit_done: This visit is done already.\n"
    assert say("tick", "v9") == "error: unknown_visit: No round on this device has the visit v9.\n"


def test_an_export_is_a_file_for_people_too(say: Callable[..., str], world: World, tmp_path: Path):
    say("join", "http://127.0.0.1:1", make_join_code(world.cleaner))
    say("pull")
    say("tick", world.visits[0], "--text", "Pesty ä")
    file = tmp_path / "out.json"
    assert say("export", file) == f"1 operations written to {file}\n"
    assert '"text": "Pesty ä"' in file.read_text(encoding="utf-8"), "to be read and searched as it stands"


def test_people_read_their_orders(say: Callable[..., str], world: World):
    say("join", "http://127.0.0.1:1", make_join_code(world.caretaker))
    say("pull")
    assert f"work_order:{world.order}" in say("tasks")
    assert "Porrasvalo ei syty." in say("tasks")
