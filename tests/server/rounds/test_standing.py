"""Where rounds stand, and what they took."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.rounds.standing import STANDINGS, actual_minutes, standing

TODAY = date(2026, 11, 24)
CLOSES = time(16)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
STARTED = datetime(2026, 11, 24, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("state", "on", "now", "expected"),
    [
        ("finished", YESTERDAY, time(9), "done"),
        ("finished", TODAY, time(9), "done"),
        ("running", TODAY, time(22), "running"),
        ("running", YESTERDAY, time(9), "late"),
        ("planned", TODAY, time(15, 59), "open"),
        ("planned", TODAY, time(16), "late"),
        ("planned", YESTERDAY, time(0), "missed"),
        ("planned", TOMORROW, time(22), "open"),
    ],
)
def test_where_a_round_stands(state, on, now, expected):
    assert standing(state, on, TODAY, now, CLOSES) == expected


@given(st.sampled_from(["planned", "running", "finished"]), st.dates(), st.dates(), st.times(), st.times())
def test_a_round_never_stands_better_later_unless_something_is_done(state, on, today, now, later):
    order = {"open": 0, "running": 0, "late": 1, "missed": 2, "done": 3}
    first, last = sorted((now, later))

    stood = [standing(state, on, today, at, CLOSES) for at in (first, last)]

    assert set(stood) <= set(STANDINGS)
    assert order[stood[0]] <= order[stood[1]]


@pytest.mark.parametrize(
    ("minutes", "finished_after", "expected"),
    [
        ([10, 15], 60, 25),
        ([10, None], 60, 60),
        ([], 45, 45),
        ([None], None, None),
        ([10, 15], None, 25),
        ([], -5, 0),
    ],
)
def test_what_a_round_took(minutes, finished_after, expected):
    finished = None if finished_after is None else STARTED + timedelta(minutes=finished_after)

    assert actual_minutes(minutes, STARTED, finished) == expected
