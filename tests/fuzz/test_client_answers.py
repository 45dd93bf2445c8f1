"""Hostile answers to the Python client: nothing is lost, nothing counts as acknowledged that was not, and it ends."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sync.answers import retry_after_s
from sync.client import Refused
from sync.errors import InvalidResponse
from sync.limits import ANSWER_BYTES_MAX
from sync.messages import Result, SyncRequest
from sync.operations import RoundTick
from sync.ports import HttpAnswer, NetworkError
from sync.store import SqliteStore
from tests.fuzz.answers import (
    Small,
    body_of,
    check_over,
    check_sync_over,
    device_with_work,
    pieces,
    revisions_of,
    sync_with,
    told_acknowledged,
)
from tests.fuzz.bodies import garbled, spoilt, text_of
from tests.sync.client.fakes import ACCOUNT, JOINED, ROUND, VISIT, header, put

FUZZ = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))

FOREIGN: tuple[Any, ...] = (
    {"b": "a", "v": 1, "id": "x:0", "r": 1, "doc": {"type": "x"}},
    {"b": "b", "v": 9, "id": "x:9", "r": 9, "deleted": True},
    {"b": "c", "v": 2**53 - 1, "id": "x:5", "r": 2**53 - 1, "doc": None},
    {"b": "a", "v": 4, "id": "x:1", "r": 3, "doc": {"type": "x"}, "m": True},
    {"cursor": {"a": 2**53 - 1}, "complete": False, "checks": {}, "next_s": 0},
    {
        "cursor": {"a": 1, "elsewhere": 3},
        "complete": True,
        "checks": {"a": {"count": 9, "sum": 9}},
        "next_s": 0,
    },
    {"weather": "of a newer server"},
    [],
    "text",
    10**400,
)
"""Lines that do not belong: read already, of no such bucket, an end before the end, of another server's ideas."""

JUNK: tuple[bytes, ...] = (
    b"[" * 100_000,
    b'{"a":' * 40_000,
    b"{" + b",".join(b'"%d":0' % number for number in range(125_000)) + b"}",
    b"x" * (ANSWER_BYTES_MAX - 4_096),
    b"9" * 10_000,
    b"\0\xff\xfe",
    b"\r",
)
"""Lines that are too deep, too wide, too long, or no text."""


@FUZZ
@given(data=st.data())
def test_any_json_in_any_line(data):
    def spoil(lines):
        for index in data.draw(st.sets(st.integers(0, len(lines) - 1), min_size=1, max_size=3)):
            lines[index] = data.draw(spoilt(lines[index]))
        return body_of(lines)

    with device_with_work() as (device, server):
        check_sync_over(device, server, spoil)


@FUZZ
@given(data=st.data())
def test_bytes_that_are_hardly_lines(data):
    with device_with_work() as (device, server):
        check_sync_over(device, server, lambda lines: data.draw(garbled(body_of(lines))))


@FUZZ
@given(data=st.data())
def test_lines_in_any_order_twice_missing_and_of_others(data):
    def spoil(lines):
        many = st.lists(st.sampled_from([*lines, *FOREIGN]) | st.sampled_from(JUNK), max_size=12)
        first = data.draw(st.sampled_from([lines[:1], lines[:1], lines[:1], []]))
        told = [line if isinstance(line, bytes) else text_of(line) for line in [*first, *data.draw(many)]]
        return b"".join(line + b"\n" for line in told)

    with device_with_work() as (device, server):
        check_sync_over(device, server, spoil)


@FUZZ
@given(data=st.data())
def test_any_status_with_any_problem_and_any_retry_after(data):
    status = data.draw(
        st.sampled_from([100, 204, 301, 302, 304, 400, 401, 403, 404, 413, 422, 426, 429, 500, 502, 503, 599])
    )
    code = data.draw(
        st.sampled_from(["access_ended", "protocol_too_new", "invalid_request", "busy", "x" * 200, "\ud800"])
    )
    whole = {"type": "about:blank", "title": "", "status": status, "code": code, "detail": ""}
    body = data.draw(
        st.one_of(
            st.just(text_of(whole)),
            st.just(b"<html><h1>Bad gateway</h1></html>"),
            spoilt(whole).map(text_of),
            garbled(text_of(whole)),
            st.binary(),
        )
    )
    wait = data.draw(
        st.sampled_from(["", "5", "-1", "9" * 5_000, "٣", "soon", "Wed, 21 Oct 2015 07:28:00 GMT", "1e3"])
        | st.text()
    )
    with device_with_work() as (device, server):
        check_over(device, server, HttpAnswer(status, {"retry-after": wait}, pieces(body)), set)


def test_an_answer_that_is_cut_at_each_byte():
    """After every cut the documents are those of a whole number of lines, with the cursor that these lead to."""
    with device_with_work() as (device, server):
        start = device.store.position()
        states = set()
        for kept in itertools.count():
            # Each cut meets the same device: what the last one brought is taken back.
            device.store.reopen(ACCOUNT.person.id, "no such epoch")
            for each, bucket in (("x:0", "b"), ("x:2", "a"), ("x:0", "")):
                device.store._documents.execute(
                    "DELETE FROM documents WHERE id = ? AND bucket = ?", (each, bucket)
                )
            device.store._documents.execute(
                "INSERT OR REPLACE INTO documents VALUES ('a', 'x:0', 1, ?, '{\"type\": \"x\"}')",
                (start.generation,),
            )
            device.store.write(replace(start, writes=device.store.position().writes), [])
            sent: list[bytes] = []
            device.network.replies[:] = [_cut(server, sent, kept), NetworkError("gone")]

            outcome = device.client.sync()

            whole = sent[0].splitlines()
            has_header = kept >= len(whole[0])
            assert outcome.code == (
                None if outcome.kind == "done" else "network" if has_header else "not_an_answer"
            )
            acknowledged = {entry.id for entry in device.client.entries() if entry.result}
            assert acknowledged == (told_acknowledged(sent[0]) if has_header else set())
            states.add((tuple(sorted(device.client.cursor().items())), text_of(revisions_of(device))))
            if kept >= len(sent[0]) - 1:
                break
        assert outcome.kind == "done"
        assert revisions_of(device) == server.held()
        # As it was, and after each of the lines.
        assert len(states) == len(whole) - 1


