"""`python -m sync` against the real server, and what docs/integrations.md says of it."""

from __future__ import annotations

import json
import re
import runpy
from argparse import _SubParsersAction
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from server.database import db, transaction
from server.feed.history import read_history
from server.inbox.models import InboxOperation
from server.rounds.models import Visit
from server.work_orders.models import WorkOrder
from sync import cli
from sync.ports import HttpAnswer, NetworkError
from sync.wire import parse_body
from tests.device import make_join_code
from tests.docs.pages import first_codes, quoted, rows, section
from tests.docs.sources import arguments
from tests.sync.client.app_transport import AppTransport
from tests.sync.client.fakes import Network, problem, taken
from tests.world import World

PAGE = "docs/integrations.md"
Run = Callable[..., tuple[int, dict, dict]]


@pytest.fixture
def run(client: FlaskClient, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Carries out a command; gives the exit code, what it answered, and the error."""

    def made(*arguments: object, network: object = None) -> tuple[int, dict, dict]:
        command = [str(argument) for argument in arguments]
        exit_code = cli.main(
            [*command, "--json", "--store", str(tmp_path / "store")],
            lambda _: network or AppTransport(client),
        )
        captured = capsys.readouterr()
        error = json.loads(captured.err)["error"] if captured.err else {}
        return exit_code, json.loads(captured.out) if captured.out else {}, error

    return made


def _join(run: Run, person: str) -> None:
    exit_code, answer, _ = run(
        "join", "http://127.0.0.1:1", make_join_code(person), "--name", "ERP", "--language", "fi"
    )
    assert exit_code == 0
    assert answer == {"person": {"id": person, "name": answer["person"]["name"]}, "server": "Kierros"}
    assert run("pull")[0] == 0


def _epoch() -> str:
    return read_history(db.session())[0]


def _visit(visit_id: str) -> str:
    db.session.expire_all()
    return db.session.get_one(Visit, visit_id).state


def test_a_day_with_the_commands(run: Run, world: World):
    _join(run, world.cleaner)
    _, tasks, _ = run("tasks")
    assert tasks["rounds"][0]["id"] == f"round:{world.round}"

    done, skipped = world.visits[:2]
    exit_code, recorded, _ = run("tick", done, "--minutes", 12, "--text", "Selvä")
    assert (exit_code, recorded["target"], recorded["pending"]) == (0, f"round:{world.round}", 1)
    assert run("skip", skipped, "other", "--text", "Remontti")[0] == 0
    assert _visit(done) == "open"

    exit_code, pushed, _ = run("push")
    assert (exit_code, pushed["outcome"], pushed["pending"]) == (0, "done", 0)
    assert (_visit(done), _visit(skipped)) == ("done", "skipped")
    states = {visit["id"]: visit["state"] for visit in run("tasks")[1]["rounds"][0]["visits"]}
    assert (states[done], states[skipped]) == ("done", "skipped")
    assert run("pull")[1]["pending"] == 0


def test_an_order_is_completed_by_its_number(run: Run, world: World):
    _join(run, world.caretaker)
    order = run("tasks")[1]["orders"][0]
    assert run("complete", order["number"], "--minutes", 20)[0] == 0
    assert run("complete", order["number"])[2] == {"code": "order_not_open", "detail": "This order is done."}
    run("push")
    db.session.expire_all()
    assert db.session.get_one(WorkOrder, world.order).state == "done"


def test_the_eco_rule_asks_for_a_reason(run: Run, world: World):
    _join(run, world.cleaner)
    exit_code, _, error = run("use", "Kirkas Teho", 250, "--round", world.round)
    assert (exit_code, error["code"]) == (1, "reason_needed")
    assert error["detail"] == "In stock with an eco-label: Pihta Yleis. Say --reason why not."
    assert run("use", "kirkas teho", 250, "--round", world.round, "--reason", "other")[2] == {
        "code": "text_needed",
        "detail": "The reason `other` needs --text.",
    }
    assert run("use", world.plain_product, 12.5, "--reason", "out_of_stock")[0] == 0
    assert run("use", "Pihta Yleis", 250, "--property", world.property)[0] == 0
    _, status, _ = run("status")
    assert status["pending"] == 2
    run("push")
    db.session.expire_all()
    received = db.session.scalars(select(InboxOperation).order_by(InboxOperation.sequence)).all()
    assert [operation.status for operation in received] == ["applied", "applied"]
    assert [operation.sequence for operation in received] == [1, 2], "counted from one"
    assert b'"amount":12.5,' in received[0].raw
    assert b'"amount":250,' in received[1].raw, "whole as it was given"


def _recorded(run: Run, folder: Path) -> list[dict]:
    """The operations that the commands recorded, oldest first, out of an export."""
    run("export", folder / "recorded.json")
    exported = json.loads((folder / "recorded.json").read_text(encoding="utf-8"))
    return [entry["operation"] for entry in exported["operations"]]


def test_what_was_said_about_a_visit_is_recorded(run: Run, world: World, tmp_path: Path):
    _join(run, world.cleaner)
    run("tick", world.visits[0], "--minutes", 12, "--text", "Selvä")
    run("tick", world.visits[1])
    run("skip", world.visits[2], "other", "--text", "Remontti")
    assert [made["payload"] for made in _recorded(run, tmp_path)] == [
        {"visit": world.visits[0], "minutes": 12, "text": "Selvä"},
        {"visit": world.visits[1]},
        {"visit": world.visits[2], "reason": "other", "text": "Remontti"},
    ]


def test_what_was_said_about_an_order_is_recorded(run: Run, world: World, tmp_path: Path):
    _join(run, world.caretaker)
    number = run("tasks")[1]["orders"][0]["number"]
    run("complete", number, "--result", "no_fault_found", "--minutes", 20, "--text", "Palaa taas")
    (made,) = _recorded(run, tmp_path)
    assert made["target"] == f"work_order:{world.order}"
    assert made["payload"] == {"result": "no_fault_found", "minutes": 20, "text": "Palaa taas"}


def test_where_and_with_which_choice_a_product_was_used_is_recorded(run: Run, world: World, tmp_path: Path):
    _join(run, world.cleaner)
    home, building = f"property:{world.property}", f"building:{world.own_building}"
    round_id, plain = f"round:{world.round}", f"product:{world.plain_product}"
    where = ("--round", world.round)
    run("use", world.plain_product, 12.5, *where, "--reason", "other", "--text", "Tahra")
    run("use", world.eco_product, 250, *where, "--property", world.property)
    run("use", world.eco_product, 3)
    plainly, elsewhere, alone = _recorded(run, tmp_path)
    assert plainly["payload"] == {
        "product": plain,
        "amount": 12.5,
        "unit": "ml",
        "property": home,
        "building": building,
        "round": round_id,
        "reason": "other",
        "text": "Tahra",
    }
    assert plainly["seen"] == {"is_eco_labelled": False, "alternatives": [f"product:{world.eco_product}"]}
    eco = {"product": f"product:{world.eco_product}", "unit": "ml", "property": home}
    assert elsewhere["payload"] == eco | {"amount": 250, "round": round_id}
    assert elsewhere["seen"] == {"is_eco_labelled": True, "alternatives": []}
    assert alone["payload"] == eco | {"amount": 3}


def test_for_which_order_a_product_was_used_is_recorded(run: Run, world: World, tmp_path: Path):
    _join(run, world.caretaker)
    assert run("use", "Pihta Yleis", 1, "--order", world.order)[0] == 0
    (made,) = _recorded(run, tmp_path)
    assert made["payload"]["order"] == f"work_order:{world.order}"
    assert made["payload"]["building"] == f"building:{world.own_building}"
    assert "round" not in made["payload"]


def test_push_reads_nothing_and_pull_does(run: Run, world: World):
    _join(run, world.cleaner)
    for command, is_reading in (("push", False), ("pull", True)):
        network = Network(taken(epoch=_epoch()))
        assert run(command, network=network)[0] == 0
        assert network.requests[0].pull is is_reading


def test_the_status_in_json(run: Run, world: World):
    _join(run, world.cleaner)
    ticked = [run("tick", visit)[1] for visit in world.visits[:2]]
    assert ticked[1] == {
        "id": ticked[1]["id"],
        "kind": "round.tick",
        "target": f"round:{world.round}",
        "pending": 2,
    }
    quarantined = taken(result={"status": "quarantined", "reason": "unknown_target"}, epoch=_epoch())
    run("push", network=Network(quarantined))
    run("tick", world.visits[2])
    status = run("status")[1]
    assert status["person"] == {"id": world.cleaner, "name": "Aino Laine"}
    assert (status["server"], status["pending"], status["set_aside"]) == ("Kierros", 1, [])
    assert status["quarantined"] == [
        {"id": each["id"], "kind": "round.tick", "reason": "unknown_target"} for each in ticked
    ]
    assert status["documents"] == run("pull")[1]["documents"]
    assert set(status["buckets"]) == {"catalogue", "district:703:cleaning", f"person:{world.cleaner}"} | {
        f"stock:{world.landlord}"
    }
    assert status["succeeded_at"].endswith("Z")


def test_where_a_product_was_used_is_asked_for(run: Run, world: World):
    assert world.far_property
    _join(run, world.supervisor)
    run("pull")
    exit_code, _, error = run("use", "Pihta Yleis", 1)
    assert (exit_code, error["code"]) == (1, "property_needed")
    assert run("use", "Pihta Yleis", 1, "--order", world.order)[0] == 0


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (("tick", "0193c0de-0000-7000-8000-00000000ffff"), "unknown_visit"),
        (("complete", "T-0"), "unknown_work_order"),
        (("use", "Mäntysuopa", 1), "unknown_product"),
        (("use", "Pihta Yleis", 1, "--round", "x"), "unknown_round"),
        (("use", "Pihta Yleis", 1, "--property", "x"), "unknown_property"),
        (("use", "Pihta Yleis", 10**7), "invalid_payload"),
    ],
)
def test_what_is_not_possible_is_said_and_not_recorded(
    run: Run, world: World, command: tuple[object, ...], code: str
):
    _join(run, world.cleaner)
    exit_code, answer, error = run(*command)
    assert (exit_code, answer, error["code"]) == (1, {}, code)
    assert run("status")[1]["pending"] == 0


def test_what_was_recorded_is_not_recorded_again(run: Run, world: World):
    _join(run, world.cleaner)
    run("tick", world.visits[0])
    assert run("tick", world.visits[0])[2]["code"] == "visit_done"
    assert run("skip", world.visits[0], "locked")[2] == {
        "code": "visit_not_open",
        "detail": "This visit is done already.",
    }
    run("skip", world.visits[1], "locked")
    assert run("tick", world.visits[1])[0] == 0


def test_before_joining_only_joining_is_possible(run: Run, world: World):
    assert run("status")[2]["code"] == "not_joined"
    for network, exit_code, code in (
        (None, 1, "code_unknown"),
        (Network(problem(429, "rate_limited")), 3, "rate_limited"),
        (Network(problem(503, "busy")), 3, "busy"),
        (Network(NetworkError("x")), 3, "network"),
    ):
        exited, _, error = run("join", "http://127.0.0.1:1", "NOSU-CHCO", network=network)
        assert (exited, error["code"]) == (exit_code, code)
    assert world.cleaner


def test_the_address_is_said_once_and_kept(world: World, client: FlaskClient, tmp_path: Path):
    asked: list[str] = []

    def transport(address: str) -> AppTransport:
        asked.append(address)
        return AppTransport(client)

    code = make_join_code(world.cleaner)
    assert cli.main(["join", "http://127.0.0.1:1/below", code, "--store", str(tmp_path)], transport) == 0
    assert cli.main(["pull", "--store", str(tmp_path)], transport) == 0
    assert asked == ["http://127.0.0.1:1/below"] * 2


def test_an_address_that_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert cli.main(["join", "kierros", "CODE", "--store", str(tmp_path)]) == 1
    assert capsys.readouterr().err.startswith("error: invalid_address: ")


@pytest.mark.parametrize(
    ("replies", "exit_code", "code"),
    [
        ((NetworkError("x"),), 3, "network"),
        ((problem(401, "device_revoked"),), 4, "device_revoked"),
        ((problem(403, "access_ended"), problem(403, "access_ended")), 3, "access_ended"),
        ((problem(503, "busy", retry_after="9"),), 3, "busy"),
    ],
)
def test_how_a_sync_ended_is_the_exit_code(
    run: Run, world: World, replies: tuple[object, ...], exit_code: int, code: str
):
    _join(run, world.cleaner)
    ended, answer, error = run("pull", network=Network(*replies))
    assert (ended, error["code"], answer["code"]) == (exit_code, code, code)
    assert answer["retry_after_s"] == (9 if code == "busy" else None)


def test_a_pull_says_when_to_come_again(run: Run, world: World):
    _join(run, world.cleaner)
    _, answer, _ = run("pull")
    assert answer["outcome"] == "done"
    assert set(answer) == {"outcome", "code", "pending", "documents", "next_s", "retry_after_s"}
    assert answer["retry_after_s"] is None


def test_json_is_written_as_it_is_read(
    run: Run, client: FlaskClient, world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    _join(run, world.cleaner)
    run("tick", world.visits[0], "--text", "Pesty, myös ikkunat: hyvä")
    cli.main(["tasks", "--json", "--store", str(tmp_path / "store")], lambda _: AppTransport(client))
    assert "Pesty, myös ikkunat: hyvä" in capsys.readouterr().out


def test_sent_but_not_read(run: Run, world: World):
    _join(run, world.cleaner)
    run("tick", world.visits[0])
    assert run("pull", network=Network(problem(426, "protocol_too_old"), taken(epoch=_epoch())))[0] == 5


class Refusing(AppTransport):
    """A server that fails at every request with operations."""

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> HttpAnswer:
        if path == "/api/sync" and parse_body(body or b"").operations:
            return problem(500, "internal_error")
        return super().send(method, path, headers, body)


def test_what_was_set_aside_is_shown_and_tried_again(run: Run, world: World, client: FlaskClient):
    _join(run, world.cleaner)
    run("tick", world.visits[0])
    for _ in range(3):
        run("push", network=Refusing(client))
    aside = run("status")[1]["set_aside"]
    (entry,) = aside
    assert (entry["kind"], entry["code"], len(entry["id"])) == ("round.tick", "internal_error", 36)
    assert run("push")[1]["pending"] == 1
    assert run("push", "--retry")[1]["pending"] == 0
    assert _visit(world.visits[0]) == "done"


def test_an_export_is_a_file(run: Run, world: World, tmp_path: Path):
    _join(run, world.cleaner)
    run("tick", world.visits[0])
    exit_code, answer, _ = run("export", tmp_path / "out.json")
    assert (exit_code, answer) == (0, {"file": str(tmp_path / "out.json"), "operations": 1})
    exported = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert exported["operations"][0]["operation"]["kind"] == "round.tick"
    assert run("export", tmp_path / "missing" / "out.json")[0::2][0] == 6


def test_a_store_that_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "outbox.sqlite").write_text("not a database " * 100, encoding="utf-8")
    assert cli.main(["status", "--store", str(tmp_path)]) == 6
    assert capsys.readouterr().err.startswith("error: storage: ")


def test_quarantined_work_is_shown(run: Run, world: World):
    _join(run, world.cleaner)
    run("tick", world.visits[0])
    with transaction() as session:
        assert session.scalar(select(func.count()).select_from(InboxOperation)) == 0
    run(
        "push",
        network=Network(taken(result={"status": "quarantined", "reason": "unknown_target"}, epoch=_epoch())),
    )
    run("tick", world.visits[1])
    _, status, _ = run("status")
    assert [each["reason"] for each in status["quarantined"]] == ["unknown_target"]
    assert status["pending"] == 1


def test_what_was_taken_as_it_is_stands_in_no_list(run: Run, world: World):
    _join(run, world.cleaner)
    run("tick", world.visits[0])
    run("push", network=Network(taken(epoch=_epoch())))
    _, status, _ = run("status")
    assert (status["pending"], status["quarantined"], status["set_aside"]) == (0, [], [])


@pytest.mark.parametrize("amount", ["nan", "inf", "much"])
def test_an_amount_is_a_number(run: Run, amount: str, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as raised:
        run("use", "x", amount)
    assert raised.value.code == 2
    assert "AMOUNT" in capsys.readouterr().err


def test_the_module_is_a_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("KIERROS_STORE", str(tmp_path))
    monkeypatch.setattr("sys.argv", ["sync", "status", "--json"])
    with pytest.raises(SystemExit) as raised:
        runpy.run_module("sync", run_name="__main__", alter_sys=True)
    assert raised.value.code == 1
    assert json.loads(capsys.readouterr().err)["error"]["code"] == "not_joined"
    assert (tmp_path / "outbox.sqlite").exists()
    # Whoever only imports it carries nothing out.
    runpy.run_module("sync.__main__", run_name="imported")


# The page.


def _commands() -> dict[str, set[str]]:
    parser = cli._parser()
    kinds = next(action for action in parser._actions if isinstance(action, _SubParsersAction))
    return {
        name: {
            option for action in made._actions for option in action.option_strings if option.startswith("--")
        }
        - {"--help", "--json", "--store"}
        for name, made in kinds.choices.items()
    }


def test_every_command_and_option_is_documented_and_no_other():
    table = [row for row in rows(section(PAGE, "## Commands")) if quoted(row[0])]
    documented = {
        quoted(row[0])[0].split()[0]: {code for code in quoted(row[1]) if code.startswith("--")}
        for row in table
        if quoted(row[0])[0].split()[0] in _commands()
    }
    assert documented == _commands()


def test_every_exit_code_is_documented_and_no_other():
    documented = [code for code in first_codes(section(PAGE, "## Commands")) if code.isdigit()]
    said = re.findall(r"\b(\d) ", (cli.__doc__ or "").partition("Exit codes: ")[2])
    assert documented == said == [str(number) for number in range(7)]


def test_every_code_of_an_error_is_documented_and_no_other():
    documented = [code for code in first_codes(section(PAGE, "## Commands")) if re.fullmatch("[a-z_]+", code)]
    own = {
        code
        for code in documented
        if (code not in _commands() and "_" in code) or code in ("network", "storage")
    }
    raised = (
        arguments("sync", "NotPossible", 0)
        | arguments("sync", "NotFound", 0)
        | arguments("sync", "Failed", 1)
    )
    raised |= {f"unknown_{kind}" for kind in ("work_order", "product", "round", "property")}
    raised |= {"not_joined", "outbox_not_empty", "operation_too_long", "invalid_response", "not_an_answer"}
    assert own == raised
