"""Round trips over a scripted network: what is asked, what is kept, how it ends."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sync import wire
from sync.client import Outcome
from sync.limits import TEXT_CHARACTERS_MAX
from sync.messages import Check, Result, SyncRequest
from sync.operations import RoundSkip, RoundTick, WorkOrderComment
from sync.ports import NetworkError
from sync.sums import add, slot_of, slot_sums
from tests.sync.client.fakes import (
    ACCOUNT,
    NOW,
    OTHER,
    PERSON,
    ROUND,
    VISIT,
    Device,
    Network,
    answer,
    end,
    gone,
    header,
    mended,
    problem,
    put,
    results,
    round_document,
    scope,
    taken,
)

TICK = RoundTick(VISIT)
ORDER = "work_order:0193c0de-0000-7000-8000-00000000c001"
PORTAL = b"<html>Sign in to the wireless network</html>"


def _check(*held: tuple[str, int]) -> Check:
    total = 0
    for document_id, revision in held:
        total = add(total, document_id, revision)
    return Check(len(held), total)


def _read(device: Device, *documents: dict[str, object], bucket: str = "b", version: int = 9) -> None:
    """The device has read one bucket whole."""
    device.script(answer(header(scope=scope(bucket)), *documents, end({bucket: version})))
    assert device.client.sync().kind == "done"


# What goes up, and what is acknowledged.


def test_what_was_recorded_is_sent_acknowledged_and_settled(device: Device):
    _read(device, put("b", 1, ROUND, **round_document()))
    device.client.record(TICK, ROUND)
    assert device.states() == ["waiting"]

    device.script(
        taken({"b": 10}, put("b", 10, ROUND, 2, **round_document(state="running")), result={"at": {"b": 10}})
    )
    assert device.client.sync() == Outcome("done", next_s=60)

    assert device.states() == ["settled"]
    assert device.client.pending().count == 0
    assert device.client.documents()[ROUND]["state"] == "running"


def test_a_request_says_what_the_protocol_asks_for(device: Device):
    _read(device, put("b", 1, ROUND, **round_document()))
    device.clock.wait(seconds=30)
    made = device.client.record(TICK, ROUND)
    device.script(taken())
    device.client.sync()

    request = device.last
    assert (request.protocol, request.build, request.person, request.epoch) == (2, "test", PERSON, "one")
    assert request.stream == device.store.stream()
    assert request.cursor == {"b": 9}
    assert request.pending.count == 0
    assert request.snapshots
    assert request.operations == (
        {
            "id": made.id,
            "sequence": 1,
            "kind": "round.tick",
            "kind_version": 1,
            "target": ROUND,
            "base_revision": 1,
            "recorded_at": "2026-04-01T08:00:30.000+00:00",
            "clock": {"server_time": "2026-04-01T08:00:00.000Z", "elapsed_ms": 30_000},
            "payload": {"visit": VISIT},
            "seen": {"state": "open"},
        },
    )
    assert device.network.headers[-1]["authorization"] == "Bearer token"


def test_a_later_is_no_acknowledgement(device: Device):
    device.client.record(TICK, ROUND)
    device.script(taken(result={"status": "later"}))
    assert device.client.sync() == Outcome("failed", "busy")
    assert device.states() == ["waiting"]


def test_an_operation_without_a_result_waits_on(device: Device):
    device.client.record(TICK, ROUND)
    device.script(answer(header(), end({})))
    assert device.client.sync() == Outcome("failed", "busy")
    assert device.states() == ["waiting"]


def test_long_queues_go_in_batches_and_say_what_is_left(device: Device):
    for _ in range(201):
        device.client.record(TICK, ROUND)
    device.script(taken(), taken())
    assert device.client.sync().kind == "done"
    first, second = device.network.requests
    assert (len(first.operations), first.pending.count, first.pending.oldest_recorded_at) == (200, 1, NOW)
    assert (len(second.operations), second.pending.count) == (1, 0)


def test_no_request_is_longer_than_the_server_takes(device: Device):
    for _ in range(40):
        device.client.record(WorkOrderComment("\U0001f9f9" * TEXT_CHARACTERS_MAX), ORDER)
    device.script(*[taken() for _ in range(10)])
    assert device.client.sync().kind == "done"
    lengths = [len(wire.canonical(wire.dump_request(request))) for request in device.network.requests]
    assert max(lengths) < 256 * 1024
    assert sum(len(request.operations) for request in device.network.requests) == 40


def test_a_renewed_token_replaces_the_old_one(device: Device):
    device.script(taken(token="newer"), taken())
    device.client.sync()
    device.client.sync()
    assert device.network.headers[-1]["authorization"] == "Bearer newer"


def test_acknowledgements_of_an_answer_that_is_cut_count(device: Device):
    device.client.record(TICK, ROUND)
    device.script(
        lambda request: answer(
            header(results(request), scope=scope("b")),
            put("b", 1, ROUND),
            put("b", 2, ORDER),
            b'{"b":"b"',
            cut=True,
        ),
        taken({"b": 2}),
    )
    assert device.client.sync() == Outcome("failed", "network")
    assert device.states() == ["acknowledged"]
    assert device.client.cursor() == {"b": 2}
    assert set(device.client.held()["b"]) == {ROUND, ORDER}

    device.client.sync()
    assert device.last.cursor == {"b": 2}
    assert device.last.operations == ()


def test_no_answer_leaves_everything_as_it_was(device: Device):
    device.client.record(TICK, ROUND)
    device.script(NetworkError("no network"))
    assert device.client.sync() == Outcome("failed", "network")
    assert device.states() == ["waiting"]


@pytest.mark.parametrize("body", [PORTAL, b"", b'{"results": []}', b"[]"])
def test_only_a_header_line_acknowledges(device: Device, body: bytes):
    device.client.record(TICK, ROUND)
    device.script(answer(body))
    assert device.client.sync() == Outcome("failed", "not_an_answer")
    assert device.states() == ["waiting"]


def test_a_portal_that_redirects_or_refuses_is_not_the_server(device: Device):
    device.script(
        answer(PORTAL, status=302), answer(PORTAL, status=401), answer(PORTAL, status=500, cut=True)
    )
    for _ in range(3):
        assert device.client.sync() == Outcome("failed", "not_an_answer")


def test_without_pull_nothing_is_read(device: Device):
    _read(device, put("b", 1, ROUND))
    device.client.record(TICK, ROUND)
    device.client.record(TICK, ROUND)
    device.script(taken({"b": 100}, gone("b", 99, ROUND), result={"at": {"b": 10}}))
    assert device.client.sync(pull=False) == Outcome("done")
    assert not device.last.pull
    assert not device.last.snapshots
    assert device.states() == ["acknowledged", "acknowledged"]
    assert device.client.cursor() == {"b": 9}


def test_without_pull_what_is_left_goes_at_once_and_a_later_waits(device: Device):
    for _ in range(201):
        device.client.record(TICK, ROUND)
    device.script(taken(), taken(result={"status": "later"}))
    assert device.client.sync(pull=False) == Outcome("failed", "busy")
    assert device.client.pending().count == 1


# What comes down.


def test_documents_of_several_buckets_show_the_highest_revision(device: Device):
    device.script(
        answer(
            header(scope=scope("a", "b")),
            put("a", 1, ROUND, 3, state="new", visits=[]),
            put("b", 1, ROUND, 2, state="old", visits=[]),
            end({"a": 1, "b": 1}),
        )
    )
    device.client.sync()
    assert device.client.documents()[ROUND]["state"] == "new"


def test_a_document_is_hidden_only_when_no_bucket_holds_it_at_the_end(device: Device):
    _read(device, put("b", 1, ROUND, 1, **round_document()))
    device.script(
        answer(header(scope=scope("c")), gone("b", 10, ROUND), end({"b": 10}, complete=False)),
        NetworkError("later"),
    )
    device.client.sync()
    assert ROUND in device.client.documents()
    assert device.client.held() == {}

    device.script(answer(header(), put("c", 1, ROUND, 2, **round_document()), end({"b": 10, "c": 1})))
    device.client.sync()
    assert device.client.documents()[ROUND]["state"] == "planned"
    assert list(device.client.held()) == ["c"]

    device.script(answer(header(), gone("c", 2, ROUND, 3), end({"c": 2})))
    device.client.sync()
    assert device.client.documents() == {}


def test_a_document_with_unsettled_work_stays_on_show(device: Device):
    _read(device, put("b", 1, ROUND, **round_document()))
    device.client.record(TICK, ROUND)
    device.script(
        taken({"b": 10}, gone("b", 10, ROUND), result={"status": "quarantined", "reason": "unknown_target"})
    )
    device.client.sync()
    assert device.states() == ["acknowledged"]
    assert device.client.documents()[ROUND]["visits"][0]["state"] == "done"

    decision = f"decision:{device.client.entries()[0].id}"
    device.script(answer(header(), put("b", 11, decision), end({"b": 11})))
    device.client.sync()
    assert device.states() == ["settled"]
    assert set(device.client.documents()) == {decision}


def test_a_document_that_only_unsettled_work_keeps_shows_all_own_work(device: Device):
    _read(device, put("b", 1, ORDER, comments=[], state="done"))
    first = device.client.record(WorkOrderComment("Kyllä"), ORDER).id
    second = device.client.record(WorkOrderComment("Ei"), ORDER).id

    def closed(request: SyncRequest):
        both = [Result(first, "applied", {"b": 10}), Result(second, "quarantined", reason="invalid_payload")]
        return answer(header(both), gone("b", 11, ORDER), end({"b": 11}))

    device.script(closed)
    device.client.sync()
    assert [comment["id"] for comment in device.client.documents()[ORDER]["comments"]] == [first, second]

    device.script(answer(header(), put("b", 12, f"return:{second}"), end({"b": 12})))
    device.client.sync()
    assert device.states() == ["settled", "settled"]
    assert ORDER not in device.client.documents()


def test_a_lost_bucket_is_forgotten_and_its_outbox_is_not(device: Device):
    _read(device, put("b", 1, ROUND, **round_document()))
    device.client.record(TICK, ROUND)
    device.script(answer(header(scope=scope(drop=["b"])), end({})))
    assert device.client.sync() == Outcome("failed", "busy")
    assert device.client.cursor() == {}
    assert device.client.held() == {}
    assert device.states() == ["waiting"]


def test_an_effect_in_a_bucket_out_of_scope_is_not_waited_for(device: Device):
    _read(device)
    device.client.record(TICK, ROUND)
    device.script(taken(result={"at": {"elsewhere": 7}}))
    device.client.sync()
    assert device.states() == ["settled"]


def test_pages_go_on_until_complete_and_stop_without_progress(device: Device):
    device.script(
        answer(header(scope=scope("b")), put("b", 1, ROUND), end({"b": 1}, complete=False)),
        answer(header(), end({"b": 1}, complete=False)),
    )
    assert device.client.sync() == Outcome("failed", "busy")
    assert device.client.cursor() == {"b": 1}


def test_the_end_of_a_page_says_how_far_it_leads(device: Device):
    device.script(
        answer(header(scope=scope("b")), put("b", 1, ROUND), end({"b": 7}, complete=False)), taken({"b": 9})
    )
    assert device.client.sync().kind == "done"
    assert device.last.cursor == {"b": 7}


def test_a_page_that_acknowledges_is_progress_though_it_brings_nothing(device: Device):
    _read(device, put("b", 1, ROUND, **round_document()))
    device.client.record(TICK, ROUND)

    def page(request: SyncRequest):
        return answer(header(results(request)), end(request.cursor, complete=False))

    device.script(page, taken())
    assert device.client.sync().kind == "done"
    assert device.states() == ["settled"]


def test_lines_that_were_read_or_cannot_be_read_are_passed_over(device: Device):
    _read(device, put("b", 5, ROUND, 4, kept=True, **round_document()))
    device.script(
        answer(
            header(),
            put("b", 4, ROUND, 9),
            b"not json\n",
            {"b": "b", "v": 10},
            {"b": "b", "v": 11, "id": "x", "r": 1, "doc": 7},
            end({"b": 11}),
        )
    )
    assert device.client.sync().kind == "done"
    assert device.client.held()["b"] == {
        ROUND: (4, {"type": "round", "kept": True, **round_document()}),
        "x": (1, 7),
    }
    assert set(device.client.documents()) == {ROUND}


def test_many_lines_are_written_in_batches(device: Device):
    lines = [put("b", version, f"order:{version}") for version in range(1, 1202)]
    device.script(answer(header(scope=scope("b")), *lines, cut=True))
    device.client.sync()
    assert device.client.cursor() == {"b": 1201}
    # Whose they are, the header, and 500, 500 and 201 lines.
    assert device.store.position().writes == 5
    assert len(device.client.held()["b"]) == 1201


# A bucket that is read again.


def test_a_reset_keeps_old_copies_until_the_reading_is_complete(device: Device):
    _read(device, put("b", 1, ROUND), put("b", 2, ORDER))
    device.script(
        answer(
            header(scope=scope(reset=["b"]), floors={"b": 20}),
            put("b", 25, ROUND, 5),
            end({"b": 25}, complete=False),
        ),
        NetworkError("later"),
    )
    device.client.sync()
    assert set(device.client.held()["b"]) == {ROUND, ORDER}
    assert device.last.reading == {"b": 20}

    device.script(answer(header(), end({"b": 30})))
    device.client.sync()
    assert device.last.reading == {"b": 20}
    assert set(device.client.held()["b"]) == {ROUND}

    device.script(answer(header(), end({"b": 30})))
    device.client.sync()
    assert device.last.reading == {}


def test_a_second_reset_does_not_spoil_the_reading_of_another_bucket(device: Device):
    _read(device, put("b", 1, ROUND))
    device.script(answer(header(scope=scope("c")), put("c", 1, ORDER), end({"c": 1})))
    device.client.sync()
    device.script(
        answer(header(scope=scope(reset=["b"])), put("b", 20, ROUND, 2), end({"b": 20}, complete=False)),
        answer(header(scope=scope(reset=["c"])), put("c", 30, ORDER, 2), end({"b": 20, "c": 30})),
    )
    device.client.sync()
    assert {bucket: set(held) for bucket, held in device.client.held().items()} == {
        "b": {ROUND},
        "c": {ORDER},
    }


def test_a_bucket_that_is_dropped_and_reset_at_once_is_gone(device: Device):
    _read(device, put("b", 1, ROUND))
    device.script(answer(header(scope=scope(drop=["b"], reset=["b"])), end({})))
    device.client.sync()
    assert device.client.cursor() == {}


# Another history.


def test_a_new_epoch_sends_the_archive_again_and_reads_afresh(device: Device):
    _read(device, put("b", 1, ROUND, 7, **round_document()), put("b", 2, ORDER, comments=[]))
    made = device.client.record(TICK, ROUND)
    device.script(taken({"b": 9}))
    device.client.sync()
    assert device.states() == ["settled"]

    shown: list[set[str]] = []

    def second(request: SyncRequest):
        shown.append(set(device.client.documents()))
        assert request.epoch == "two"
        assert request.cursor == {}
        assert [each["id"] for each in request.operations] == [made.id]
        return taken(
            {"b": 3}, put("b", 3, ROUND, 1, **round_document(state="running")), epoch="two", scope=scope("b")
        )(request)

    device.script(answer(header(epoch="two"), end({}, complete=False)), second)
    assert device.client.sync().kind == "done"
    assert shown == [{ROUND, ORDER}]
    assert set(device.client.documents()) == {ROUND}
    assert device.client.documents()[ROUND]["state"] == "running"
    assert device.states() == ["settled"]
    assert device.client.epoch() == "two"


def test_the_archive_is_sent_again_even_when_the_documents_were_lost(device: Device, tmp_path):
    device.client.record(TICK, ROUND)
    device.script(taken())
    device.client.sync()
    device.store.close()
    (device.folder / "documents.sqlite").unlink()

    again = Device(device.folder)
    again.script(taken(epoch="two"), taken(epoch="two"))
    assert again.client.sync().kind == "done"
    assert [len(request.operations) for request in again.network.requests] == [0, 1]
    assert again.states() == ["settled"]
    again.store.close()


def test_a_new_epoch_is_noticed_without_pull_too(device: Device):
    device.client.record(TICK, ROUND)
    device.script(taken())
    device.client.sync()
    device.script(answer(header(epoch="two"), end({}, complete=False)), taken(epoch="two"))
    assert device.client.sync(pull=False) == Outcome("done")
    assert len(device.last.operations) == 1


# Sums.


def test_a_bucket_that_differs_is_mended_by_slots(device: Device):
    _read(device, put("b", 1, ROUND, 1), put("b", 2, ORDER, 1), put("b", 3, "x:superfluous", 1))
    server = [(ROUND, 1), (ORDER, 2), ("y:lost", 1)]
    slots_ = sorted({slot_of(each) for each in (ORDER, "y:lost", "x:superfluous")})

    def slots(request: SyncRequest):
        assert request.mend == {"b": None}
        return answer(header(), end({"b": 9}, checks={"b": _check(*server)}, slots={"b": slot_sums(server)}))

    def lines(request: SyncRequest):
        assert request.mend == {"b": tuple(slots_)}
        return answer(
            header(mended={"b": tuple(slots_)}),
            mended(put("b", 2, ORDER, 2)),
            mended(put("b", 4, "y:lost", 1)),
            end({"b": 9}, checks={"b": _check(*server)}),
        )

    device.script(answer(header(), end({"b": 9}, checks={"b": _check(*server)})), slots, lines)
    assert device.client.sync().kind == "done"
    assert {each: revision for each, (revision, _) in device.client.held()["b"].items()} == dict(server)


def test_a_page_that_is_not_complete_mends_nothing(device: Device):
    _read(device, put("b", 1, ROUND, 1))
    differing = {"b": _check((ORDER, 1))}
    device.script(
        answer(header(), end({"b": 9}, checks=differing)),
        answer(
            header(mended={"b": tuple(range(256))}),
            mended(put("b", 5, ORDER)),
            end({"b": 9}, complete=False),
        ),
    )
    device.client.sync()
    assert set(device.client.held()["b"]) == {ROUND}


def test_a_bucket_that_differs_in_too_many_slots_is_read_again(device: Device):
    _read(device, put("b", 1, ROUND, 1))
    server = [(f"y:{number}", 1) for number in range(300)]
    checks = {"b": _check(*server)}
    device.script(
        answer(header(), end({"b": 9}, checks=checks)),
        answer(header(), end({"b": 9}, checks=checks, slots={"b": slot_sums(server)})),
        answer(
            header(),
            *[put("b", 10 + number, each) for number, (each, _) in enumerate(server)],
            end({"b": 400}, checks=checks),
        ),
    )
    assert device.client.sync().kind == "done"
    assert device.last.cursor == {"b": 0}
    assert set(device.client.held()["b"]) == {each for each, _ in server}


def test_what_differs_even_then_is_reported_and_tried_again_a_day_later(device: Device):
    _read(device, put("b", 1, ROUND, 1))
    impossible = {"b": Check(7, 7)}
    device.script(
        *[answer(header(), put("b", 10 + n, ROUND, 1), end({"b": 20}, checks=impossible)) for n in range(3)]
    )
    device.client.sync()
    assert device.network.replies == []

    device.script(answer(header(), end({"b": 20}, checks=impossible)))
    assert device.client.sync().kind == "done"
    assert device.last.differs == ("b",)

    later = {"server_time": NOW.replace(day=3)}
    device.script(
        answer(header(**later), end({"b": 20}, checks=impossible)),
        answer(header(**later), end({"b": 20}, checks={"b": _check((ROUND, 1))})),
        answer(header(**later), end({"b": 20}, checks=impossible)),
        answer(header(**later), end({"b": 20}, checks=impossible)),
    )
    device.client.sync()
    assert device.last.mend == {"b": None}
    device.client.sync()
    device.client.sync()
    assert device.last.differs == ("b",)


def test_all_checks_are_asked_for_once_a_day(device: Device):
    device.script(*[taken() for _ in range(4)])
    asked = []
    for hours in (0, 1, 24, -48):
        device.clock.wait(hours=hours)
        device.client.sync()
        asked.append(device.last.check)
    assert asked == [True, False, True, True]


# Snapshots.


def _snapshot(*lines: object, cut: bool = False, version: int = 50):
    return answer(*lines, end({"b": version}, complete=False), cut=cut)


def test_snapshots_are_read_in_order_and_the_tail_by_the_normal_way(device: Device):
    device.script(
        answer(
            header(scope=scope("b"), floors={"b": 3}, snapshots={"b": ("/api/s/1", "/api/s/2")}),
            end({"b": 0}, complete=False),
        ),
        _snapshot(put("b", 10, ROUND)),
        _snapshot(*[put("b", 100 + number, f"o:{number}") for number in range(501)], version=700),
        answer(header(), put("b", 701, ORDER), end({"b": 701})),
    )
    assert device.client.sync().kind == "done"
    assert device.network.paths == ["/api/sync", "/api/s/1", "/api/s/2", "/api/sync"]
    assert device.network.methods == ["POST", "GET", "GET", "POST"]
    assert device.network.headers[1] == {"authorization": "Bearer token"}
    assert (device.last.cursor, device.last.reading) == ({"b": 700}, {"b": 3})
    assert len(device.client.held()["b"]) == 503


def test_a_snapshot_mends_nothing(device: Device):
    device.script(
        answer(header(scope=scope("b"), snapshots={"b": ("/api/s/1",)}), end({"b": 0}, complete=False)),
        _snapshot(mended(put("b", 9, ORDER)), put("b", 10, ROUND)),
        answer(header(), end({"b": 50})),
    )
    assert device.client.sync().kind == "done"
    assert set(device.client.held()["b"]) == {ROUND}


@pytest.mark.parametrize("path", ["/api/s/1", "//elsewhere/1", "@elsewhere/1"])
def test_without_the_snapshot_the_normal_way_goes_on(device: Device, path: str):
    device.script(answer(header(scope=scope("b"), snapshots={"b": (path,)}), end({"b": 0}, complete=False)))
    if path == "/api/s/1":
        device.script(problem(404, "not_found"))
    device.script(taken({"b": 1}, put("b", 1, ROUND)))
    assert device.client.sync().kind == "done"
    assert not device.last.snapshots
    assert not any("elsewhere" in each for each in device.network.paths)


def test_a_snapshot_that_is_cut_goes_on_from_its_last_line(device: Device):
    for failure in (NetworkError("x"), answer(put("b", 10, ROUND), cut=True)):
        device.script(
            answer(header(scope=scope("b"), snapshots={"b": ("/api/s/1",)}), end({"b": 0}, complete=False)),
            failure,
        )
        assert device.client.sync() == Outcome("failed", "network")
    assert device.client.cursor() == {"b": 10}


# Refusals.


@pytest.mark.parametrize("code", ["missing_token", "invalid_token", "device_revoked"])
def test_who_is_signed_out_keeps_everything(device: Device, code: str):
    _read(device, put("b", 1, ROUND, **round_document()))
    device.client.record(TICK, ROUND)
    device.script(problem(401, code))
    assert device.client.sync() == Outcome("signed_out", code)
    assert device.states() == ["waiting"]
    assert ROUND in device.client.documents()


def test_after_the_end_of_access_documents_are_forgotten_and_work_is_sent(device: Device):
    _read(device, put("b", 1, ROUND, **round_document()))
    device.client.record(TICK, ROUND)
    device.script(
        problem(403, "access_ended"), taken(result={"status": "quarantined", "reason": "access_ended"})
    )
    assert device.client.sync() == Outcome("upload_only", "access_ended", 3600)
    assert not device.last.pull
    assert device.client.held() == {}
    assert device.client.cursor() == {}
    assert device.states() == ["acknowledged"]


def test_after_thirty_days_not_even_that_is_taken(device: Device):
    device.script(problem(403, "access_ended"), problem(403, "access_ended"))
    assert device.client.sync() == Outcome("failed", "access_ended")


@pytest.mark.parametrize(("status", "code"), [(426, "protocol_too_old"), (400, "protocol_too_new")])
def test_another_protocol_version_still_sends(device: Device, status: int, code: str):
    _read(device, put("b", 1, ROUND, **round_document()))
    device.client.record(TICK, ROUND)
    device.script(problem(status, code), taken())
    assert device.client.sync() == Outcome("upload_only", code, 3600)
    assert device.states() == ["acknowledged"]
    assert ROUND in device.client.documents()


@pytest.mark.parametrize(
    ("status", "code"), [(429, "rate_limited"), (503, "busy"), (403, "wrong_person"), (403, "forbidden")]
)
def test_what_may_pass_is_waited_for_and_never_set_aside(device: Device, status: int, code: str):
    device.client.record(TICK, ROUND)
    device.script(*[problem(status, code, retry_after="17") for _ in range(5)])
    for _ in range(5):
        assert device.client.sync() == Outcome("failed", code, retry_after_s=17)
    assert device.states() == ["waiting"]


def test_a_batch_that_is_too_large_is_halved_at_once(device: Device):
    for _ in range(5):
        device.client.record(TICK, ROUND)
    device.script(problem(413, "batch_too_large"), answer(PORTAL, status=413), taken(), taken(), taken())
    assert device.client.sync().kind == "done"
    assert [len(request.operations) for request in device.network.requests] == [5, 3, 2, 2, 1]
    assert device.store.caution().operations_max == 200


def test_two_that_are_too_large_together_go_one_by_one(device: Device):
    for _ in range(2):
        device.client.record(TICK, ROUND)
    device.script(problem(413, "batch_too_large", retry_after="60"), taken(), taken())
    assert device.client.sync().kind == "done"
    assert [len(request.operations) for request in device.network.requests] == [2, 1, 1]


@pytest.mark.parametrize(("status", "code"), [(500, "internal_error"), (413, "batch_too_large")])
def test_a_refusal_that_is_counted_is_not_tried_sooner_than_the_server_asks(
    device: Device, status: int, code: str
):
    device.client.record(TICK, ROUND)
    device.script(problem(status, code, retry_after="17"))
    assert device.client.sync() == Outcome("failed", code, retry_after_s=17)


def test_who_stands_before_the_server_may_say_when_to_come_again(device: Device):
    device.script(answer(PORTAL, status=502, retry_after="Wed, 01 Apr 2026 08:00:30 GMT"))
    assert device.client.sync() == Outcome("failed", "not_an_answer", retry_after_s=30)


def test_the_third_refusal_of_a_batch_sends_half_of_it_at_once(device: Device):
    for _ in range(3):
        device.client.record(TICK, ROUND)
    device.script(*[problem(500, "internal_error") for _ in range(3)], taken(), taken())
    assert [device.client.sync().kind for _ in range(3)] == ["failed", "failed", "done"]
    assert [len(request.operations) for request in device.network.requests] == [3, 3, 3, 2, 1]


def test_one_poisoned_operation_is_found_and_set_aside(device: Device):
    _read(device, put("b", 1, ROUND, **round_document()))
    made = [device.client.record(TICK, ROUND).id for _ in range(4)]
    poison = made[2]

    def server(request: SyncRequest):
        sent = [each["id"] for each in request.operations]
        return problem(500, "internal_error") if poison in sent else taken()(request)

    outcomes = []
    while device.client.pending().count > 1 or not outcomes or outcomes[-1].kind != "done":
        device.script(*[server] * 10)
        outcomes.append(device.client.sync())
        assert len(outcomes) < 20
    assert outcomes[0] == Outcome("failed", "internal_error")
    assert device.states() == ["settled", "settled", "set_aside", "settled"]
    assert device.client.entries()[2].refusal == "internal_error"
    assert device.last.pending.count == 1

    device.network.replies = [taken()]
    assert device.client.retry_set_aside() == 1
    assert device.client.sync().kind == "done"
    assert device.states() == ["settled"] * 4


def test_refusals_add_up_though_more_is_recorded_between_them_and_over_restarts(device: Device):
    _read(device, put("b", 1, ROUND, **round_document()))
    device.client.record(TICK, ROUND)
    device.script(problem(500, "internal_error"))
    device.client.sync()
    device.client.record(TICK, ROUND)
    again = Device(
        device.folder,
        Network(problem(500, "internal_error"), problem(500, "internal_error"), taken(), taken()),
    )
    again.client.sync()
    assert again.client.sync().kind == "done"
    assert [len(request.operations) for request in again.network.requests] == [1, 1, 0, 1]
    assert again.states() == ["set_aside", "settled"]
    again.store.close()


def test_a_server_that_refuses_everything_sets_nothing_aside(device: Device):
    made = [device.client.record(TICK, ROUND).id for _ in range(3)]
    device.network.replies = [problem(500, "internal_error") for _ in range(100)]
    for _ in range(40):
        assert device.client.sync() == Outcome("failed", "internal_error")
    assert device.states() == ["waiting"] * 3

    device.network.replies = [taken() for _ in range(5)]
    assert device.client.sync().kind == "done"
    assert [entry.id for entry in device.client.entries()] == made
    assert not any(entry.refusal or entry.state == "waiting" for entry in device.client.entries())


def test_other_refusals_between_begin_the_count_anew(device: Device):
    device.client.record(TICK, ROUND)
    for code in ("internal_error", "internal_error", "invalid_request", "internal_error", "internal_error"):
        device.script(problem(500, code))
        assert device.client.sync() == Outcome("failed", code)
    assert device.states() == ["waiting"]


def test_an_operation_that_alone_is_too_large_is_set_aside(device: Device):
    device.client.record(TICK, ROUND)
    device.script(*[problem(413, "batch_too_large")] * 3, taken())
    for _ in range(2):
        device.network.replies[0] = problem(413, "batch_too_large")
        assert device.client.sync() == Outcome("failed", "batch_too_large")
    device.network.replies = [problem(413, "batch_too_large"), taken()]
    device.client.sync()
    assert device.states() == ["set_aside"]


def test_a_refusal_without_operations_sets_nothing_aside(device: Device):
    device.script(*[problem(500, "internal_error") for _ in range(4)], problem(413, "batch_too_large"))
    for _ in range(4):
        assert device.client.sync() == Outcome("failed", "internal_error")
    assert device.client.sync() == Outcome("failed", "batch_too_large")


# The archive.


def test_what_is_settled_is_pruned_after_thirty_days_and_a_backup(device: Device):
    device.client.record(TICK, ROUND)
    device.script(taken())
    device.client.sync()
    may = NOW.replace(month=5, day=2)
    for fields, left in (
        ({"server_time": may}, 1),
        ({"server_time": may, "backup_through": NOW.replace(hour=7)}, 1),
        ({"server_time": NOW.replace(day=30), "backup_through": NOW}, 1),
        ({"server_time": may, "backup_through": NOW}, 0),
    ):
        device.script(taken(**fields))
        device.client.sync()
        assert len(device.client.entries()) == left


# Surroundings.


def test_two_processes_on_one_store_go_on_from_each_other(device: Device):
    other = Device(device.folder, Network(taken({"b": 5}, put("b", 5, ROUND), scope=scope("b"))))

    def meanwhile(request: SyncRequest):
        assert other.client.sync().kind == "done"
        return taken({"b": 4}, put("b", 4, ORDER), scope=scope("b"))(request)

    device.script(meanwhile, taken({"b": 5}))
    assert device.client.sync().kind == "done"
    assert device.last.cursor == {"b": 5}
    other.store.close()


def test_two_processes_that_send_the_same_at_once_are_both_done(device: Device):
    device.client.record(TICK, ROUND)
    other = Device(device.folder, Network(taken()))

    def meanwhile(request: SyncRequest):
        assert other.client.sync(pull=False) == Outcome("done")
        return taken()(request)

    device.script(meanwhile)
    assert device.client.sync(pull=False) == Outcome("done")
    assert device.states() == ["acknowledged"]
    other.store.close()


def test_documents_of_somebody_else_are_forgotten(device: Device):
    _read(device, put("b", 1, ROUND, **round_document()))
    device.store.save_account(replace(ACCOUNT, person=replace(ACCOUNT.person, id=OTHER)))
    assert device.client.documents() == {}
    assert device.client.held() == {}
    device.script(taken())
    device.client.sync()
    assert (device.last.person, device.last.cursor, device.last.epoch) == (OTHER, {}, None)


def test_a_sync_ends_when_somebody_else_joins_meanwhile(device: Device):
    other = replace(ACCOUNT, device=OTHER, person=replace(ACCOUNT.person, id=OTHER))

    def joins(_: SyncRequest):
        device.store.save_account(other)
        return answer(
            header(token="not-for-them", scope=scope("b")),
            put("b", 1, ROUND, **round_document()),
            end({"b": 1}, complete=False),
        )

    device.script(joins)
    assert device.client.sync() == Outcome("signed_out", "missing_token")
    assert device.store.account() == other
    assert device.client.documents() == {}


def test_round_trips_have_an_end(device: Device):
    device.script(*[answer(header(scope=scope("b")), end({"b": n}, complete=False)) for n in range(1, 1001)])
    assert device.client.sync() == Outcome("done")
    assert device.network.replies == []


def test_skip_and_comment_go_the_same_way(device: Device):
    device.client.record(RoundSkip(VISIT, "locked"), ROUND)
    device.client.record(WorkOrderComment("Ovi kiinni"), ORDER)
    device.script(taken())
    assert device.client.sync().kind == "done"
    assert isinstance(device.last, SyncRequest)
    assert [each["kind"] for each in device.last.operations] == ["round.skip", "work_order.comment"]
