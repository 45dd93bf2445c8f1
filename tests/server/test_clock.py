"""The clock that can be set by a simulation."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from server import clock

THEN = datetime(2031, 5, 1, tzinfo=UTC)


def _fail_at_another_time() -> None:
    with clock.another_clock(lambda: THEN):
        assert clock.now() == THEN
        raise ZeroDivisionError


def test_another_clock_counts_while_it_is_set_and_no_longer():
    with pytest.raises(ZeroDivisionError):
        _fail_at_another_time()
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)
