"""Who can try the demo, and with what: `demo-access.json` in the instance folder, for its owner's eyes only."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from server.config import Settings
from server.database import transaction
from server.people.join_codes import make_code
from server.people.models import CONSOLE_ROLES, Organisation, Person
from server.people.passwords import set_password

ACCESS_FILE = "demo-access.json"
CODE_SECONDS = 7 * 86_400

_PERSONS = {
    ("caretaker", "landlord"): 6,
    ("cleaner", "landlord"): 6,
    ("supervisor", "landlord"): 3,
    ("building_manager", "landlord"): 2,
    ("admin", "landlord"): 1,
    ("cleaner", "service_company"): 3,
    ("supervisor", "service_company"): 3,
}
"""Two dozen: how many of each role, by the kind of their employer."""
_MADE_OF = "abcdefghjkmnpqrstuvwxyz23456789"
"""Easy to read and to type."""


def write_access(settings: Settings, now: datetime) -> Path:
    """Choose the persons, renew their codes, and write the file. Passwords stay as long as the file is there."""
    path = settings.instance_path / ACCESS_FILE
    known = _known_passwords(path)
    with transaction() as session:
        people = [_access(session, person, known, now) for person in _chosen(session)]
    draft = path.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(orjson.dumps({"people": people}, option=orjson.OPT_INDENT_2))
    draft.replace(path)
    return path


def _chosen(session: Session) -> Iterator[Person]:
    for (role, kind), count in _PERSONS.items():
        people = session.scalars(
            select(Person)
            .join(Organisation)
            .where(Person.role == role, Organisation.kind == kind, Person.is_active)
            .order_by(Person.id)
            .options(joinedload(Person.organisation), selectinload(Person.districts))
        ).all()
        # From all over the city rather than the first few of one district.
        yield from people[:: max(1, len(people) // count)][:count]


def _access(session: Session, person: Person, known: Mapping[str, str], now: datetime) -> dict[str, Any]:
    password = None
    if person.role in CONSOLE_ROLES:
        password = known.get(person.id)
        if password is None or person.password_hash is None:
            password = "".join(secrets.choice(_MADE_OF) for _ in range(14))
            person.username = person.username or _username(session, person)
            set_password(person, password)
    return {
        "id": person.id,
        "name": person.name,
        "role": person.role,
        "organisation": person.organisation.name,
        "districts": [item.district_code for item in person.districts],
        "join_code": make_code(session, person, None, CODE_SECONDS, now),
        "username": person.username if password else None,
        "password": password,
    }


def _username(session: Session, person: Person) -> str:
    plain = person.name.lower().translate(str.maketrans("åäöéü ", "aaoeu."))
    name, number = plain, 1
    while session.scalar(select(Person.id).where(Person.username == name)) is not None:
        number += 1
        name = f"{plain}{number}"
    return name


def _known_passwords(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    people: list[dict[str, Any]] = orjson.loads(path.read_bytes())["people"]
    return {person["id"]: person["password"] for person in people if person["password"]}
