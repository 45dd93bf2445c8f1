"""Hostile requests to POST /api/sync: refused with a code and without a trace, or every operation kept."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from server.database import snapshot
from server.inbox.models import InboxOperation
from sync.wire import canonical, dump_operation
from tests import strategies
from tests.device import Device
from tests.fuzz.bodies import garbled, nested, spoilt, text_of, zipped
from tests.fuzz.contents import changed, contents

PROTOCOL = (Path(__file__).parents[2] / "docs/protocol.md").read_text(encoding="utf-8")
CODES = set(
    re.findall(r"`(\w+)`", "".join(re.findall(r"(?m)^\| (`.*?) \|", PROTOCOL.partition("## Errors")[2])))
)
OF_THE_INBOX = {"inbox_operations", "log_entries", "devices", "audit_head", "audit_rows"}
"""What changes when operations are received and none is applied: the log entry is for supervisors, and audited."""
FUZZ = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture
def phone(world, client):
    device = Device(client, world.cleaner)
    device.sync()
    return device


def request(phone: Device, *operations: Any) -> dict[str, Any]:
    """A good request of the present protocol that uses all of its fields."""
    return {
        "protocol": 2,
        "build": "fuzz",
        "person": phone.person,
        "stream": phone.stream,
        "epoch": phone.epoch,
        "sent_at": "2026-04-01T08:14:09.120+03:00",
        "cursor": dict(phone.cursor),
        "pending": {"count": 1, "oldest_recorded_at": "2026-04-01T08:00:00+03:00"},
        "operations": list(operations),
        "pull": True,
        "reading": {"catalogue": 0},
        "snapshots": True,
        "check": True,
        "mend": {"catalogue": None, f"person:{phone.person}": [0, 255]},
        "differs": ["catalogue"],
    }


def post(phone: Device, body: bytes, **headers: str) -> Any:
    sent = {"Authorization": f"Bearer {phone.token}", "Content-Type": "application/json"} | headers
    return phone.client.post(
        "/api/sync", data=body, headers={name: text for name, text in sent.items() if text}
    )


def check_refused(answer: Any, before: Any) -> None:
    """A stable code, told as problem JSON, and nothing in the database is other than before."""
    assert 400 <= answer.status_code < 500, answer.text
    assert answer.mimetype == "application/problem+json"
    problem = json.loads(answer.data)
    assert problem["code"] in CODES
    assert problem["status"] == answer.status_code
    assert changed(before, contents()) == set()


def check_answer(answer: Any, before: Any) -> list[dict[str, Any]]:
    """Refused without a trace, or whole; gives the results."""
    if answer.status_code != 200:
        check_refused(answer, before)
        return []
    header, *_, end = [json.loads(line) for line in answer.data.splitlines()]
    assert set(end) >= {"cursor", "complete", "checks", "next_s"}
    return header["results"]


@FUZZ
@given(data=st.data())
def test_any_json_for_any_field_of_a_request(phone, data):
    before = contents()
    asked = data.draw(spoilt(request(phone)))

    check_answer(post(phone, text_of(asked)), before)


@FUZZ
@given(data=st.data())
def test_any_operation_is_kept_or_its_whole_batch_refused(phone, world, data):
    """What is answered 200 is in the inbox, byte for byte; what can't be applied changes nothing else."""
    good = data.draw(
        st.lists(
            strategies.recorded(
                targets=st.sampled_from([f"round:{world.round}", f"work_order:{world.order}"]),
                visits=st.sampled_from(world.visits),
            ),
            min_size=1,
            max_size=4,
        )
    )
    sent = data.draw(spoilt([dump_operation(operation) for operation in good], changes_max=6))
    before = contents()

    answer = post(phone, text_of(request(phone) | {"operations": sent}))

    results = check_answer(answer, before)
    if answer.status_code == 200:
        assert isinstance(sent, list)
        # As the server reads them: of a number written in two ways only the value is left.
        sent = json.loads(text_of(sent))
        with snapshot() as session:
            rows = {row.id: row for row in session.scalars(select(InboxOperation))}
        assert len(results) == len(sent)
        assert {result["id"] for result in results} <= rows.keys()
        kept = {row.raw for row in rows.values()}
        assert {canonical(operation) for operation in sent} <= kept
        if all(result["status"] == "quarantined" for result in results):
            assert changed(before, contents()) <= OF_THE_INBOX


