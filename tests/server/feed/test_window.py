"""The days at the edges of what devices hold: the job that moves documents in and out of it looks at these."""

from __future__ import annotations

from datetime import UTC, date, datetime

from flask import Flask

from server.feed import window

NOW = datetime(2026, 11, 24, 21, 59, tzinfo=UTC)
"""A minute before midnight in Helsinki."""
MIDNIGHT = datetime(2026, 11, 24, 22, 0, tzinfo=UTC)


def test_the_window_moves_at_local_midnight(app: Flask) -> None:
    assert (window.first_day(NOW), window.last_day(NOW)) == (date(2026, 11, 10), date(2026, 12, 8))
    assert (window.first_day(MIDNIGHT), window.last_day(MIDNIGHT)) == (date(2026, 11, 11), date(2026, 12, 9))


def test_three_days_have_entered_and_left_it_lately(app: Flask) -> None:
    assert window.days_left(NOW) == (date(2026, 11, 7), date(2026, 11, 9))
    assert window.days_entered(NOW) == (date(2026, 12, 6), date(2026, 12, 8))


def test_the_instants_that_have_left_are_those_of_the_days(app: Flask) -> None:
    first, until = window.span_left(NOW)
    assert first == datetime(2026, 11, 6, 22, tzinfo=UTC)
    assert until == window.begin(NOW) == datetime(2026, 11, 9, 22, tzinfo=UTC)
