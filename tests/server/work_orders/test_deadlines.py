"""Deadlines on the Finnish calendar."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.office_hours import OfficeHours
from server.weekdays import is_weekday, use_eves_off, weekdays_after, weekdays_until
from server.work_orders.deadlines import (
    Limits,
    acknowledge_by,
    counted_day,
    due_on,
    start_by,
    use_limits,
)
from tests.server.work_orders.slow_deadlines import slow_due_on
from tests.vectors.load import cases

HELSINKI = ZoneInfo("Europe/Helsinki")

days = st.dates(date(2020, 1, 1), date(2040, 12, 31))
moments = st.builds(datetime.combine, days, st.times())


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=HELSINKI)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-04-01 10:00", date(2026, 4, 8)),  # Easter
        ("2026-06-17 10:00", date(2026, 6, 23)),  # Midsummer
        ("2026-12-22 10:00", date(2026, 12, 29)),  # Christmas Eve and both days of Christmas
        ("2026-09-07 10:00", date(2026, 9, 10)),  # a plain Monday
        ("2026-09-07 03:00", date(2026, 9, 10)),  # before opening
        ("2026-09-07 15:59", date(2026, 9, 10)),
        ("2026-09-07 16:00", date(2026, 9, 11)),  # after hours: as if on Tuesday
        ("2026-09-11 16:00", date(2026, 9, 17)),  # Friday evening: as if on Monday
        ("2026-09-12 10:00", date(2026, 9, 17)),  # Saturday
        ("2026-04-03 10:00", date(2026, 4, 10)),  # Good Friday: as if on Tuesday
    ],
)
def test_fixed_points(received, due):
    assert due_on(at(received)) == due


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 1, 1),
        date(2026, 1, 6),
        date(2026, 4, 3),
        date(2026, 4, 6),
        date(2026, 5, 1),
        date(2026, 5, 14),
        date(2025, 12, 25),
        date(2028, 12, 6),
    ],
)
def test_public_holidays_are_no_weekdays(day):
    assert day.weekday() < 5
    assert not is_weekday(day)
    assert not is_weekday(day, has_eves_off=False)


@pytest.mark.parametrize("eve", [date(2026, 6, 19), date(2027, 6, 25), date(2026, 12, 24)])
def test_the_two_eves_are_days_off_where_that_is_agreed(eve):
    assert not is_weekday(eve)
    assert is_weekday(eve, has_eves_off=False)


@given(moments)
def test_a_deadline_is_the_third_weekday_after_the_day_that_counts(received):
    counted, due = counted_day(received), due_on(received)

    assert is_weekday(counted)
    assert is_weekday(due)
    between = [counted + timedelta(days=n) for n in range(1, (due - counted).days + 1)]
    assert sum(map(is_weekday, between)) == 3


@given(moments, moments)
def test_what_is_received_later_is_never_due_earlier(one, other):
    earlier, later = sorted((one, other))

    assert due_on(earlier) <= due_on(later)


@given(days, st.times())
def test_only_the_local_clock_counts_also_when_it_is_moved(day, clock):
    local = datetime.combine(day, clock, HELSINKI)

    assert due_on(local) == due_on(local.replace(tzinfo=None))


def test_a_change_of_the_clocks_moves_no_deadline():
    # On Sunday 2026-03-29 the clocks go forward: the same local hour is another one in UTC.
    before, after = at("2026-03-26 15:59"), at("2026-03-30 15:59")

    assert before.astimezone(UTC).hour != after.astimezone(UTC).hour
    assert due_on(before) == date(2026, 3, 31)
    assert due_on(after) == date(2026, 4, 2)


def test_urgent_work_begins_within_the_hour_also_when_the_clocks_are_moved():
    received = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)  # half an hour before the clocks go forward

    assert start_by(received) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


@given(moments, st.integers(-12, 14))
def test_a_slow_calculation_by_another_way_agrees_whatever_the_zone_of_the_device(received, offset):
    here = received.replace(tzinfo=HELSINKI).astimezone(UTC)
    on_the_device = here.astimezone(timezone(timedelta(hours=offset)))

    assert due_on(on_the_device.astimezone(HELSINKI)) == slow_due_on(here)


def test_an_urgent_order_is_acknowledged_and_started_as_is_set():
    received = datetime(2026, 4, 1, 7, tzinfo=UTC)
    assert acknowledge_by(received) - received == timedelta(minutes=15)
    try:
        use_limits(Limits(timedelta(minutes=5), timedelta(minutes=30)))
        assert acknowledge_by(received) - received == timedelta(minutes=5)
        assert start_by(received) - received == timedelta(minutes=30)
    finally:
        use_limits(Limits())


def test_the_eves_are_a_setting():
    try:
        use_eves_off(False)
        assert due_on(at("2026-06-17 10:00")) == date(2026, 6, 22)
    finally:
        use_eves_off(True)
    assert due_on(at("2026-06-17 10:00")) == date(2026, 6, 23)


def test_office_hours_are_a_setting():
    assert due_on(at("2026-09-07 16:30"), OfficeHours(closes=time(17))) == date(2026, 9, 10)
    assert due_on(at("2026-06-17 10:00"), OfficeHours(has_eves_off=False)) == date(2026, 6, 22)


@cases("weekdays")
def test_shared_case(given, expect):
    first, last = (date.fromisoformat(given[name]) for name in ("from", "to"))

    assert weekdays_until(first, last, given.get("has_eves_off", True)) == expect


@given(days, st.integers(1, 30))
def test_weekdays_left_count_back_what_was_counted_ahead(day, count):
    due = weekdays_after(day, count)

    assert weekdays_until(day, due) == count
    assert weekdays_until(due, due) == 0


@given(days, st.integers(1, 30))
def test_what_was_due_is_late_from_the_next_day_on_also_on_a_day_off(due, later):
    assert weekdays_until(due + timedelta(days=1), due) == -1
    assert weekdays_until(due + timedelta(days=later), due) < 0
