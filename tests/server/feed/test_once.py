"""What builders ask the database together is asked once a build, and anew in the next."""

from __future__ import annotations

import pytest

from server.database import snapshot
from server.feed.once import once, one_build


@pytest.fixture
def asked():
    return []


def _ask(asked, question):
    def answer():
        asked.append(question)
        return len(asked)

    return answer


def test_in_a_build_each_question_is_asked_once(app, asked):
    with app.app_context(), snapshot() as session, one_build(session):
        answers = [once(session, question, _ask(asked, question)) for question in ("a", "b", "a", "b")]
    assert asked == ["a", "b"]
    assert answers == [1, 2, 1, 2]


def test_the_next_build_asks_anew(app, asked):
    with app.app_context(), snapshot() as session:
        for _ in range(2):
            with one_build(session):
                once(session, "a", _ask(asked, "a"))
    assert asked == ["a", "a"]


def test_outside_of_a_build_it_is_asked_every_time(app, asked):
    with app.app_context(), snapshot() as session:
        for _ in range(2):
            once(session, "a", _ask(asked, "a"))
    assert asked == ["a", "a"]


def test_a_build_that_fails_leaves_no_answers_behind(app, asked):
    with app.app_context(), snapshot() as session:
        with pytest.raises(ZeroDivisionError), one_build(session):
            once(session, "a", _ask(asked, "a")) / 0
        once(session, "a", _ask(asked, "a"))
    assert asked == ["a", "a"]
