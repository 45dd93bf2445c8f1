"""The days of plans."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.rounds.recurrence import InvalidRule, RuleWithoutDays, check_rule, days_of_plan

START = date(2026, 1, 5)  # a Monday

days = st.dates(date(2025, 12, 1), date(2026, 6, 30))
rules = st.sampled_from(
    [
        "FREQ=DAILY",
        "FREQ=DAILY;INTERVAL=3",
        "FREQ=WEEKLY;BYDAY=MO,WE,FR",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
        "FREQ=MONTHLY;BYDAY=1TU",
        "FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=1",
        "FREQ=DAILY;COUNT=5",
    ]
)


def test_three_days_a_week():
    assert days_of_plan("FREQ=WEEKLY;BYDAY=MO,WE,FR", START, None, START, date(2026, 1, 12)) == [
        date(2026, 1, 5),
        date(2026, 1, 7),
        date(2026, 1, 9),
        date(2026, 1, 12),
    ]


def test_a_basic_wash_twice_a_year():
    assert days_of_plan(
        "FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=2", START, None, START, START + timedelta(days=364)
    ) == [date(2026, 3, 2), date(2026, 9, 2)]


def test_the_plans_own_ends_are_included():
    assert days_of_plan("FREQ=DAILY", START, date(2026, 1, 6), date(2025, 1, 1), date(2027, 1, 1)) == [
        date(2026, 1, 5),
        date(2026, 1, 6),
    ]


@given(rules, days, days, days, st.none() | days)
def test_a_span_in_two_parts_gives_the_same_days_as_in_one(rule, one, two, three, ends_on):
    first, middle, last = sorted((one, two, three))

    parts = days_of_plan(rule, START, ends_on, first, middle) + days_of_plan(
        rule, START, ends_on, middle + timedelta(days=1), last
    )

    assert days_of_plan(rule, START, ends_on, first, last) == parts
    assert parts == sorted(set(parts))
    assert all(max(first, START) <= day <= min(last, ends_on or last) for day in parts)


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "every Monday",
        "FREQ=HOURLY",
        "FREQ=DAILY;BYHOUR=6",
        "FREQ=DAILY;UNTIL=20260105T000000Z",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=-1",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYDAY=",
        "FREQ=WEEKLY\nEXDATE:20260101",
        "DTSTART:20200101T090000\nRRULE:FREQ=DAILY",
    ],
)
def test_what_is_no_rule_of_days_is_refused(rule):
    with pytest.raises(InvalidRule):
        check_rule(rule)
    with pytest.raises(InvalidRule):
        days_of_plan(rule, START, None, START, START)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=WEEKLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYDAY=6MO",
        "FREQ=DAILY;INTERVAL=7;BYDAY=TU",
    ],
)
def test_a_rule_that_never_comes_to_a_day_is_refused(rule):
    with pytest.raises(RuleWithoutDays) as refused:
        check_rule(rule, START)

    assert refused.value.code == "rule_without_days"
    assert days_of_plan(rule, START, None, START, date(2027, 1, 1)) == []


def test_a_rule_is_counted_from_the_plans_start():
    check_rule("FREQ=DAILY;INTERVAL=7;BYDAY=TU", date(2026, 1, 6))


def test_days_are_not_counted_past_the_calendar():
    with pytest.raises(InvalidRule):
        check_rule("FREQ=DAILY", date(2400, 1, 1))
    with pytest.raises(InvalidRule):
        days_of_plan("FREQ=DAILY", START, None, START, date(2400, 1, 1))
