"""Commands of an operator: setting up, the first people, and what they refuse."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from server import create_app
from server.config import Settings
from server.database import db
from server.feed.history import epoch
from server.people.models import Organisation, Person
from server.people.passwords import is_password_of
from tests.conftest import NewDatabase
from tests.world import World


def _run(app: Flask, *arguments: str, typed: str | None = None) -> Result:
    db.session.remove()
    return app.test_cli_runner().invoke(args=arguments, input=typed)


def _person(session: Session, username: str) -> Person:
    session.expire_all()
    return session.scalars(select(Person).where(Person.username == username)).one()


@pytest.fixture
def bare_app(new_database: NewDatabase, tmp_path: Path) -> Iterator[Flask]:
    """An application whose database has no tables yet."""
    with new_database(tmp_path) as url:
        app = create_app(Settings(instance_path=tmp_path, database_url=url, secret_key="test"))
        yield app
        with app.app_context():
            db.engine.dispose()


def test_init_may_run_again_and_keeps_the_history(bare_app: Flask, tmp_path: Path) -> None:
    with bare_app.app_context():
        assert _run(bare_app, "init").exit_code == 0
        first = epoch(db.session())
        result = _run(bare_app, "init")
        assert "Copied" not in result.output
        assert epoch(db.session()) == first
    assert list(tmp_path.glob("*before*")) == [], "nothing to migrate, nothing to keep a copy of"


def test_a_file_is_copied_before_it_is_migrated(tmp_path: Path) -> None:
    file = tmp_path / "kierros.sqlite"
    bare_app = create_app(
        Settings(instance_path=tmp_path, database_url=f"sqlite:///{file}", secret_key="test")
    )
    with bare_app.app_context():
        _run(bare_app, "init")
        db.engine.dispose()
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = 'unknown'")
        connection.execute("INSERT INTO organisations VALUES ('o', 'Kodit Oy', 'landlord')")
    with bare_app.app_context():
        assert _run(bare_app, "init").exit_code != 0, "there is no way from a revision that was never ours"
        db.engine.dispose()
    (copy,) = tmp_path.glob("kierros.before-*.sqlite")
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT name FROM organisations").fetchall() == [("Kodit Oy",)]


def test_only_a_demo_is_thrown_away(bare_app: Flask) -> None:
    with bare_app.app_context():
        _run(bare_app, "init")
        _run(bare_app, "make-supervisor", "sari", "Sari Salo", "--organisation", "Kodit Oy")
        refused = _run(bare_app, "demo", "reset")
        assert refused.exit_code == 1
        assert "does not hold the demo" in refused.output
        assert _person(db.session(), "sari").organisation.name == "Kodit Oy"


def test_the_first_supervisor_brings_the_landlord_and_all_districts(bare_app: Flask) -> None:
    with bare_app.app_context():
        _run(bare_app, "init")
        refused = _run(bare_app, "make-supervisor", "sari.salo", "Sari Salo")
        assert refused.exit_code == 1
        assert "--organisation" in refused.output
        made = _run(bare_app, "make-supervisor", "Sari.Salo", "Sari Salo", "--organisation", "Kodit Oy")
        assert made.exit_code == 0, made.output
        person = _person(db.session(), "sari.salo")
        assert (person.role, person.organisation.name, person.organisation.kind) == (
            "supervisor",
            "Kodit Oy",
            "landlord",
        )
        assert len(person.districts) == 34
        password = re.search(r"sign-in: (\S+)", made.output)
        assert password is not None
        assert is_password_of(person, password[1])
        assert person.must_change_password


def test_a_companys_supervisor_in_some_districts(app: Flask, world: World, session: Session) -> None:
    assert _run(app, "make-company", "Kirkas Oy").exit_code == 0
    made = _run(
        app, "make-supervisor", "ulla", "Ulla Oja", "--organisation", "Kirkas Oy", "--district", "703"
    )
    assert made.exit_code == 0, made.output
    person = _person(session, "ulla")
    assert person.organisation.kind == "service_company"
    assert [item.district_code for item in person.districts] == ["703"]


def test_an_own_password_is_asked_for_twice_and_must_be_good(
    app: Flask, world: World, session: Session
) -> None:
    short = _run(app, "make-supervisor", "ulla", "Ulla Oja", "--ask-password", typed="lyhyt\nlyhyt\n")
    assert short.exit_code == 1
    good = "kahvia ennen kuutta"
    made = _run(app, "make-supervisor", "ulla", "Ulla Oja", "--ask-password", typed=f"{good}\n{good}\n")
    assert made.exit_code == 0, made.output
    assert good not in made.output
    person = _person(session, "ulla")
    assert is_password_of(person, good)
    assert not person.must_change_password


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["make-supervisor", "ulla", "Ulla", "--organisation", "Outo Oy"], "no organisation called Outo Oy"),
        (["make-supervisor", "ulla", "Ulla", "--district", "999"], "No district has the code 999"),
        (["make-company", "Puhdas Porras Oy"], "already"),
        (["demo", "load"], "not empty"),
        (["import", "places", "/nowhere.csv"], "no_file"),
    ],
)
def test_what_does_not_fit_is_refused_and_changes_nothing(
    app: Flask, world: World, session: Session, arguments: list[str], words: str
) -> None:
    before = session.scalars(select(Person.id)).all(), session.scalars(select(Organisation.id)).all()
    result = _run(app, *arguments)
    assert result.exit_code == 1
    assert words in result.output
    session.expire_all()
    assert (
        session.scalars(select(Person.id)).all(),
        session.scalars(select(Organisation.id)).all(),
    ) == before


def test_a_user_name_is_given_once(app: Flask, world: World) -> None:
    assert _run(app, "make-supervisor", "ulla", "Ulla Oja").exit_code == 0
    again = _run(app, "make-supervisor", "ULLA", "Ulla Toinen")
    assert again.exit_code == 1
    assert "already" in again.output


def test_scopes_are_counted_by_role(app: Flask, world: World) -> None:
    result = _run(app, "scopes")
    assert result.exit_code == 0
    assert re.search(r"landlord +cleaner +2 +\d+ +\d+ +\d+ +\d", result.output)
    assert re.search(r"service_company +supervisor", result.output)
