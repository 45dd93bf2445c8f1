import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.operations import KINDS, Author
from sync.overlay import followers, overlay, replay
from sync.wire import canonical, parse_operation
from tests import strategies
from tests.vectors.load import cases, load

AUTHOR = Author(**load("overlay")["author"])


@cases("overlay")
def test_shared_case(given, expect):
    before = canonical(given["document"])

    document = overlay(given["document"], parse_operation(given["operation"]), AUTHOR)

    assert document == expect
    assert canonical(given["document"]) == before


@pytest.mark.parametrize("kind", KINDS)
def test_shared_cases_cover_fitting_unfitting_and_missing_targets_of_each_kind(kind):
    of_kind = [case for case in load("overlay")["cases"] if case["given"]["operation"]["kind"] == kind]

    outcomes = {
        (case["given"]["document"] is not None, case["given"]["document"] == case["expect"])
        for case in of_kind
    }

    unfitting, missing, fitting, creating = (True, True), (False, True), (True, False), (False, False)
    is_creating = kind in ("work_order.create", "product_use.record", "brief.confirm", "courtyard.record")
    assert outcomes == ({creating, unfitting} if is_creating else {fitting, unfitting, missing})


@st.composite
def situations(draw):
    """A document or none, one operation about it, and its author."""
    author = draw(strategies.authors)
    kind = draw(st.sampled_from(sorted(KINDS)))
    visit_ids = draw(st.lists(strategies.uuids, min_size=1, max_size=4, unique=True))
    document = {
        "round": strategies.rounds(visit_ids, author.person),
        "work_order": strategies.work_orders(author.person),
        "product_use": strategies.product_uses(author.person),
        "brief_confirmation": strategies.confirmations(),
        "courtyard_record": strategies.courtyard_records(),
        "duty_alert": strategies.duty_alerts(author.person),
        "inspection": strategies.inspections(visit_ids),
    }[KINDS[kind].target_type]
    visits = st.sampled_from(visit_ids) | strategies.uuids
    return (
        draw(st.none() | document),
        draw(strategies.recorded(kinds=st.just(kind), visits=visits)),
        author,
    )


@given(situations())
def test_nothing_that_is_passed_in_changes(situation):
    document, operation, author = situation
    before = copy.deepcopy(document)

    overlay(document, operation, author)

    assert document == before


@given(situations())
def test_a_second_time_changes_nothing(situation):
    document, operation, author = situation

    once = overlay(document, operation, author)

    assert overlay(once, operation, author) == once


@given(situations())
def test_what_is_not_known_stays(situation):
    document, operation, author = situation

    after = overlay(document, operation, author)

    if document is not None:
        assert after is not None
        assert list(after) == list(document)
        assert after["weather"] == document["weather"]
        before_visits, after_visits = document.get("visits", []), after.get("visits", [])
        assert [(visit["id"], visit["weather"]) for visit in after_visits] == [
            (visit["id"], visit["weather"]) for visit in before_visits
        ]


@given(situations())
def test_the_result_is_json(situation):
    after = overlay(*situation)

    assert json.loads(json.dumps(after)) == after


@given(situations())
def test_replay_changes_the_target_only(situation):
    document, operation, author = situation
    others = {"product:1": {"type": "product"}, "comet:1": {"type": "comet"}}
    known = others if document is None else {**others, operation.target: document}

    replayed = replay(known, [operation], author)

    expected = overlay(document, operation, author)
    assert replayed == others | ({} if expected is None else {operation.target: expected})


