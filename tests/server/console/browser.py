"""Somebody at the console in tests: signs in, opens pages, sends their forms. Pages must work without scripts."""

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
    """Let a person of the world use the console, in English: the language these tests read."""
    with transaction() as session:
        person = session.get_one(Person, person_id)
        person.username = username
        person.language = "en"
        set_password(person, PASSWORD, must_change)


class Browser:
    """A browser with its own cookies. `page` is the last answer."""

    def __init__(self, app: Flask, language: str = "en") -> None:
        self.client = app.test_client()
        self.headers = {"Accept-Language": language}
        self.page: TestResponse

    def get(self, address: str, **headers: str) -> TestResponse:
        """Open an address, following redirections."""
        return self._open("GET", address, follow=True, headers=headers)

    def post(
        self,
        address: str,
        form: Mapping[str, str | list[str]] | None = None,
        *,
        follow: bool = True,
        **headers: str,
    ) -> TestResponse:
        """Send a form with this session's token, unless the form brings one."""
        data = {"csrf_token": self.token(), **(form or {})}
        return self._open("POST", address, follow=follow, headers=headers, data=data)

    def _open(
        self, method: str, address: str, *, follow: bool, headers: Mapping[str, str], data: object = None
    ) -> TestResponse:
        _forget_request()
        all_headers = {**self.headers, **headers}
        self.page = self.client.open(address, method=method, data=data, headers=all_headers, buffered=True)
        if follow and self.page.status_code in {301, 302, 308}:
            return self._open("GET", self.page.headers["Location"], follow=True, headers=headers)
        return self.page

    def token(self) -> str:
        """The form token of this session."""
        last = getattr(self, "page", None)
        token = field(self.get("/console/password").text, "csrf_token")
        if last is not None:
            self.page = last
        return token

    def sign_in(self, person_id: str) -> Browser:
        """Be signed in as a person, without the time that checking a password takes."""
        with transaction() as session:
            version = session.get_one(Person, person_id).session_version
        with self.client.session_transaction() as cookie:
            cookie["person"], cookie["version"] = person_id, version
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
