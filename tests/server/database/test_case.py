"""Searches do not ask which letters are large, on either database."""

from __future__ import annotations

import pytest
from sqlalchemy import func, literal, select
from sqlalchemy.orm import Session

from server.people.models import Person

NAME = "Åke Älä-Östman"


@pytest.fixture
def named(world, session: Session) -> Session:
    session.get_one(Person, world.cleaner).name = NAME
    session.flush()
    yield session
    session.rollback()


@pytest.mark.parametrize("text", ["ÄLÄ", "älä", "åke", "ÅKE ä", "-ÖST", "östman", "Älä-Östman"])
def test_a_part_of_a_name_is_found_in_any_case(named: Session, text: str) -> None:
    found = select(Person.name).where(Person.name.icontains(text, autoescape=True))
    assert named.scalars(found).all() == [NAME]


@pytest.mark.parametrize("text", ["ALA", "ake", "%", "_", "Älä Östman"])
def test_other_letters_are_not_the_same(named: Session, text: str) -> None:
    found = select(Person.name).where(Person.name.icontains(text, autoescape=True), Person.name == NAME)
    assert named.scalars(found).all() == []


def test_what_is_no_text_stays(session: Session) -> None:
    assert session.scalar(select(func.lower(literal(None)))) is None