@FUZZ
@given(data=st.data())
def test_bytes_that_are_hardly_json(phone, data):
    before = contents()
    operation = phone.operation("round.start", "round:01930000-0000-7000-8000-000000000020")
    body = data.draw(garbled(text_of(request(phone, operation))))

    check_answer(post(phone, body), before)


@FUZZ
@given(data=st.data())
def test_gzip_of_every_kind(phone, data):
    before = contents()
    body = data.draw(zipped(text_of(request(phone))))

    check_answer(post(phone, body, **{"Content-Encoding": "gzip"}), before)


def test_what_no_field_and_no_batch_may_be(phone):
    """Whatever has to hold at once: sizes, depths, types, names twice, numbers beyond any column."""
    wide = {f"bucket:{number}": number for number in range(100_000)}
    good = request(phone)
    codes = {
        "malformed_json": [
            text_of(good | {"operations": nested(70)}),
            b"[" * 200_000,
            b'{"a":' * 40_000,
            text_of(good).replace(b'"fuzz"', b'"\xff"'),
            text_of(good).replace(b'"fuzz"', b"NaN"),
            text_of(good).replace(b'"protocol": 2', b'"protocol": 1e999'),
            text_of(good).replace(b'"protocol": 2', b'"protocol": ' + b"1" * 5_000),
            b"",
            b"\0",
        ],
        "invalid_request": [
            text_of(good | {"cursor": {f"bucket:{number}": 0 for number in range(65)}}),
            text_of(good | {"cursor": {"catalogue": 2**63}}),
            text_of(good | {"cursor": {"catalogue": 10**400}}),
            text_of(good | {"cursor": {"\ud800": 1, "\0": 2}}),
            text_of(good | {"cursor": {"catalogue": True}}),
            text_of(good | {"sent_at": "0001-01-01T00:00:00+14:00"}),
            text_of(good | {"build": "x" * 200_000}),
            text_of(good).replace(b'"protocol": 2', b'"protocol": "2"'),
            text_of([good]),
            b"null",
            b'"text"',
        ],
        "batch_too_large": [
            text_of(good | {"cursor": wide}),
            text_of(good | {"operations": [{}] * 201}),
            text_of(good | {"operations": [{"payload": {"text": "x" * 70_000}}]}),
            b" " * (256 * 1024 + 1),
        ],
        "wrong_person": [text_of(good)[:-1] + b', "person": "01930000-0000-7000-8000-000000000001"}'],
    }
    before = contents()
    for code, bodies in codes.items():
        for body in bodies:
            answer = post(phone, body)
            check_refused(answer, before)
            assert answer.get_json()["code"] == code, body[:100]


def test_other_types_encodings_and_lengths(phone):
    body = text_of(request(phone))
    before = contents()
    for headers, status in (
        ({"Content-Type": ""}, 415),
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": "application/json; charset=latin-1"}, 200),
        ({"Content-Type": "multipart/form-data; boundary=x"}, 415),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
        ({"Content-Encoding": "br"}, 415),
        ({"Content-Encoding": "gzip, gzip"}, 415),
        ({"Content-Encoding": "gzip"}, 400),
        ({"Authorization": ""}, 401),
        ({"Authorization": "Bearer"}, 401),
        ({"Authorization": "Bearer " + "x" * 5_000}, 401),
        ({"Authorization": "Bearer k\xe4"}, 401),
        ({"Authorization": f"Basic {phone.token}"}, 401),
    ):
        answer = post(phone, body, **headers)
        assert answer.status_code == status, headers
        if status != 200:
            check_refused(answer, before)
        before = contents()
