"""Rules in words."""

from __future__ import annotations

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from server.console.rrule_words import DAYS, rule_words, weekly_days, weekly_rule


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=WEEKLY;BYDAY=WE,MO", "Mon, Wed"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "Tue, every 2 weeks"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", "every day"),
        ("FREQ=DAILY", "every day"),
        ("FREQ=DAILY;INTERVAL=3", "every 3 days"),
        ("FREQ=YEARLY;BYMONTH=5;BYDAY=1MO", "once a year, in month 5"),
        ("FREQ=YEARLY;BYMONTH=5,10;BYDAY=1MO", "yearly, in months 5, 10"),
        ("FREQ=MONTHLY;BYDAY=1TU", "FREQ=MONTHLY;BYDAY=1TU"),
        ("FREQ=WEEKLY;BYDAY=XX", "FREQ=WEEKLY;BYDAY=XX"),
    ],
)
def test_words(app: Flask, rule: str, words: str) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert rule_words(rule) == words


@given(st.lists(st.sampled_from(DAYS), min_size=1, unique=True))
def test_the_days_of_a_weekly_rule_come_back(days: list[str]) -> None:
    assert weekly_days(weekly_rule(days, 1)) == [day for day in DAYS if day in days]
    assert weekly_days(weekly_rule(days, 2)) is None
