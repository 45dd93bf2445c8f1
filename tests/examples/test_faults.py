"""Whatever a server or a network does, the client keeps what was recorded and does as docs/protocol.md says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.examples.kierros import Kierros
from tests.examples.scripted import (
    NOW,
    OWN,
    ROUND,
    VISIT,
    Json,
    Reply,
    Said,
    Scripted,
    answer,
    line,
    page,
    problem,
    round_,
)

_OTHER = "round:01930000-0000-7000-8000-000000000030"


def _tick(device: Kierros, count: int = 1) -> None:
    for _ in range(count):
        device.done("record", "round.tick", ROUND, f'{{"visit": "{VISIT}"}}')


@pytest.mark.parametrize(
    ("reply", "exit_code", "code", "wait_s"),
    [
        (page(), 3, "not_an_answer", None),
        (page(302, Location="http://127.0.0.1:9/"), 3, "not_an_answer", None),
        (page(502), 3, "not_an_answer", None),
        (problem(503, "busy", Retry_After="7"), 3, "busy", 7),
        (problem(429, "rate_limited", Retry_After="9"), 3, "rate_limited", 9),
        (problem(500, "internal_error"), 3, "internal_error", None),
        (problem(401, "device_revoked"), 4, "device_revoked", None),
        (problem(403, "wrong_person"), 3, "wrong_person", None),
    ],
)
def test_what_is_no_acknowledgement(
    device: Kierros, scripted: Scripted, reply: Reply, exit_code: int, code: str, wait_s: int | None
) -> None:
    _tick(device)
    scripted.will(reply)
    said = device("pull")
    assert device.statuses() == ["waiting"]
    assert (said.code, said.value["code"]) == (exit_code, code)
    assert wait_s is None or said.value["wait_s"] == wait_s
    assert len(scripted.requests) == 1, "nobody insists"
    scripted.will(answer())
    device.done("pull")
    assert device.statuses() == ["applied"]


def test_there_is_no_server(device: Kierros) -> None:
    _tick(device)
    account = device.file("account.json")
    device.spoil("account.json", {**account, "url": "http://127.0.0.1:9"})
    said = device("push")
    assert (said.code, said.value["code"], said.value["waiting"]) == (3, "network", 1)


def test_a_cut_download_acknowledges_and_goes_on_where_it_was(device: Kierros, scripted: Scripted) -> None:
    _tick(device)
    scripted.will(answer(line(2), line(3, _OTHER), is_cut=True))
    assert device("pull").code == 3
    (operation,) = device.operations()
    assert (operation["status"], operation["is_shown"]) == ("applied", True), "no answer was complete yet"
    scripted.will(answer())
    device.done("pull")
    assert scripted.requests[0]["cursor"] == {OWN: 3}
    assert device.operations()[0]["is_shown"] is False


def test_later_is_not_asked_again_at_once(device: Kierros, scripted: Scripted) -> None:
    _tick(device)
    scripted.will(answer(line(2), cursor={OWN: 2}, status="later"))
    assert device("pull").code == 3
    assert scripted.sizes == [1]
    assert device.file("documents.json")["cursor"] == {OWN: 2}, "what came with it is read"


def test_an_effect_is_on_show_until_it_has_come(device: Kierros, scripted: Scripted) -> None:
    _tick(device)

    def acknowledge(request: Json) -> Said:
        (operation,) = request["operations"]
        result = {"id": operation["id"], "status": "applied", "at": {OWN: 5}, "flags": [], "reason": None}
        return answer(results=[result])(request)

    scripted.will(acknowledge)
    device.done("pull")
    assert device.visits(ROUND, "--on", "2026-04-01") == {VISIT: "done"}
    assert device.operations()[0]["is_shown"] is True
    scripted.will(answer(line(5), cursor={OWN: 5}))
    device.done("pull")
    assert device.operations()[0]["is_shown"] is False


@pytest.mark.parametrize("word", ["decision", "return"])
def test_a_quarantined_one_is_on_show_until_a_supervisor_has_decided(
    device: Kierros, scripted: Scripted, word: str
) -> None:
    _tick(device)
    scripted.will(answer(status="quarantined"))
    device.done("pull")
    scripted.will(answer({"b": OWN, "v": 2, "id": ROUND, "r": 2, "deleted": True}, cursor={OWN: 2}))
    device.done("pull")
    (operation,) = device.operations()
    assert operation["is_shown"] is True
    assert ROUND in device.file("documents.json")["documents"], "held by no bucket, but shown"
    scripted.will(answer(line(3, f"{word}:{operation['id']}", type=word), cursor={OWN: 3}))
    device.done("pull")
    assert device.operations()[0]["is_shown"] is False
    assert ROUND not in device.file("documents.json")["documents"]


def test_a_batch_that_is_too_large_is_halved(device: Kierros, scripted: Scripted) -> None:
    _tick(device, 4)

    def only_one(request: Json) -> Said:
        too_large = len(request["operations"]) > 1
        return (problem(413, "batch_too_large") if too_large else answer())(request)

    scripted.will(only_one)
    device.done("push")
    assert scripted.sizes[:3] == [4, 2, 1]
    assert device.statuses() == ["applied"] * 4


def test_what_is_refused_by_itself_is_set_aside_and_the_rest_go_on(
    device: Kierros, scripted: Scripted
) -> None:
    _tick(device, 2)
    bad = device.operations()[0]["id"]

    def poisoned(request: dict[str, list[Json]]) -> Said:
        is_poisoned = any(each["id"] == bad for each in request["operations"])
        return (problem(422, "invalid_request") if is_poisoned else answer())(request)

    scripted.will(poisoned)
    assert [device("push").code for _ in range(5)] == [3, 3, 3, 3, 0]
    assert scripted.sizes == [2, 2, 2, 1, 1, 1, 0, 1], (
        "three times, halved, three times, and not to blame twice"
    )
    assert device.statuses() == ["waiting", "applied"]
    assert [each["is_set_aside"] for each in device.operations()] == [True, False]
    scripted.will(answer())
    device.done("pull")
    assert scripted.requests[0]["pending"]["count"] == 1
    device.done("pull", "--retry")
    assert device.statuses() == ["applied"] * 2


def test_a_server_that_refuses_everything_is_itself_to_blame(device: Kierros, scripted: Scripted) -> None:
    _tick(device)
    scripted.will(problem(500, "internal_error"))
    assert [device("push").code for _ in range(4)] == [3, 3, 3, 3]
    assert scripted.sizes[:4] == [1, 1, 1, 0]
    assert device.operations()[0]["is_set_aside"] is False


@pytest.mark.parametrize(
    ("status", "code"), [(426, "protocol_too_old"), (400, "protocol_too_new"), (403, "access_ended")]
)
def test_who_may_not_read_sends_all_the_same(
    device: Kierros, scripted: Scripted, status: int, code: str
) -> None:
    _tick(device)

    def no_reading(request: Json) -> Said:
        return (answer() if request.get("pull") is False else problem(status, code))(request)

    scripted.will(no_reading)
    said = device("pull")
    assert (said.code, said.value["code"]) == (5, code)
    assert device.statuses() == ["applied"]
    assert (ROUND in device.file("documents.json")["documents"]) == (code != "access_ended")


def test_a_renewed_token_replaces_the_old_one(device: Kierros, scripted: Scripted) -> None:
    scripted.will(answer(token="t-2"), answer())
    device.done("pull")
    device.done("pull")
    assert [headers["Authorization"] for headers in scripted.headers] == ["Bearer t-1", "Bearer t-2"]


def test_a_bucket_below_its_floor_is_read_again_and_shown_meanwhile(
    device: Kierros, scripted: Scripted
) -> None:
    reset: Json = {"scope": {"add": [], "drop": [], "reset": [OWN]}, "floors": {OWN: 40}}
    scripted.will(
        answer(line(41, _OTHER), cursor={OWN: 41}, complete=False, **reset),
        problem(503, "busy"),
    )
    assert device("pull").code == 3
    assert scripted.requests[1]["reading"] == {OWN: 40}
    assert set(device.file("documents.json")["documents"]) == {ROUND, _OTHER}
    scripted.will(answer(cursor={OWN: 41}))
    device.done("pull")
    assert set(device.file("documents.json")["documents"]) == {_OTHER}
    assert device.file("documents.json")["reading"] == {}


def test_what_is_not_known_is_kept_or_passed_over(device: Kierros, scripted: Scripted) -> None:
    comet = line(3, "comet:1", type="comet", tail={"length": None})
    scripted.will(
        answer(
            {"weather": "rain"},
            "half a li",
            {**comet, "n": 1},
            line(4, "odd:1", type=7),
            cursor={OWN: 4},
            motto="hei",
        )
    )
    device.done("pull")
    documents = device.file("documents.json")["documents"]
    assert documents["comet:1"]["doc"] == {"type": "comet", "tail": {"length": None}}
    assert documents["odd:1"]["doc"] == {"type": 7}
    device.done("tasks")


def test_another_epoch_sends_all_again_and_takes_lower_revisions(device: Kierros, scripted: Scripted) -> None:
    _tick(device)
    scripted.will(answer(line(9), cursor={OWN: 9}))
    device.done("pull")
    assert device.statuses() == ["applied"]
    older = {**line(3), "doc": round_("running")}
    scripted.will(
        answer(cursor={}, complete=False, epoch="e-2"),
        answer(older, cursor={OWN: 3}, epoch="e-2", scope={"add": [OWN], "drop": []}),
    )
    device.done("pull")
    assert [(request["epoch"], len(request["operations"])) for request in scripted.requests] == [
        ("e-1", 0),
        ("e-2", 1),
    ]
    assert scripted.requests[1]["cursor"] == {}
    assert device.file("documents.json")["documents"][ROUND] == {"r": 3, "doc": round_("running")}


def test_what_is_old_and_in_a_backup_leaves_the_archive(device: Kierros, scripted: Scripted) -> None:
    _tick(device, 3)
    scripted.will(answer())
    device.done("pull")
    late: Json = {"server_time": "2026-05-02T00:00:00.000Z"}
    scripted.will(answer(**late), answer(**late, backup_through=NOW))
    device.done("pull")
    assert len(device.operations()) == 3
    device.done("pull")
    assert [path.name for path in device.store.glob("operations/*")] == ["000000000003.json"]
    _tick(device)
    assert device.file("operations/000000000004.json")["operation"]["sequence"] == 4


def test_the_link_of_a_qr_picture_joins(scripted: Scripted, tmp_path: Path) -> None:
    device = Kierros(tmp_path / "other")
    assert device.done("join", f"{scripted.url}/app/#code=4XK7-P2QD")["name"] == "Liisa Niemi"
    assert device.file("account.json")["url"] == scripted.url
    assert device("join", scripted.url).code == 1, "without a code"
