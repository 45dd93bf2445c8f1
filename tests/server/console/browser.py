"""Somebody at the console in tests: signs in, opens pages, fills in their forms. No script runs: pages must work without."""

from __future__ import annotations

from collections.abc import Mapping
from html.parser import HTMLParser

from flask import Flask, g
from werkzeug.test import TestResponse

from server.database import transaction
from server.people.models import Person
from server.people.passwords import set_password

PASSWORD = "korrekti hevonen paristo"


def give_password(person_id: str, username: str, *, must_change: bool = False) -> None:
    """Let a person of the world use the console."""
    with transaction() as session:
        person = session.get_one(Person, person_id)
        person.username = username
        set_password(person, PASSWORD, must_change)


class Browser:
    """A browser with its own cookies. `page` is the last answer."""

    def __init__(self, app: Flask, language: str = "en") -> None:
        self.client = app.test_client()
        self.headers = {"Accept-Language": language}
        self.page: TestResponse

    def get(self, address: str, **headers: str) -> TestResponse:
        """Open an address, following redirections."""
        _forget_request()
        self.page = self.client.get(address, headers={**self.headers, **headers}, follow_redirects=True)
        return self.page

    def post(
        self,
        address: str,
        form: Mapping[str, str | list[str]] | None = None,
        *,
        follow: bool = True,
        **headers: str,
    ) -> TestResponse:
        """Send a form with the token of the last page that had one."""
        _forget_request()
        self.page = self.client.post(
            address,
            data={"csrf_token": self.token(), **(form or {})},
            headers={**self.headers, **headers},
            follow_redirects=follow,
        )
        return self.page

    def token(self) -> str:
        """The form token of the sign-in page or, when signed in, of the overview."""
        _forget_request()
        answer = self.client.get("/console/password", headers=self.headers, follow_redirects=True)
        return field(answer.text, "csrf_token")

    def sign_in(self, person_id: str, username: str = "") -> Browser:
        """Sign a person in, giving them a password first."""
        username = username or f"u{person_id[-8:]}"
        give_password(person_id, username)
        answer = self.post("/console/sign-in", {"username": username, "password": PASSWORD}, follow=False)
        assert answer.status_code == 302, answer.text
        return self


def field(page: str, name: str) -> str:
    """The value of the first input with this name."""
    return inputs(page)[name][0]


def inputs(page: str) -> dict[str, list[str]]:
    """All inputs of a page by name."""
    reader = _Inputs()
    reader.feed(page)
    return reader.found


class _Inputs(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "input" and given.get("name"):
            self.found.setdefault(str(given["name"]), []).append(given.get("value") or "")


def _forget_request() -> None:
    """Requests in tests share the fixture's application context; a real one begins with an empty `g`."""
    for name in list(g):
        g.pop(name)
