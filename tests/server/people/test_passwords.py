"""Passwords of console users."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.people.models import Person
from server.people.passwords import LENGTH_MAX, LENGTH_MIN, is_password_of, problem_with, set_password

GOOD = "korrekti hevonen paristo"


def _person(**fields: object) -> Person:
    return Person(
        **{"name": "Sari Salo", "role": "supervisor", "is_active": True, "session_version": 1, **fields}
    )


def test_the_right_password_and_no_other_is_accepted() -> None:
    person = _person()
    set_password(person, GOOD)
    assert is_password_of(person, GOOD)
    assert not is_password_of(person, GOOD + " ")
    assert not is_password_of(person, "")


def test_the_password_itself_is_not_kept() -> None:
    person = _person()
    set_password(person, GOOD)
    assert person.password_hash is not None
    assert person.password_hash.startswith("$argon2id$")
    assert GOOD not in person.password_hash


def test_a_new_password_voids_earlier_sign_ins() -> None:
    person = _person(session_version=7, must_change_password=True)
    set_password(person, GOOD)
    assert person.session_version == 8
    assert not person.must_change_password


@pytest.mark.parametrize(
    "person",
    [None, _person(), _person(password_hash="not a hash"), _person(password_hash="")],
    ids=["unknown", "none", "broken", "empty"],
)
def test_nobody_gets_in_without_a_password(person: Person | None) -> None:
    assert not is_password_of(person, "nobody at all")
    assert not is_password_of(person, "")


def test_somebody_whose_access_has_ended_does_not_get_in() -> None:
    person = _person()
    set_password(person, GOOD)
    person.is_active = False
    assert not is_password_of(person, GOOD)


def test_an_unknown_person_costs_as_much_time_as_a_known_one() -> None:
    person = _person()
    set_password(person, GOOD)

    def fastest(somebody: Person | None) -> float:
        times = []
        for _ in range(3):
            begin = time.perf_counter()
            is_password_of(somebody, "wrong password")
            times.append(time.perf_counter() - begin)
        return min(times)

    known, unknown = fastest(person), fastest(None)
    assert 0.5 < unknown / known < 2


@given(st.text(max_size=LENGTH_MIN - 1))
def test_a_short_password_is_refused(password: str) -> None:
    assert problem_with(password, "sari") == "too_short"


@given(st.text(min_size=LENGTH_MIN, max_size=LENGTH_MAX))
def test_a_long_one_is_good_unless_the_username_is_in_it(password: str) -> None:
    expected = "has_username" if "sari.salo" in password.casefold() else None
    assert problem_with(password, "sari.salo") == expected


@pytest.mark.parametrize(
    ("password", "problem"),
    [("x" * (LENGTH_MAX + 1), "too_long"), ("SARI.SALO ja muut", "has_username"), (GOOD, None)],
)
def test_what_else_is_wrong_with_a_password(password: str, problem: str | None) -> None:
    assert problem_with(password, "sari.salo") == problem
