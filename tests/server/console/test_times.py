"""Times, ages and amounts in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask_babel import refresh
from hypothesis import given
from hypothesis import strategies as st

from server.console import times

NOW = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def english(app: Flask) -> Iterator[None]:
    """Read English."""
    with app.test_request_context(headers={"Accept-Language": "en"}):
        yield


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (datetime(2026, 4, 1, 5, 4, tzinfo=UTC), "8:04"),
        (datetime(2026, 3, 31, 20, 59, tzinfo=UTC), "31.3. 23:59"),
        (datetime(2026, 3, 31, 21, 0, tzinfo=UTC), "0:00"),
        (datetime(2026, 3, 1, 5, 4, tzinfo=UTC), "1.3. 7:04"),
        (datetime(2025, 12, 24, 5, 4, tzinfo=UTC), "24.12.2025 7:04"),
    ],
)
def test_an_instant_is_as_short_as_it_is_clear(at: datetime, expected: str) -> None:
    assert times.when(at, NOW) == expected


def test_finnish_writes_a_full_stop(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "fi"}):
        refresh()
        assert times.full(datetime(2026, 4, 1, 5, 4, tzinfo=UTC)) == "1.4.2026 8.04"


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (-5, "0 min"),
        (0, "0 min"),
        (59, "59 min"),
        (60, "1 h"),
        (61, "1 h 1 min"),
        (23 * 60 + 59, "23 h 59 min"),
        (24 * 60, "1 day"),
        (47 * 60, "1 day"),
        (72 * 60, "3 days"),
    ],
)
def test_spans(minutes: int, expected: str) -> None:
    assert times.duration(timedelta(minutes=minutes)) == expected


def test_days_and_weekdays() -> None:
    assert times.day(date(2026, 4, 1)) == "1.4.2026"
    assert times.weekday(date(2026, 4, 1)) == "Wed"


@pytest.mark.parametrize(("value", "expected"), [(250, "250 ml"), (2.5, "2.5 ml"), (100_000.0, "100,000 ml")])
def test_amounts(value: float, expected: str) -> None:
    assert times.amount(value, "ml") == expected


@given(st.floats(0, 1))
def test_shares(share: float) -> None:
    assert 0 <= int(times.percent(share).removesuffix(" %")) <= 100


def test_no_share() -> None:
    assert times.percent(None) == "–"
