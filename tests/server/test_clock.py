"""The clock that can be set by a simulation."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from server import clock


def test_another_clock_counts_while_it_is_set_and_no_longer():
    then = datetime(2031, 5, 1, tzinfo=UTC)
    with pytest.raises(ZeroDivisionError), clock.another_clock(lambda: then):
        assert clock.now() == then
        raise ZeroDivisionError
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)
