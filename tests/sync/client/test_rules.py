"""Pure rules: clocks, ids, backoff, batches, what is readable, the eco rule, what was typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync import wire
from sync.answers import read_lines, read_problem, read_whole, retry_after_s
from sync.backoff import backoff_s
from sync.clock import ClockReading, read_clock
from sync.eco import alternatives, is_eco_labelled
from sync.instants import Clock
from sync.limits import ANSWER_LINES_MAX, LINE_BYTES_MAX, WHOLE_BYTES_MAX
from sync.messages import Problem, Result
from sync.outbox import (
    Caution,
    Entry,
    State,
    after_acceptance,
    after_refusal,
    choose_batch,
    halved,
    is_hopeless,
    is_settled,
    operation_bytes,
)
from sync.ports import HttpAnswer, NetworkError
from sync.readable import readable
from sync.recording import TooLong, check_length, seen_of, storable
from sync.tasks import (
    NotFound,
    eco_answer,
    find_document,
    find_order,
    find_product,
    find_visit,
    orders_of,
    rounds_of,
)
from sync.uuid7 import make_uuid7, uuid7_of
from tests.sync.client.fakes import NOW, answer

# Ids.


@given(st.integers(0, 2**48 - 1), st.integers(0, 2**74 - 1))
def test_an_id_holds_its_time_and_its_random_bits(milliseconds: int, random: int):
    made = UUID(uuid7_of(milliseconds, random))
    assert (made.version, made.int >> 80) == (7, milliseconds)
    assert made.int & (1 << 62) - 1 == random & (1 << 62) - 1
    assert made.int >> 64 & 0xFFF == random >> 62
    assert made.variant == "specified in RFC 4122"


def test_ids_are_new_each_time_and_in_the_order_of_their_milliseconds():
    made = [make_uuid7(NOW + timedelta(milliseconds=number)) for number in range(50)]
    assert sorted(made) == made
    assert len({make_uuid7(NOW) for _ in range(100)}) == 100


def test_an_id_bears_the_time_at_which_it_was_made():
    made = UUID(make_uuid7(NOW + timedelta(milliseconds=789)))
    assert made.int >> 80 == int(NOW.timestamp()) * 1000 + 789


def test_a_clock_before_1970_makes_an_id_too():
    assert make_uuid7(datetime(1969, 1, 1, tzinfo=UTC)).startswith("00000000-0000-7")


# Clocks.


@pytest.mark.parametrize(
    ("wall_ms", "steady_ms", "elapsed_ms"),
    [(5000, 4000, 5000), (4000, 5000, 5000), (-5000, 3000, 3000), (-5000, None, None), (1000, None, 1000)],
)
def test_the_later_of_two_clocks_is_nearer_to_the_truth(
    wall_ms: int, steady_ms: int | None, elapsed_ms: int | None
):
    reading = ClockReading(NOW, NOW, None if steady_ms is None else 100)
    read = read_clock(reading, NOW + timedelta(milliseconds=wall_ms), 100 + (steady_ms or 0))
    assert read == (None if elapsed_ms is None else Clock(NOW, elapsed_ms))


def test_milliseconds_are_whole_and_the_moment_of_receipt_is_one():
    reading = ClockReading(NOW, NOW)
    assert read_clock(reading, NOW, 0) == Clock(NOW, 0)
    assert read_clock(reading, NOW - timedelta(microseconds=1), 0) is None
    clock = read_clock(reading, NOW + timedelta(microseconds=1999), 0)
    assert repr(clock) == repr(Clock(NOW, 1))


def test_a_device_that_was_never_told_the_time_has_no_clock():
    assert read_clock(None, NOW, 0) is None


@given(st.integers(1, 10_000), st.floats(0, 1, exclude_max=True), st.integers(0, 10_000) | st.none())
def test_backoff_is_bounded_and_obeys_the_server(failures: int, random: float, retry_after_s: int | None):
    wait_s = backoff_s(failures, random, retry_after_s)
    assert (retry_after_s or 0) <= wait_s <= max(min(900, 2 * 2 ** min(failures - 1, 20)), retry_after_s or 0)


@pytest.mark.parametrize(
    ("failures", "bound_s"), [(1, 2), (2, 4), (3, 8), (9, 512), (10, 900), (11, 900), (5000, 900)]
)
def test_the_bound_doubles_from_two_seconds_to_a_quarter_of_an_hour(failures: int, bound_s: int):
    assert backoff_s(failures, 0.0) == 0
    assert backoff_s(failures, 0.5) == bound_s / 2
    assert backoff_s(failures, 0.5, bound_s) == bound_s


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("17", 17),
        ("Wed, 01 Apr 2026 08:01:00 GMT", 60),
        ("Wed, 01 Apr 2026 08:01:00 -0000", 60),
        ("Wed, 01 Apr 2026 11:01:00 +0300", 60),
        ("Wed, 01 Apr 2026 07:00:00 GMT", 0),
        ("soon", None),
        ("", None),
        ("86401", 86_400),
        ("9" * 5_000, 86_400),
        ("Fri, 01 Apr 2033 08:00:00 GMT", 86_400),
    ],
)
def test_retry_after_is_seconds_or_a_date(text: str, seconds: int | None):
    assert retry_after_s({"retry-after": text}, NOW) == seconds
    assert retry_after_s({}, NOW) is None


# Lines.


@given(st.lists(st.binary(max_size=20)), st.booleans(), st.data())
def test_lines_are_the_same_however_they_arrive(lines: list[bytes], is_cut: bool, data: st.DataObject):
    lines = [line.replace(b"\n", b"") for line in lines]
    body = b"".join(line + b"\n" for line in lines)
    cuts = sorted(data.draw(st.sets(st.integers(0, len(body)))))

    def pieces():
        for start, stop in zip([0, *cuts], [*cuts, len(body)], strict=True):
            yield body[start:stop]
        yield b"rest"
        if is_cut:
            raise NetworkError("cut")

    assert list(read_lines(pieces())) == [*lines, b"rest"]


def test_a_line_without_end_is_given_up():
    def endless():
        while True:
            yield b"x" * (LINE_BYTES_MAX // 4)

    assert list(read_lines(endless())) == []


def test_a_line_that_is_too_long_is_an_empty_one_and_the_next_goes_on():
    pieces = [b"x" * LINE_BYTES_MAX, b"x", b"\nnext\n"]

    assert list(read_lines(pieces)) == [b"", b"next"]


def test_an_answer_of_too_many_lines_is_broken_off():
    assert len(list(read_lines([b"\n" * (ANSWER_LINES_MAX + 9)]))) == ANSWER_LINES_MAX


def test_a_refusal_of_endless_text_is_none_of_ours():
    assert read_problem(HttpAnswer(500, {}, iter([b"x" * 50_000] * 3))) is None
    assert read_problem(answer(b"{}", status=500)) is None


def test_a_refusal_is_read_in_several_pieces():
    body = wire.canonical(wire.dump_problem(Problem(503, "busy", "Later.")))
    pieces = [body[start : start + 7] for start in range(0, len(body), 7)]
    assert read_problem(HttpAnswer(503, {}, iter(pieces))) == Problem(503, "busy", "Later.")


@pytest.mark.parametrize("length", [0, 1, WHOLE_BYTES_MAX - 1, WHOLE_BYTES_MAX])
def test_a_message_may_have_its_length_and_no_more(length: int):
    body = b"x" * length
    assert read_whole([body[:1000], body[1000:]]) == body
    assert read_whole([body, b"y" * (WHOLE_BYTES_MAX + 1 - length)]) is None


# Batches.


def _entries(count: int, length: int = 10) -> list[Entry]:
    return [
        Entry(str(number), "p", number, "waiting", "", {"text": "x" * length})
        for number in range(1, count + 1)
    ]


@given(st.integers(0, 30), st.integers(0, 400), st.integers(1, 40), st.integers(1, 2000))
def test_a_batch_keeps_all_bounds_and_is_never_empty(
    count: int, length: int, operations_max: int, bytes_max: int
):
    waiting = _entries(count, length)
    batch = choose_batch(waiting, Caution(operations_max=operations_max), bytes_max)
    assert list(batch) == waiting[: len(batch)]
    assert bool(batch) == bool(waiting)
    assert len(batch) <= operations_max
    assert len(batch) <= 1 or sum(operation_bytes(entry.operation) for entry in batch) <= bytes_max


def test_an_operation_is_as_long_as_its_compact_text_in_utf8():
    assert operation_bytes({"a": "ä", "b": [1, 2]}) == len('{"a":"ä","b":[1,2]}'.encode())


def test_an_operation_may_have_64_kib():
    longest = {"a": "x" * (64 * 1024 - len('{"a":""}'))}
    check_length(longest)
    with pytest.raises(TooLong, match="65536"):
        check_length({"a": longest["a"] + "x"})


def test_half_an_emoji_has_a_length():
    assert operation_bytes({"a": "\ud83d"}) > 0


@given(st.integers(1, 200), st.integers(0, 199))
def test_whoever_is_refused_is_found_and_everybody_else_goes_on(count: int, poisoned: int):
    waiting = _entries(count)
    poison = waiting[poisoned % count].id
    caution, aside, rounds = Caution(), [], 0
    while waiting:
        rounds += 1
        assert rounds < 100
        batch = choose_batch(waiting, caution, 10**9)
        ids = tuple(entry.id for entry in batch)
        if poison in ids:
            caution = after_refusal(caution, ids, "internal_error")
            if is_hopeless(caution):
                aside.append(ids[0])
                waiting = [entry for entry in waiting if entry.id != ids[0]]
                caution = Caution()
        else:
            waiting = waiting[len(batch) :]
            caution = after_acceptance(caution, is_empty=not waiting)
    assert aside == [poison]
    assert caution == Caution()


@pytest.mark.parametrize(("operations", "operations_max"), [(1, 200), (2, 1), (3, 2), (4, 2), (5, 3)])
def test_the_third_equal_refusal_halves_a_batch_and_gives_one_operation_up(
    operations: int, operations_max: int
):
    ids = tuple(str(number) for number in range(operations))
    once = after_refusal(Caution(), ids, "internal_error")
    twice = after_refusal(once, ids, "internal_error")
    thrice = after_refusal(twice, ids, "internal_error")
    assert [caution.count for caution in (once, twice)] == [1, 2]
    assert [caution.operations_max for caution in (once, twice, thrice)] == [200, 200, operations_max]
    assert [is_hopeless(caution) for caution in (once, twice, thrice)] == [False, False, operations == 1]


@pytest.mark.parametrize("state", ["waiting", "set_aside", "settled", "acknowledged"])
@pytest.mark.parametrize("result", [None, Result("1", "applied", {"b": 5})])
def test_only_what_is_acknowledged_is_settled(state: State, result: Result | None):
    entry = replace(_entries(1)[0], state=state, result=result)
    assert is_settled(entry, {"b": 5}, False) is (state == "acknowledged" and result is not None)
    assert not is_settled(entry, {"b": 4}, False)


@given(st.integers(2, 200))
def test_half_of_a_batch_is_smaller_and_something(count: int):
    assert 1 <= halved(["x"] * count).operations_max < count


# What can be shown.


@pytest.mark.parametrize(
    ("document_id", "document", "is_readable"),
    [
        ("round:1", {"type": "round", "visits": []}, True),
        ("round:1", {"type": "round"}, False),
        ("round:1", {"type": "round", "visits": {}}, False),
        ("order:1", {"type": "round", "visits": []}, False),
        ("newer:1", {"type": "newer", "x": 1}, True),
        ("round:1", {"visits": []}, False),
        ("round:1", 7, False),
        ("round:1", None, False),
    ],
)
def test_only_what_is_of_its_type_and_has_its_lists_is_shown(
    document_id: str, document: object, is_readable: bool
):
    assert readable(document_id, document) == (document if is_readable else None)


@pytest.mark.parametrize(
    ("target", "visit", "seen"),
    [
        (None, None, {}),
        ({"type": "product_use"}, None, {}),
        ({"type": "work_order", "state": "new"}, None, {"state": "new"}),
        (
            {"type": "round", "state": "planned", "visits": [{"id": "v", "state": "done"}]},
            "v",
            {"state": "done"},
        ),
        (
            {"type": "round", "state": "planned", "visits": [{"id": "v", "state": "done"}]},
            "w",
            {"state": "planned"},
        ),
        ({"type": "round", "state": "planned", "visits": []}, None, {"state": "planned"}),
    ],
)
def test_what_the_worker_was_looking_at(
    target: dict[str, object] | None, visit: str | None, seen: dict[str, object]
):
    assert seen_of(target, visit) == seen


def test_what_no_server_can_store_is_left_out():
    value = {"a": "x\0y", "b": ["\ud83d", "😀"], "c": ({"d": 1.5},), "e": None}
    assert storable(value) == {"a": "xy", "b": ["\ufffd", "😀"], "c": [{"d": 1.5}], "e": None}


# The eco rule.

_LABEL = {"valid_from": "2026-01-01", "valid_until": "2026-06-30"}
_FOR_EVER = {"valid_from": "2026-01-01", "valid_until": None}


def _product(
    name: str, *licences: dict[str, str | None], purpose: str = "floor_care", gtin: str | None = None
):
    return {
        "type": "product",
        "name": name,
        "purpose": purpose,
        "licences": list(licences),
        "gtin": gtin,
        "unit": "ml",
        "hazards": [],
        "h_statements": [],
        "p_statements": [],
    }


@pytest.mark.parametrize(
    ("on", "is_labelled"),
    [("2025-12-31", False), ("2026-01-01", True), ("2026-06-30", True), ("2026-07-01", False)],
)
def test_a_licence_holds_on_its_first_and_last_day(on: str, is_labelled: bool):
    assert is_eco_labelled(_product("a", _LABEL), on) is is_labelled
    assert is_eco_labelled(_product("a"), on) is False
    assert is_eco_labelled(_product("a", _FOR_EVER), "2999-01-01") is True


def test_alternatives_are_labelled_stocked_for_the_same_purpose_and_others():
    products = {
        "p:plain": _product("plain"),
        "p:1": _product("b", _LABEL),
        "p:2": _product("a", _FOR_EVER),
        "p:other": _product("c", _LABEL, purpose="window"),
        "p:over": _product("d", {"valid_from": "2020-01-01", "valid_until": "2020-02-01"}),
        "p:unstocked": _product("e", _LABEL),
    }
    stock = ["p:plain", "p:1", "p:2", "p:other", "p:over", "p:unknown"]
    assert alternatives("p:plain", products, stock, "2026-03-01") == ["p:2", "p:1"]
    assert alternatives("p:2", products, stock, "2026-03-01") == ["p:1"]


def test_a_reason_is_needed_when_a_labelled_product_is_at_hand():
    documents = {
        "product:plain": _product("plain"),
        "product:eco": _product("eco", _LABEL),
        "stock:mine": {"type": "stock", "organisation": "o", "products": ["product:plain", "product:eco"]},
    }
    assert eco_answer(documents, "product:plain", "o", "2026-03-01").needs_reason
    assert not eco_answer(documents, "product:eco", "o", "2026-03-01").needs_reason
    assert not eco_answer(documents, "product:plain", "elsewhere", "2026-03-01").needs_reason


# What there is to do, and what was typed.


def _round(on: str, person: str | None, state: str, *visits: str) -> dict[str, object]:
    return {
        "type": "round",
        "on": on,
        "person": person,
        "state": state,
        "visits": [{"id": visit} for visit in visits],
    }


def _order(state: str, person: str | None, urgency: str = "minor", **fields: object) -> dict[str, object]:
    about = {"due_on": None, "start_by": None, "reported_at": "2026-04-01", "number": None, **fields}
    return {"type": "work_order", "state": state, "assigned_to": person, "urgency": urgency, **about}


DOCUMENTS = {
    "round:1": _round("2026-04-01", "me", "planned", "v1", "v2"),
    "round:2": _round("2026-04-01", None, "running"),
    "round:3": _round("2026-04-01", "me", "newer state"),
    "round:4": _round("2026-04-01", "you", "planned"),
    "round:5": _round("2026-04-02", "me", "planned"),
    "work_order:1": _order("new", None, due_on="2026-04-09", number="T-1"),
    "work_order:2": _order("started", "me", due_on="2026-04-02"),
    "work_order:3": _order("assigned", "me", "urgent", start_by="2026-04-01T10:00:00Z"),
    "work_order:4": _order("returned", "me"),
    "work_order:5": _order("done", "me"),
    "work_order:6": _order("assigned", "you"),
    "product:1": _product("Yleis", gtin="6400000000001"),
}


def test_rounds_of_a_day_are_ones_own_and_those_nobody_has():
    assert list(rounds_of(DOCUMENTS, "me", "2026-04-01")) == ["round:2", "round:1", "round:3"]


def test_orders_are_the_urgent_ones_first_then_by_deadline():
    assert list(orders_of(DOCUMENTS, "me")) == [
        "work_order:3",
        "work_order:2",
        "work_order:1",
        "work_order:4",
    ]


def test_tasks_that_are_alike_come_in_the_order_of_their_ids():
    made = [DOCUMENTS["round:2"], DOCUMENTS["work_order:1"]]
    assert {document["type"] for document in made} == {"round", "work_order"}
    documents = {f"{each['type']}:{key}": each for each in made for key in ("b", "c", "a")}
    assert list(rounds_of(documents, "me", "2026-04-01")) == ["round:a", "round:b", "round:c"]
    assert list(orders_of(documents, "me")) == ["work_order:a", "work_order:b", "work_order:c"]


def test_urgent_orders_come_by_when_they_are_to_be_begun():
    urgent = {**DOCUMENTS["work_order:1"], "urgency": "urgent", "due_on": None}
    later, sooner = (
        urgent | {"start_by": "2026-04-01T09:00:00Z"},
        urgent | {"start_by": "2026-04-01T08:00:00Z"},
    )
    assert list(orders_of({"work_order:a": later, "work_order:b": sooner}, "me")) == [
        "work_order:b",
        "work_order:a",
    ]


def test_a_visit_is_found_with_its_round():
    assert find_visit(DOCUMENTS, "v2") == ("round:1", DOCUMENTS["round:1"], {"id": "v2"})
    with pytest.raises(NotFound) as raised:
        find_visit(DOCUMENTS, "v9")
    assert raised.value.code == "unknown_visit"


@pytest.mark.parametrize("text", ["product:1", "1", "yleis", "6400000000001"])
def test_a_product_is_found_by_id_key_name_or_gtin(text: str):
    assert find_product(DOCUMENTS, text) == "product:1"


@pytest.mark.parametrize("text", ["t-1", "1", "work_order:1"])
def test_an_order_is_found_by_number_key_or_id(text: str):
    assert find_order(DOCUMENTS, text) == "work_order:1"


@pytest.mark.parametrize(("kind", "code"), [("round", "unknown_round"), ("property", "unknown_property")])
def test_what_is_not_there_is_named(kind: str, code: str):
    with pytest.raises(NotFound) as raised:
        find_document(DOCUMENTS, kind, "9")
    assert raised.value.code == code
