"""The days of plans: recurrence within seasons, and the plan's rule for public holidays."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from server.rounds.plan_days import HOLIDAY_RULES, PlanCalendar, Season, plan_days
from server.weekdays import is_holiday, is_weekday

START = date(2026, 1, 5)  # a Monday
ALL_YEAR = PlanCalendar("FREQ=WEEKLY;BYDAY=MO,WE,FR", START)

days = st.dates(date(2025, 12, 1), date(2027, 6, 30))
spans = st.tuples(days, st.integers(0, 60)).map(lambda span: (span[0], span[0] + timedelta(days=span[1])))
weekdays = st.lists(st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), min_size=1, unique=True)
rules = st.one_of(
    weekdays.map(lambda names: f"FREQ=WEEKLY;BYDAY={','.join(names)}"),
    st.tuples(st.integers(1, 9), weekdays).map(
        lambda drawn: f"FREQ=WEEKLY;INTERVAL={drawn[0]};BYDAY={','.join(drawn[1])}"
    ),
    st.integers(1, 40).map(lambda interval: f"FREQ=DAILY;INTERVAL={interval}"),
    st.integers(1, 31).map(lambda day: f"FREQ=MONTHLY;BYMONTHDAY={day}"),
    st.integers(1, 400).map(lambda count: f"FREQ=DAILY;COUNT={count}"),
    st.tuples(st.integers(1, 12), st.integers(1, 4)).map(
        lambda drawn: f"FREQ=YEARLY;BYMONTH={drawn[0]};BYDAY={drawn[1]}TU"
    ),
)
day_of_year = st.tuples(st.integers(1, 12), st.integers(1, 28))
seasons = st.none() | st.builds(Season, day_of_year, day_of_year)
calendars = st.builds(
    PlanCalendar, rules, st.just(START), st.none() | days, seasons, st.sampled_from(HOLIDAY_RULES)
)


@given(rules, spans)
def test_without_season_and_holidays_the_days_are_dateutils(rule, span):
    first, last = span
    counted = rrulestr(rule, dtstart=datetime.combine(START, time())).between(
        datetime.combine(first, time()), datetime.combine(last, time()), inc=True
    )

    assert plan_days(PlanCalendar(rule, START), first, last) == [day.date() for day in counted]


@given(calendars, spans)
def test_no_day_comes_twice_and_all_lie_within_the_plan_and_its_season(plan, span):
    found = plan_days(plan, *span)

    assert found == sorted(set(found))
    assert all(span[0] <= day <= span[1] and day >= plan.starts_on for day in found)
    assert all(plan.ends_on is None or day <= plan.ends_on for day in found)
    assert all(plan.season is None or plan.season.holds_on(day) for day in found)


@given(calendars, spans)
def test_a_round_that_moves_comes_on_a_weekday_and_none_on_a_holiday(plan, span):
    kept = set(plan_days(replace(plan, holidays="keep"), *span))
    found = set(plan_days(plan, *span))

    if plan.holidays == "keep":
        assert found == kept
        return
    assert not any(is_holiday(day) for day in found)
    assert {day for day in kept if not is_holiday(day)} <= found
    assert all(is_weekday(day) for day in found - kept)
    assert plan.holidays == "next_weekday" or found <= kept


@given(calendars, days, days, days)
def test_a_span_in_two_parts_gives_the_same_days_as_in_one(plan, one, two, three):
    first, middle, last = sorted((one, two, three))

    parts = plan_days(plan, first, middle) + plan_days(plan, middle + timedelta(days=1), last)

    assert plan_days(plan, first, last) == parts


@pytest.mark.parametrize(
    ("holidays", "expected"),
    [
        ("keep", [date(2026, 4, 1), date(2026, 4, 3), date(2026, 4, 6), date(2026, 4, 8)]),
        # Good Friday and Easter Monday both move to Tuesday, where they are one round.
        ("next_weekday", [date(2026, 4, 1), date(2026, 4, 7), date(2026, 4, 8)]),
        ("drop", [date(2026, 4, 1), date(2026, 4, 8)]),
    ],
)
def test_easter(holidays, expected):
    plan = replace(ALL_YEAR, holidays=holidays)

    assert plan_days(plan, date(2026, 4, 1), date(2026, 4, 8)) == expected


def test_a_round_that_moves_into_the_span_from_before_it_is_found():
    plan = replace(ALL_YEAR, holidays="next_weekday")

    assert plan_days(plan, date(2026, 12, 28), date(2026, 12, 28)) == [date(2026, 12, 28)]
    # Friday, Christmas Day, moves over the weekend too.
    fridays = replace(plan, rrule="FREQ=WEEKLY;BYDAY=FR")
    assert plan_days(fridays, date(2026, 12, 26), date(2026, 12, 31)) == [date(2026, 12, 28)]


def test_a_winter_goes_over_new_year():
    winter = replace(ALL_YEAR, rrule="FREQ=DAILY", season=Season.parse("11-01", "04-15"))

    assert plan_days(winter, date(2026, 4, 14), date(2026, 11, 2)) == [
        date(2026, 4, 14),
        date(2026, 4, 15),
        date(2026, 11, 1),
        date(2026, 11, 2),
    ]


@given(days)
def test_winter_and_summer_share_the_year(day):
    winter, summer = Season.parse("11-01", "04-15"), Season.parse("04-16", "10-31")

    assert winter is not None
    assert summer is not None
    assert winter.holds_on(day) != summer.holds_on(day)


def test_a_season_may_end_on_the_leap_day():
    season = Season.parse("12-01", "02-29")

    assert season is not None
    assert season.holds_on(date(2028, 2, 29))
    assert season.holds_on(date(2027, 2, 28))
    assert not season.holds_on(date(2027, 3, 1))


@pytest.mark.parametrize(
    ("begins", "ends"), [("11-01", None), (None, "04-15"), ("2-30", "04-15"), ("06-31", "07-01"), ("x", "y")]
)
def test_what_is_no_season_is_refused(begins, ends):
    with pytest.raises(ValueError, match="day"):
        Season.parse(begins, ends)


def test_no_season_is_the_whole_year():
    assert Season.parse(None, None) is None
