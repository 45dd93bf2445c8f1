"""Workers of an organisation: taking them on, ending their access and giving it back."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server.people.devices import revoke
from server.people.models import Device, JoinCode, Person, PersonDistrict

WORKER_ROLES = ("caretaker", "cleaner")
NAME_CHARACTERS_MAX = 200
PHONE_CHARACTERS_MAX = 30
EMAIL_CHARACTERS_MAX = 254


def is_email(text: str) -> bool:
    """Whether a text looks like one e-mail address; whether somebody reads it only a message can tell."""
    return (
        re.fullmatch(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]+", text, re.ASCII) is not None
        and text.isascii()
    )


@dataclass(frozen=True, slots=True)
class NewWorker:
    """Somebody who is to work with the phone app. `role` is caretaker or cleaner."""

    name: str
    role: str
    organisation_id: str
    language: str
    phone: str | None
    district_codes: Collection[str]


def take_on(session: Session, new: NewWorker) -> Person:
    """Add a worker; the phone joins later, with a one-time code."""
    person = Person(
        name=new.name,
        role=new.role,
        organisation_id=new.organisation_id,
        language=new.language,
        phone=new.phone,
        districts=[PersonDistrict(district_code=code) for code in sorted(new.district_codes)],
    )
    session.add(person)
    session.flush()
    return person


def end_access(session: Session, person: Person, now: datetime) -> Sequence[Device]:
    """End a person's access: every sign-in, every unused code, all reading by devices. Returns the devices concerned.

    The person and all that they recorded stay. For 30 days their devices may still send what was recorded, into
    quarantine (docs/protocol.md, step 20): therefore they are not revoked.
    """
    person.is_active = False
    person.access_ended_at = now
    person.session_version += 1
    unused = JoinCode.person_id == person.id, JoinCode.used_at.is_(None), JoinCode.expires_at > now
    session.execute(update(JoinCode).where(*unused).values(expires_at=now))
    return _not_revoked(session, person)


def give_access(session: Session, person: Person, now: datetime) -> None:
    """Let a person work again whose access had ended. Phones must join anew: nobody knows who has had the old ones."""
    if person.is_active:
        return
    person.is_active = True
    person.access_ended_at = None
    for device in _not_revoked(session, person):
        revoke(device, now)


def _not_revoked(session: Session, person: Person) -> Sequence[Device]:
    statement = select(Device).where(Device.person_id == person.id, Device.revoked_at.is_(None))
    return session.scalars(statement).all()
