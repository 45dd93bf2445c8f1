"""Who can try the demo, and how they sign in: `demo-access.json` in the instance folder, renewed at every start.

{"people": [{"id", "name", "role", "organisation", "districts", "join_code", "username", "password"}]}: two dozen people
of all roles. Codes are good once, for a week. User name and password are null for those who only have the phone app.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from server.config import Settings
from server.database import transaction
from server.demo.plans import WEEKEND_RULE
from server.people.join_codes import make_code
from server.people.models import CONSOLE_ROLES, JoinCode, Organisation, Person, PersonDistrict
from server.people.passwords import is_password_of, set_password
from server.places.buckets import LANDLORD
from server.rounds.models import RoundPlan

ACCESS_FILE = "demo-access.json"
_CODE_SECONDS = 7 * 86_400
_FIRST_VERSION = 1
"""Of a person's sign-ins after the first password, and until somebody changes it."""
_OFFERED = {
    (LANDLORD, "admin"): 1,
    (LANDLORD, "supervisor"): 4,
    (LANDLORD, "building_manager"): 2,
    (LANDLORD, "caretaker"): 6,
    (LANDLORD, "cleaner"): 5,
    ("service_company", "supervisor"): 3,
    ("service_company", "cleaner"): 3,
}
"""How many of each kind of employer and role."""


def write_access(settings: Settings, now: datetime) -> Path:
    """Give the offered people new codes, and back their passwords where somebody changed them; returns the file."""
    path = settings.instance_path / ACCESS_FILE
    known = _known_passwords(path)
    with transaction() as session:
        people = offered_people(session)
        unused = JoinCode.person_id.in_([person.id for person in people]), JoinCode.used_at.is_(None)
        session.execute(delete(JoinCode).where(*unused))
        for person in people:
            _renew_password(person, known.get(person.id), settings.secret_key)
        entries = [_entry(session, person, settings.secret_key, now) for person in people]
    _write_private(path, orjson.dumps({"people": entries}, option=orjson.OPT_INDENT_2))
    return path


def offered_people(session: Session) -> list[Person]:
    """Two dozen people from all over the city.

    The workers have work on every day of the week, and the landlord's are in districts of the supervisors offered, so that
    what is recorded as the one can be reviewed as the other.
    """
    offered: list[Person] = []
    for (kind, role), count in _OFFERED.items():
        statement = (
            select(Person)
            .join(Person.organisation)
            .where(Organisation.kind == kind, Person.role == role, Person.is_active)
            .order_by(Person.id)
        )
        if role not in CONSOLE_ROLES:
            statement = statement.where(Person.id.in_(_works_on_weekends))
        if role not in CONSOLE_ROLES and kind == LANDLORD:
            statement = statement.where(
                Person.districts.any(PersonDistrict.district_code.in_(_supervised(offered)))
            )
        offered += _spread(session.scalars(statement).all(), count)
    return offered


_works_on_weekends = select(RoundPlan.person_id).where(RoundPlan.rrule == WEEKEND_RULE)


def _supervised(people: Iterable[Person]) -> set[str]:
    return {
        item.district_code for person in people if person.role == "supervisor" for item in person.districts
    }


def _spread(people: Sequence[Person], count: int) -> list[Person]:
    """So many of them, each from the middle of an equal part of the list, which is in the order of districts."""
    wanted = min(count, len(people))
    return [people[(2 * index + 1) * len(people) // (2 * wanted)] for index in range(wanted)]


def _entry(session: Session, person: Person, secret_key: str, now: datetime) -> dict[str, Any]:
    return {
        "id": person.id,
        "name": person.name,
        "role": person.role,
        "organisation": person.organisation.name,
        "districts": [item.district_code for item in person.districts],
        "join_code": make_code(session, person, None, _CODE_SECONDS, now),
        "username": person.username,
        "password": _password(secret_key, person.id) if person.username is not None else None,
    }


def _renew_password(person: Person, known: str | None, secret_key: str) -> None:
    """Make the person's password the demo's. Checking it takes a tenth of a second, so only where there is doubt."""
    password = _password(secret_key, person.id)
    is_as_we_left_it = known == password and person.session_version == _FIRST_VERSION
    if person.username is not None and not is_as_we_left_it and not is_password_of(person, password):
        set_password(person, password)


def _password(secret_key: str, person_id: str) -> str:
    """The same at every start, different in every installation, and nowhere in the repository."""
    digest = hmac.digest(secret_key.encode(), f"demo password of {person_id}".encode(), hashlib.sha256)
    return base64.b32encode(digest)[:16].decode().lower()


def _known_passwords(path: Path) -> dict[str, str | None]:
    """What the file says since the last start."""
    if not path.is_file():
        return {}
    people: list[dict[str, Any]] = orjson.loads(path.read_bytes())["people"]
    return {person["id"]: person["password"] for person in people}


def _write_private(path: Path, data: bytes) -> None:
    """Whole or not at all, and for the owner's eyes only."""
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
    draft.replace(path)
