from datetime import UTC, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.instants import corrected_at, format_instant, format_local, is_skewed, parse_instant
from sync.limits import CLOCK_SKEW_MAX
from sync.wire import parse_operation
from tests import strategies
from tests.vectors.load import cases


@cases("instants", do="format")
def test_shared_case_of_format(given, expect):
    assert format_instant(parse_instant(given["instant"])) == expect


@cases("instants", do="parse")
def test_shared_case_of_what_is_no_instant(given, expect):
    assert expect is None
    with pytest.raises(ValueError, match=r"instant|calendar|must be|out of range|strictly"):
        parse_instant(given["instant"])


@cases("instants", do="correct")
def test_shared_case_of_correction(given, expect):
    operation = parse_operation(
        {
            "id": "01930000-0000-7000-8000-000000000099",
            "sequence": 1,
            "kind": "round.start",
            "kind_version": 1,
            "target": "round:01930000-0000-7000-8000-000000000020",
            "recorded_at": given["recorded_at"],
            "clock": given["clock"],
            "payload": {},
        }
    )

    corrected = corrected_at(operation.recorded_at, operation.clock, parse_instant(given["received_at"]))

    assert format_instant(corrected) == expect["corrected_at"]
    assert is_skewed(operation.recorded_at, corrected) == expect["is_skewed"]


@given(strategies.instants())
def test_what_is_written_reads_as_the_same(instant):
    assert parse_instant(format_instant(instant)) == instant
    assert parse_instant(format_local(instant)) == instant
    assert parse_instant(format_local(instant)).utcoffset() == instant.utcoffset()


@pytest.mark.parametrize(
    ("fraction", "microsecond"),
    [(".1", 100_000), (".12", 120_000), (".1239", 123_000), (".9999999", 999_000)],
)
def test_instants_are_cut_to_milliseconds_as_they_are_read(fraction, microsecond):
    assert parse_instant(f"2026-04-01T08:00:00{fraction}Z").microsecond == microsecond


@given(strategies.instants(), strategies.instants())
def test_written_instants_sort_as_they_follow_each_other(one, other):
    assert (format_instant(one) < format_instant(other)) == (one < other)


@given(strategies.instants(), strategies.clocks(), strategies.instants())
def test_a_corrected_time_lies_between_the_last_server_time_and_receipt(recorded_at, clock, received_at):
    corrected = corrected_at(recorded_at, clock, received_at)

    assert corrected <= received_at
    assert corrected >= min(clock.server_time, received_at)
    assert corrected.tzinfo is UTC, "in whatever zone this runs"


@given(strategies.instants(), strategies.instants(), strategies.clocks(), strategies.instants())
def test_with_a_clock_the_phones_time_does_not_matter(one, other, clock, received_at):
    assert corrected_at(one, clock, received_at) == corrected_at(other, clock, received_at)


@given(strategies.instants(), strategies.instants())
def test_without_a_clock_no_time_is_later_than_receipt(recorded_at, received_at):
    corrected = corrected_at(recorded_at, None, received_at)
    assert corrected == min(recorded_at, received_at)
    assert corrected.tzinfo is UTC


@given(strategies.instants(), st.timedeltas(-2 * CLOCK_SKEW_MAX, 2 * CLOCK_SKEW_MAX))
def test_a_clock_is_off_beyond_five_minutes_either_way(recorded_at, difference):
    corrected = recorded_at.astimezone(UTC) + difference

    assert is_skewed(recorded_at, corrected) == (abs(difference) > timedelta(minutes=5))
