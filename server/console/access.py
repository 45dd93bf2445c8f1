"""Who is signed in: a person and the version of their password, in the session cookie, checked at every request."""

from __future__ import annotations

from dataclasses import dataclass

from flask import g
from flask import session as cookie
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from server.database import snapshot
from server.people.models import Person
from server.review.permission import Viewer, viewer_of


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The person in front of the screen, as pages name them, and what they may see."""

    viewer: Viewer
    name: str
    organisation: str
    must_change_password: bool


def sign_in(person: Person) -> None:
    """Begin a session for a person whose password was checked. Of what the cookie held, only the language stays."""
    language = cookie.get("language") or person.language
    cookie.clear()
    cookie.permanent = True
    cookie["person"] = person.id
    cookie["version"] = person.session_version
    cookie["language"] = language


def sign_out() -> None:
    """End the session, keeping the language for the next sign-in."""
    language = cookie.get("language")
    cookie.clear()
    if language:
        cookie["language"] = language


def signed_in() -> SignedIn | None:
    """Who is signed in, or None. Asked of the database once a request: what was ended or changed counts at once."""
    if "signed_in" not in g:
        g.signed_in = _load()
    found: SignedIn | None = g.signed_in
    return found


def viewer() -> Viewer:
    """The viewer of a request that has passed the guard."""
    person = signed_in()
    assert person is not None, "the guard lets nobody in without signing in"
    return person.viewer


def find_by_username(session: Session, username: str) -> Person | None:
    """The person with this username, in any case of letters."""
    return session.scalars(
        select(Person)
        .where(Person.username == username.strip().lower())
        .options(joinedload(Person.organisation), selectinload(Person.districts))
    ).one_or_none()


def _load() -> SignedIn | None:
    if "person" not in cookie:
        return None
    with snapshot() as session:
        person = session.get(
            Person,
            cookie["person"],
            options=[joinedload(Person.organisation), selectinload(Person.districts)],
        )
        found = viewer_of(person) if person is not None else None
        if person is None or found is None or person.session_version != cookie.get("version"):
            return None
        return SignedIn(found, person.name, person.organisation.name, person.must_change_password)
