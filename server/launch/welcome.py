"""What a start says on the screen: where to go, and how to sign in."""

from __future__ import annotations

from sqlalchemy import select

from server.config import Settings
from server.database import snapshot
from server.demo.access import ACCESS_FILE
from server.launch.processes import HOST
from server.people.models import CONSOLE_ROLES, Person

_PLACES = """
Kierros is running. Ctrl-C stops it.

  Phone app   {url}/app/
  Console     {url}/console/
  Residents   {url}/report/
"""

_DEMO = """
To sign in, click one of the demo's people on the sign-in page. Their codes (phone app) and their user names and
passwords (console) also stand in {path}.
"""

_NOBODY = """
Nobody can sign in yet. Make the first supervisor, and bring in your properties (docs/import.md):

  .venv/bin/flask --app server make-supervisor USERNAME "First Last" --organisation "The landlord's name"
  .venv/bin/flask --app server import places FILE --dry-run
"""

_PEOPLE = """
Sign in to the console with your user name and password; it makes the one-time codes for phones.
"""


def welcome(port: int, settings: Settings, *, is_demo: bool) -> str:
    """The text for this database, to be shown once the server answers."""
    places = _PLACES.format(url=f"http://{HOST}:{port}")
    if is_demo:
        return places + _DEMO.format(path=settings.instance_path / ACCESS_FILE)
    with snapshot() as session:
        somebody = (
            select(Person.id)
            .where(Person.role.in_(CONSOLE_ROLES), Person.password_hash.is_not(None))
            .limit(1)
        )
        return places + (_PEOPLE if session.scalar(somebody) else _NOBODY)
