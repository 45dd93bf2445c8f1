"""At each instant somebody is first on duty or the gap is listed; who is asked next; when a message is tried again."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.duty.rules import (
    ATTEMPTS_MAX,
    Shift,
    Span,
    chain_at,
    clashes,
    closed_spans,
    gaps,
    is_duty_on,
    retry_at,
    whom_to_ask,
)
from server.local_time import local
from server.office_hours import OFFICE_HOURS, OfficeHours

EASTER = datetime(2026, 3, 27, tzinfo=UTC)
"""The next two weeks have a change of clocks, Good Friday and Easter Monday."""
SPAN = Span(EASTER, EASTER + timedelta(days=14))

instants = st.integers(0, 14 * 24 * 60 - 1).map(lambda minutes: EASTER + timedelta(minutes=minutes))
hours = st.sampled_from(
    [OFFICE_HOURS, OfficeHours(time(8), time(15, 30)), OfficeHours(time(7), time(16), has_eves_off=False)]
)


@st.composite
def shifts(draw):
    begin = draw(instants)
    return Shift(
        str(draw(st.uuids())),
        draw(st.sampled_from("abcd")),
        Span(begin, begin + timedelta(minutes=draw(st.integers(1, 4 * 24 * 60)))),
        draw(st.integers(1, 3)),
    )


rosters = st.lists(shifts(), max_size=12)


def covers(span, at):
    return span.begins_at <= at < span.ends_at


@given(rosters, instants, hours)
def test_somebody_is_first_on_duty_or_the_office_is_open_or_the_gap_is_listed(roster, at, hours):
    is_listed = any(covers(gap, at) for gap in gaps(roster, SPAN, hours))
    chain = chain_at(roster, at)

    assert [bool(chain) or not is_duty_on(at, hours), is_listed].count(True) == 1
    assert is_duty_on(at, hours) == (not hours.is_open(local(at)))


@given(rosters, instants)
def test_the_chain_is_everybody_on_duty_once_in_order_of_place(roster, at):
    chain = chain_at(roster, at)
    on_duty = [shift for shift in roster if covers(shift.span, at)]

    assert sorted(chain) == sorted({shift.person_id for shift in on_duty})
    places = [min(shift.place for shift in on_duty if shift.person_id == person) for person in chain]
    assert places == sorted(places)


@given(rosters, instants, st.randoms())
def test_the_order_in_which_shifts_were_made_makes_no_difference(roster, at, random):
    shuffled = list(roster)
    random.shuffle(shuffled)

    assert chain_at(shuffled, at) == chain_at(roster, at)
    assert gaps(shuffled, SPAN, OFFICE_HOURS) == gaps(roster, SPAN, OFFICE_HOURS)


@given(rosters, hours)
def test_gaps_are_apart_in_order_and_within_what_was_asked(roster, hours):
    listed = gaps(roster, SPAN, hours)

    assert all(gap.begins_at < gap.ends_at for gap in listed)
    assert all(one.ends_at <= other.begins_at for one, other in pairwise(listed))
    assert all(SPAN.begins_at <= gap.begins_at and gap.ends_at <= SPAN.ends_at for gap in listed)


def test_a_weekend_is_one_span_from_friday_afternoon_to_monday_morning_also_when_the_clocks_change():
    friday = Span(EASTER + timedelta(hours=10), EASTER + timedelta(days=3, hours=10))

    # 16:00 is 14:00 UTC on Friday, 7:00 is 4:00 UTC on Monday in summer time.
    assert closed_spans(friday, OFFICE_HOURS) == [
        Span(datetime(2026, 3, 27, 14, tzinfo=UTC), datetime(2026, 3, 30, 4, tzinfo=UTC))
    ]


@given(shifts(), rosters)
def test_shifts_that_clash_with_none_never_make_two_first_persons(shift, roster):
    roster = [other for other in roster if not clashes(other, [shift])]

    for other in roster:
        if other.place == shift.place:
            assert not other.span.overlaps(shift.span)


@given(
    st.lists(st.sampled_from("abcd"), unique=True),
    st.lists(st.sampled_from("xyz"), unique=True),
    st.integers(1, 8),
)
def test_everybody_of_the_chain_is_asked_in_order_and_the_supervisors_with_the_second(
    chain, supervisors, steps
):
    asked = []
    for number in range(steps):
        step = whom_to_ask(chain, supervisors, asked, number)
        if step.on_duty is not None:
            asked.append(step.on_duty)
        if number > 0 or not chain:
            assert step.supervisors == tuple(supervisors)
        else:
            assert step.supervisors == ()

    assert asked == chain[:steps]


def test_a_supervisor_who_is_on_duty_is_asked_once_a_step():
    assert whom_to_ask(["a", "s"], ["s"], ["a"], 1).supervisors == ()


@given(st.integers(1, 20))
def test_a_delivery_is_tried_again_ever_later_and_not_for_ever(attempts):
    now = EASTER
    at = retry_at(attempts, now)

    if attempts >= ATTEMPTS_MAX:
        assert at is None
    else:
        assert at == now + timedelta(minutes=2 ** (attempts - 1))


@pytest.mark.parametrize(
    ("begin", "end", "are_overlapping"), [(0, 1, False), (0, 2, True), (1, 3, True), (3, 4, False)]
)
def test_spans_that_touch_do_not_overlap(begin, end, are_overlapping):
    def span(begin, end):
        return Span(EASTER + timedelta(hours=begin), EASTER + timedelta(hours=end))

    assert span(begin, end).overlaps(span(1, 3)) is are_overlapping
