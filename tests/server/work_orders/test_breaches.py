"""Whether deadlines were kept, and how far what the resident wished moves them."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.local_time import local_day
from server.weekdays import is_weekday, weekdays_until
from server.work_orders.breaches import OrderTimes, deadlines_of, is_breached, is_waiting
from server.work_orders.deadlines import Pause, moved_day, moved_instant

MONDAY = date(2026, 9, 7)
"""Of a plain week."""


def at(day, hour=10):
    """A local time of September 2026."""
    return datetime(2026, 9, day, hour - 3, tzinfo=UTC)


def due_of(order, now):
    return next(deadline for deadline in deadlines_of(order, now) if deadline.what == "due")


instants = st.integers(0, 730 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
dues = st.dates(date(2026, 1, 1), date(2027, 12, 31)).filter(is_weekday)


@st.composite
def pauses_in_turn(draw):
    """Up to four pauses one after the other, the last of which may still run."""
    found, clock = [], draw(instants)
    for _ in range(draw(st.integers(0, 4))):
        clock += timedelta(hours=draw(st.integers(0, 100)))
        ends_at = clock + timedelta(hours=draw(st.integers(0, 200)))
        days_later = draw(st.none() | st.integers(0, 10))
        until = None if days_later is None else local_day(clock) + timedelta(days=days_later)
        reason = draw(st.sampled_from(["no_entry", "another_time", "waiting_for_part"]))
        found.append(Pause(clock, ends_at, reason, until))
        clock = ends_at
    return found


@given(dues, pauses_in_turn())
def test_a_moved_deadline_is_a_weekday_and_never_earlier(due, pauses):
    moved = moved_day(due, pauses)

    assert is_weekday(moved)
    assert moved >= due


@given(dues, pauses_in_turn())
def test_waiting_for_a_part_moves_nothing(due, pauses):
    for_a_part = [Pause(pause.begins_at, pause.ends_at, "waiting_for_part", pause.until) for pause in pauses]

    assert moved_day(due, for_a_part) == due
    assert moved_instant(at(7), for_a_part) == at(7)


@given(dues, instants, st.integers(0, 400))
def test_as_much_time_is_left_after_a_pause_as_before(due, begins_at, hours):
    ends_at = begins_at + timedelta(hours=hours)
    moved = moved_day(due, [Pause(begins_at, ends_at, "no_entry")])

    before = weekdays_until(local_day(begins_at), due)
    if before < 0:
        assert moved == due
    else:
        assert weekdays_until(local_day(ends_at), moved) == before


@given(dues, pauses_in_turn(), st.integers(0, 3))
def test_two_records_of_one_wait_count_once(due, pauses, again):
    assert moved_day(due, [*pauses, *pauses[again : again + 1]]) == moved_day(due, pauses)


@given(dues, instants, st.integers(1, 3000), st.data())
def test_completing_earlier_never_makes_a_kept_deadline_missed(promised, begins_at, hours, data):
    """Also when the completion ends a pause that was running, so that less of it counts."""
    later = begins_at + timedelta(hours=hours)
    earlier = begins_at + timedelta(hours=data.draw(st.integers(0, hours)))

    def outcome(completed_at):
        due = moved_day(promised, [Pause(begins_at, completed_at, "another_time")])
        return due_of(OrderTimes("done", due_on=due, completed_at=completed_at), later).outcome

    if outcome(later) == "kept":
        assert outcome(earlier) == "kept"


@given(dues, instants, st.integers(-12, 14))
def test_the_zone_of_the_device_does_not_matter(due, completed_at, offset):
    zone = timezone(timedelta(hours=offset))
    there = OrderTimes("done", due_on=due, completed_at=completed_at.astimezone(zone))
    here = OrderTimes("done", due_on=due, completed_at=completed_at)
    waits = [Pause(completed_at.astimezone(zone), None, "another_time", due)]

    assert deadlines_of(there, completed_at) == deadlines_of(here, completed_at)
    assert moved_day(due, waits) == moved_day(due, [Pause(completed_at, None, "another_time", due)])


@given(instants, instants)
def test_what_was_missed_stays_missed(start_by, now):
    order = OrderTimes("assigned", start_by=start_by)
    later = now + timedelta(days=1)

    if is_breached(order, now):
        assert is_breached(order, later)


@pytest.mark.parametrize(
    ("order", "now", "outcome"),
    [
        (OrderTimes("started", due_on=MONDAY), at(7, 23), "running"),
        (OrderTimes("started", due_on=MONDAY), at(8, 3), "missed"),
        (OrderTimes("done", due_on=MONDAY, completed_at=at(7, 23)), at(9), "kept"),
        (OrderTimes("done", due_on=MONDAY, completed_at=at(8, 3)), at(9), "missed"),
        # Sent back: it is to be done again, and the day has ended.
        (OrderTimes("returned", due_on=MONDAY, completed_at=at(7)), at(8), "missed"),
        (OrderTimes("started", due_on=MONDAY, pause=Pause(at(7), None, "no_entry")), at(20), "waiting"),
        (OrderTimes("started", due_on=MONDAY, pause=Pause(at(8), None, "no_entry")), at(20), "missed"),
        (OrderTimes("started", due_on=MONDAY, pause=Pause(at(7), None, "waiting_for_part")), at(8), "missed"),
    ],
)
def test_the_day_that_counts(order, now, outcome):
    assert due_of(order, now).outcome == outcome


def test_an_urgent_order_is_acknowledged_and_started_by_the_minute():
    urgent = {"acknowledge_by": at(7, 10), "start_by": at(7, 11)}

    def outcomes(now, **times):
        return [deadline.outcome for deadline in deadlines_of(OrderTimes("started", **urgent, **times), now)]

    assert outcomes(at(7, 9)) == ["running", "running"]
    assert outcomes(at(7, 11)) == ["missed", "running"]
    assert outcomes(at(7, 12), acknowledged_at=at(7, 10), started_at=at(7, 11)) == ["kept", "kept"]
    # Whoever starts without a word has taken it on.
    assert outcomes(at(7, 12), started_at=at(7, 9)) == ["kept", "kept"]
    assert outcomes(at(7, 12), completed_at=at(7, 12)) == ["missed", "missed"]


@pytest.mark.parametrize("state", ["cancelled", "merged"])
def test_what_was_called_off_breaches_nothing(state):
    assert deadlines_of(OrderTimes(state, due_on=MONDAY, start_by=at(7)), at(20)) == ()


def test_an_agreed_day_moves_the_deadline_at_once_and_no_further():
    wished = [Pause(at(7), None, "another_time", date(2026, 9, 10))]

    # Two weekdays were left on Monday; so many are left on Thursday, however long nobody comes.
    assert moved_day(date(2026, 9, 9), wished) == date(2026, 9, 14)
    assert is_waiting(wished[0], date(2026, 9, 9))
    assert not is_waiting(wished[0], date(2026, 9, 10))


def test_an_urgent_clock_goes_on_when_the_office_opens_on_the_agreed_day():
    wished = [Pause(at(7, 10), None, "another_time", date(2026, 9, 8))]

    assert moved_instant(at(7, 11), wished) == at(8, 8)
    assert moved_instant(at(7, 11), [Pause(at(7, 10), at(7, 12), "no_entry")]) == at(7, 13)
    assert moved_instant(at(7, 9), wished) == at(7, 9), "it was missed before"
