"""What a report has to say, what is left out of it, and how far an order has come."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.residents.rules import (
    MASTER_KEY,
    PLACES,
    OrderFacts,
    erased_before,
    read_report,
    steps_of,
)

SPACES = ("s1", "s2")
CATEGORIES = ("water_leak", "lighting")
GOOD = {"place": "yard", "category": "lighting", "description": "Lamppu pimeänä"}
FLAT = {**GOOD, "place": "flat", "apartment": "A 12", "master_key": "yes"}
FIELDS = (
    "place",
    "space",
    "more_exactly",
    "category",
    "description",
    "apartment",
    "master_key",
    "pets",
    "alarm",
    "preferred_time",
    "name",
    "phone",
    "email",
)
CODES = {"missing", "too_long", "unstorable", "unknown_choice", "not_a_phone", "not_an_email"}
AT = datetime(2026, 4, 1, 7, tzinfo=UTC)


def read(values):
    return read_report(values, SPACES, CATEGORIES)


def errors(**changes):
    return dict(read({**GOOD, **changes})[1])


def test_three_answers_are_enough_for_a_yard():
    report, wrong = read(GOOD)
    assert wrong == {}
    assert report is not None
    assert (report.place, report.category, report.description) == ("yard", "lighting", "Lamppu pimeänä")
    assert report.home is None
    assert not report.caller.is_known


def test_nothing_at_all_names_each_field_that_is_needed():
    assert read({})[1] == {"place": "missing", "category": "missing", "description": "missing"}


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"place": "moon"}, {"place": "unknown_choice"}),
        ({"place": "shared"}, {"space": "missing"}),
        ({"place": "shared", "space": "s9"}, {"space": "unknown_choice"}),
        ({"place": "shared", "space": "s1"}, {}),
        ({"place": "elsewhere"}, {"more_exactly": "missing"}),
        ({"category": "sing"}, {"category": "unknown_choice"}),
        ({"description": " \r\n "}, {"description": "missing"}),
        ({"description": "x" * 2001}, {"description": "too_long"}),
        ({"description": "\0"}, {"description": "unstorable"}),
        ({"more_exactly": "x" * 201}, {"more_exactly": "too_long"}),
        ({"phone": "soita"}, {"phone": "not_a_phone"}),
        ({"phone": "112"}, {"phone": "not_a_phone"}),
        ({"phone": "+358 40 555 0100"}, {}),
        ({"email": "liisa"}, {"email": "not_an_email"}),
        ({"email": "liisa@esimerkki.fi"}, {}),
        ({"name": "Liisa"}, {"phone": "missing"}),
        ({"name": "Liisa", "email": "liisa@esimerkki.fi"}, {}),
        ({"place": "flat"}, {"apartment": "missing", "master_key": "missing"}),
        ({**FLAT, "master_key": "maybe"}, {"master_key": "unknown_choice"}),
        (FLAT, {}),
        ({**FLAT, "master_key": "no"}, {"name": "missing", "phone": "missing"}),
        ({**FLAT, "master_key": "no", "name": "Liisa", "phone": "040 555 0100"}, {}),
    ],
)
def test_what_is_wrong_is_named_by_field_and_code(changes, wrong):
    assert errors(**changes) == wrong


def test_what_was_written_of_a_flat_is_left_out_elsewhere():
    about_flat = {"apartment": "A 12", "pets": "Koira", "alarm": "Hälytin", "preferred_time": "Iltaisin"}
    report, _ = read({**GOOD, **about_flat, "master_key": "no"})
    assert report is not None
    assert report.home is None


@given(
    st.dictionaries(
        st.sampled_from(FIELDS),
        st.sampled_from([*PLACES, *MASTER_KEY, *SPACES, *CATEGORIES, "", "040 555 0100", "a@b.fi"])
        | st.text(),
    )
)
def test_any_form_gives_a_report_or_errors_at_fields_it_has(values):
    report, wrong = read(values)
    assert (report is None) == bool(wrong)
    assert set(wrong) <= set(FIELDS)
    assert set(wrong.values()) <= CODES
    if report is not None:
        assert (report.home is not None) == (report.place == "flat")
        assert (report.space_id is not None) == (report.place == "shared")
        if report.home is not None and not report.home.may_use_master_key:
            assert report.caller.name
            assert report.caller.phone


def facts(state, **changes):
    values = {
        "urgency": "minor",
        "reported_at": AT,
        "due_on": date(2026, 4, 8),
        "start_by": None,
        "started_at": None,
        "completed_at": None,
    }
    return OrderFacts(state=state, **{**values, **changes})


@pytest.mark.parametrize(
    ("state", "now"),
    [
        ("new", "planned"),
        ("assigned", "planned"),
        ("started", "started"),
        ("returned", "started"),
        ("done", "finished"),
        ("approved", "finished"),
        ("cancelled", "cancelled"),
    ],
)
def test_exactly_one_step_is_now(state, now):
    steps = steps_of(facts(state, started_at=AT, completed_at=AT + timedelta(hours=1)))
    assert [step.what for step in steps if step.stage == "now"] == [now]
    assert steps[0].at == AT


def test_what_is_done_again_is_not_told_as_finished():
    *_, last = steps_of(facts("returned", started_at=AT, completed_at=AT))
    assert (last.what, last.stage, last.at) == ("finished", "ahead", None)


@pytest.mark.parametrize(
    ("today", "months", "before"),
    [
        (date(2026, 4, 1), 12, date(2025, 4, 1)),
        (date(2026, 1, 31), 2, date(2025, 11, 30)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2026, 12, 31), 1, date(2026, 11, 30)),
    ],
)
def test_the_day_before_which_is_erased(today, months, before):
    assert erased_before(today, months) == before


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 120))
def test_a_later_day_never_erases_less(today, months):
    assert erased_before(today, months) <= erased_before(today + timedelta(days=1), months) <= today