def _cut(server: Small, sent: list[bytes], kept: int) -> Callable[[SyncRequest], HttpAnswer]:
    def reply(request: SyncRequest) -> HttpAnswer:
        sent.append(body_of(server.lines_to(request)))
        return HttpAnswer(200, {}, pieces(sent[0][:kept], 512))

    return reply


def test_a_header_acknowledges_only_what_was_asked():
    """An id that this request did not bring is not the server's to settle: it has not seen that operation."""
    with device_with_work() as (device, server):

        def reply(request):
            late = device.client.record(RoundTick(VISIT), ROUND)
            lines = server.lines_to(request)
            lines[0]["results"] += header([Result(late.id, "applied")])["results"] + lines[0]["results"][:1]
            return HttpAnswer(200, {}, pieces(body_of(lines)))

        device.network.replies[:] = [reply, NetworkError("gone")]
        device.client.sync()

        assert [entry.result is not None for entry in device.client.entries()] == [True, True, False]


def test_a_clock_from_the_end_of_time_keeps_nothing_from_being_mended():
    """What differs is mended once a day by the server's clock, also when that clock has told nonsense once."""

    def spoil(lines):
        lines[0]["server_time"] = "9999-12-31T00:00:00Z"
        lines[-1]["checks"] = {"a": {"count": 9, "sum": 9}}
        return body_of(lines)

    with device_with_work() as (device, server):
        check_sync_over(device, server, spoil)
        device.store._documents.execute("DELETE FROM documents WHERE id = 'x:1'")
        for _ in range(3):
            device.clock.wait(days=2)
            server.days += 2
            sync_with(device, server)
        assert revisions_of(device) == server.held()


def test_a_clock_from_the_first_day_of_the_calendar_deletes_nothing():
    def spoil(lines):
        lines[0]["server_time"] = lines[0]["backup_through"] = "0001-01-01T00:00:00Z"
        return body_of(lines)

    with device_with_work() as (device, server):
        check_sync_over(device, server, spoil)


ENDLESS = {
    "a line without end": b"x" * 65536,
    "lines that nobody can read": b"nonsense\n" * 8192,
    "empty lines": b"\n" * 65536,
    "documents": (text_of(put("a", 1, "x:0")) + b"\n") * 1_024,
}


@pytest.mark.parametrize("piece", ENDLESS.values(), ids=ENDLESS)
@pytest.mark.parametrize(
    ("status", "is_behind_a_header"), [(200, True), (200, False), (413, False), (503, False)]
)
def test_a_body_without_end_is_given_up(piece, status, is_behind_a_header):
    taken_bytes = 0

    def body():
        nonlocal taken_bytes
        yield text_of(header()) + b"\n" if is_behind_a_header else b""
        while True:
            taken_bytes += len(piece)
            yield piece

    with device_with_work() as (device, server):
        check_over(device, server, HttpAnswer(status, {}, body()), set)
        assert taken_bytes <= ANSWER_BYTES_MAX + len(piece)


@FUZZ
@given(data=st.data())
def test_any_answer_to_joining(data):
    body = data.draw(
        st.one_of(spoilt(JOINED).map(text_of), garbled(text_of(JOINED)), st.sampled_from(JUNK), st.binary())
    )
    status = data.draw(st.sampled_from([200, 200, 200, 204, 302, 404, 500]))
    with device_with_work() as (device, _):
        device.network.replies[:] = [HttpAnswer(status, {}, pieces(body, 4_096))]
        try:
            joined = device.client.join("CODE", "Kannettava", "fi")
        except (InvalidResponse, Refused):
            assert device.client.account() == ACCOUNT
        else:
            # What was changed made no difference, or it is another person's device now, whose store this is not.
            told = json.loads(body)
            assert (joined.token, joined.person.id) == (told["token"], told["person"]["id"])
            assert joined.token.isascii()
            assert joined.token.isprintable()
            assert SqliteStore(device.folder).account() == device.client.account()


@given(st.text() | st.from_regex(r"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [A-Z+0-9-]{3,6}"))
def test_retry_after_is_at_most_a_day_of_seconds_or_nothing(text):
    wait = retry_after_s({"retry-after": text}, datetime(2026, 4, 1, tzinfo=UTC))

    assert wait is None or 0 <= wait <= 86_400


@pytest.mark.parametrize("token", ["a\nb", "a b", "ä", "\u20ac", "", "x" * 5_000])
def test_a_token_that_no_header_can_bear_is_no_token(token):
    """It would stay, and every later request would fail for it."""

    def spoil(lines):
        lines[0]["token"] = token
        return body_of(lines)

    with device_with_work() as (device, server):
        check_sync_over(device, server, spoil)
        assert device.client.account() == ACCOUNT