def test_replay_takes_operations_in_order():
    round_id, visit_id = "round:01930000-0000-7000-8000-000000000020", "01930000-0000-7000-8000-000000000021"
    visit = {
        "id": visit_id,
        "state": "open",
        "at": None,
        "by": None,
        "minutes": None,
        "reason": None,
        "text": None,
        "is_returned": False,
    }
    round_ = {
        "type": "round",
        "state": "planned",
        "person": None,
        "started_at": None,
        "finished_at": None,
        "note": None,
        "visits": [visit],
    }

    def recorded(sequence, kind, time, **payload):
        return parse_operation(
            {
                "id": f"01930000-0000-7000-8000-{sequence:012}",
                "sequence": sequence,
                "kind": kind,
                "kind_version": 1,
                "target": round_id,
                "recorded_at": f"2026-04-01T{time}:00Z",
                "payload": payload,
            }
        )

    operations = [
        recorded(1, "round.skip", "05:00", visit=visit_id, reason="occupied"),
        recorded(2, "round.tick", "05:10", visit=visit_id),
        recorded(3, "round.untick", "05:11", visit=visit_id),
        recorded(4, "round.tick", "05:20", visit=visit_id, minutes=8),
        recorded(5, "round.finish", "05:30"),
        recorded(6, "round.untick", "05:31", visit=visit_id),
    ]

    replayed = replay({round_id: round_}, operations, AUTHOR)[round_id]

    assert replayed == round_ | {
        "state": "finished",
        "person": AUTHOR.person,
        "started_at": "2026-04-01T05:00:00.000Z",
        "finished_at": "2026-04-01T05:30:00.000Z",
        "visits": [
            visit | {"state": "done", "at": "2026-04-01T05:20:00.000Z", "by": AUTHOR.person, "minutes": 8}
        ],
    }
    assert round_["state"] == "planned"


def test_replay_takes_an_alert_along_with_its_order():
    order_id, alert_id = "work_order:01930000-0000-7000-8000-000000000040", "duty_alert:1"
    order = {"type": "work_order", "state": "assigned", "assigned_to": None, "started_at": None}
    alert = {"type": "duty_alert", "order": order_id, "state": "open", "next_at": "2026-04-01T05:20:00.000Z"}
    documents = {
        order_id: order,
        alert_id: alert,
        "duty_alert:2": alert | {"order": "work_order:other"},
        "duty_alert:3": alert | {"order": None},
    }
    start = parse_operation(
        {
            "id": "01930000-0000-7000-8000-000000000001",
            "sequence": 1,
            "kind": "work_order.start",
            "kind_version": 1,
            "target": order_id,
            "recorded_at": "2026-04-01T05:10:00Z",
            "payload": {},
        }
    )

    replayed = replay(documents, [start], AUTHOR)

    assert replayed[order_id]["state"] == "started"
    assert replayed[alert_id] == alert | {
        "state": "acknowledged",
        "next_at": None,
        "acknowledged_by": AUTHOR.person,
        "acknowledged_at": "2026-04-01T05:10:00.000Z",
    }
    assert {key: replayed[key] for key in ("duty_alert:2", "duty_alert:3")} == {
        key: documents[key] for key in ("duty_alert:2", "duty_alert:3")
    }
    assert alert["state"] == "open"


def test_only_alerts_follow_what_is_recorded_on_their_order():
    order = "work_order:00000000-0000-4000-8000-000000000001"
    documents = {
        "a": {"type": "duty_alert", "order": order},
        "b": {"type": "product_use", "order": order},
        "c": {"type": "duty_alert", "order": None},
        "d": {"type": "duty_alert"},
    }
    assert followers(documents, order) == ["a"]


def test_a_pause_that_the_server_knows_already_stays_as_the_server_has_it():
    case = next(
        each
        for each in load("overlay.work_orders")["cases"]
        if each["given"]["operation"]["kind"] == "work_order.pause"
        and (each["expect"] or {}).get("paused") != (each["given"]["document"] or {}).get("paused")
    )
    operation = parse_operation(case["given"]["operation"])
    paused = case["expect"]["paused"] | {"at": "2026-04-01T06:00:00.000Z"}
    document = case["expect"] | {"paused": paused}

    assert overlay(document, operation, AUTHOR)["paused"] == paused
