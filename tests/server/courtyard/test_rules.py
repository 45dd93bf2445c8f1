"""When checks are due again, and what a record asks for."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.courtyard.rules import asks_nest_check, dangers, decide_checks, level_of, next_due
from sync.courtyard.forms import newest_form

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
INTERVALS = st.sampled_from(["weekly", "quarterly", "yearly"])
LEVELS = ["visual", "operational", "annual"]
MADE = st.dictionaries(st.sampled_from(LEVELS), DAYS)


@pytest.mark.parametrize(
    ("last", "interval", "due"),
    [
        ("2026-04-01", "weekly", "2026-04-08"),
        ("2026-08-31", "quarterly", "2026-11-30"),
        ("2026-11-30", "quarterly", "2027-02-28"),
        ("2026-10-31", "quarterly", "2027-01-31"),
        ("2028-02-29", "yearly", "2029-02-28"),
        ("2026-12-31", "yearly", "2027-12-31"),
        ("2026-09-30", "quarterly", "2026-12-30"),
    ],
)
def test_a_check_is_due_again(last, interval, due):
    assert next_due(date.fromisoformat(last), interval) == date.fromisoformat(due)


@given(DAYS, DAYS, INTERVALS)
def test_a_later_check_is_not_due_earlier(one, other, interval):
    first, second = sorted((one, other))
    assert first < next_due(first, interval) <= next_due(second, interval)


@given(DAYS)
def test_an_interval_is_as_long_as_it_is_called(last):
    assert next_due(last, "weekly") - last == timedelta(days=7)
    assert 89 <= (next_due(last, "quarterly") - last).days <= 92
    assert 365 <= (next_due(last, "yearly") - last).days <= 366


@given(MADE, st.sampled_from(LEVELS), DAYS)
def test_a_check_that_is_made_never_brings_one_forward(made, level, on):
    before = decide_checks("playground", made, "quarterly")
    after = decide_checks("playground", {**made, level: max(on, made.get(level, on))}, "quarterly")

    for one, other in zip(before, after, strict=True):
        assert one.due_on is None or (other.due_on is not None and other.due_on >= one.due_on)


@given(MADE, DAYS)
def test_a_thorough_check_counts_as_the_lighter_ones(made, on):
    visual, operational, annual = decide_checks("playground", {**made, "annual": on}, "quarterly")

    assert annual.last_on == on
    assert operational.last_on is not None
    assert operational.last_on >= on
    assert visual.last_on is not None
    assert visual.last_on >= operational.last_on


def test_what_was_never_checked_is_due_and_a_lighter_check_counts_as_no_other():
    checks = decide_checks("playground", {"visual": date(2026, 4, 1)}, "quarterly")

    assert [check.is_due(date(2026, 4, 2)) for check in checks] == [False, True, True]


@pytest.mark.parametrize("interval", ["quarterly", "yearly"])
def test_a_storm_drain_has_the_interval_that_is_set(interval):
    [check] = decide_checks("storm_drain", {"inspection": date(2026, 1, 1)}, interval)

    assert (check.level, check.due_on) == ("inspection", next_due(date(2026, 1, 1), interval))
    assert not check.is_due(check.due_on - timedelta(days=1))
    assert check.is_due(check.due_on)


def test_which_records_are_checks():
    assert level_of("playground", {"level": "annual"}) == "annual"
    assert level_of("storm_drain", {}) == "inspection"
    assert level_of("mowing", {}) is None


@pytest.mark.parametrize(
    ("kind", "fields", "on", "asks"),
    [
        ("mowing", {}, "2026-03-31", False),
        ("mowing", {}, "2026-04-01", True),
        ("mowing", {}, "2026-07-31", True),
        ("mowing", {}, "2026-08-01", False),
        ("species", {"method": "felled"}, "2026-05-01", True),
        ("species", {"method": "pulled"}, "2026-05-01", False),
        ("gritting", {}, "2026-05-01", False),
    ],
)
def test_when_a_nest_check_is_asked_for(kind, fields, on, asks):
    assert asks_nest_check(newest_form(kind), fields, date.fromisoformat(on)) is asks


def test_what_is_dangerous():
    findings = [{"what": "Naula", "risk": "low"}, {"what": "Ketju", "risk": "high"}]

    assert dangers("playground", {"findings": findings}) == ("Ketju",)
    assert dangers("playground", {}) == ()
    assert dangers("gutter", {"findings": findings}) == ()
