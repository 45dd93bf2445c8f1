"""The made-up people of the landlord and of the service companies."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from server.demo.chance import Chance
from server.demo.entities import DemoPerson
from server.demo.names import made_up_people
from server.demo.rows import Rows
from server.people.models import CONSOLE_ROLES, Person, PersonDistrict


class Hiring:
    """Makes people and keeps their rows. Names, user names and phone numbers are never given twice."""

    def __init__(self, rows: Rows, chance: Chance) -> None:
        self._rows = rows
        self._chance = chance
        self._names: Iterator[tuple[str, str]] = made_up_people(chance)
        self._usernames: set[str] = set()
        self._count = 0

    def hire(
        self, role: str, organisation_id: str, districts: Sequence[str], *, is_on_weekends: bool = False
    ) -> DemoPerson:
        """One more person of a role, working in these districts."""
        name, language = next(self._names)
        self._count += 1
        person = DemoPerson(
            id=self._chance.new_id(),
            name=name,
            role=role,
            organisation_id=organisation_id,
            language=language,
            districts=tuple(sorted(set(districts))),
            username=self._username(name) if role in CONSOLE_ROLES else None,
            is_on_weekends=is_on_weekends,
        )
        self._rows.add(
            Person,
            id=person.id,
            organisation_id=organisation_id,
            name=name,
            role=role,
            language=language,
            phone=_phone(self._count),
            # Nobody can have an address below .example.
            email=f"{person.username}@kodit.example" if person.username else None,
            is_active=True,
            username=person.username,
            password_hash=None,
            must_change_password=False,
            # The first password makes it 1.
            session_version=0,
        )
        for district in person.districts:
            self._rows.add(PersonDistrict, person_id=person.id, district_code=district)
        return person

    def _username(self, name: str) -> str:
        plain = unicodedata.normalize("NFD", name).encode("ascii", "ignore").decode()
        wanted = plain.lower().replace(" ", ".")
        username, number = wanted, 1
        while username in self._usernames:
            number += 1
            username = f"{wanted}{number}"
        self._usernames.add(username)
        return username


def _phone(number: int) -> str:
    """A number that nobody has: Finnish subscriber numbers do not begin with 000."""
    return f"+358 50 000 {number:04d}"
