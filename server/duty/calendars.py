"""A person's shifts as iCalendar (RFC 5545), behind an address that only its owner knows. The server keeps its hash."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType

from icalendar import Calendar, Event
from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, joinedload

from server.duty.models import CalendarToken, DutyShift
from server.people.models import Person
from server.places.models import Area

DAYS_BACK = timedelta(days=31)
_TITLES: Mapping[str, str] = MappingProxyType(
    {
        "fi": "Päivystys {area}, sija {place}",
        "sv": "Jour {area}, plats {place}",
        "en": "Duty {area}, place {place}",
    }
)


def make_token(session: Session, person: Person, by: Person, now: datetime) -> str:
    """A new secret for a person's calendar; the one before ends. Returned once and never stored."""
    revoke_token(session, person, now)
    token = secrets.token_urlsafe(32)
    session.add(CalendarToken(token_hash=_hash(token), person_id=person.id, made_by_id=by.id, made_at=now))
    return token


def revoke_token(session: Session, person: Person, now: datetime) -> bool:
    """End the address of a person's calendar. False: there was none."""
    rows = session.scalars(_good(CalendarToken.person_id == person.id)).all()
    for row in rows:
        row.revoked_at = now
    return bool(rows)


def has_token(session: Session, person: Person) -> bool:
    """Whether somebody may have the address of a person's calendar."""
    return session.scalars(_good(CalendarToken.person_id == person.id)).first() is not None


def calendar_of(session: Session, token: str, now: datetime) -> bytes | None:
    """The calendar behind a secret; None when it is unknown or revoked, or the person's access has ended."""
    row = session.scalars(_good(CalendarToken.token_hash == _hash(token))).one_or_none()
    if row is None or not row.person.is_active:
        return None
    shifts = session.scalars(
        select(DutyShift)
        .where(DutyShift.person_id == row.person_id, DutyShift.ends_at > now - DAYS_BACK)
        .order_by(DutyShift.begins_at, DutyShift.id)
        .options(joinedload(DutyShift.area))
    ).all()
    return _calendar(row.person, shifts, now)


def _calendar(person: Person, shifts: Sequence[DutyShift], now: datetime) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Kierros//Duty//EN")
    calendar.add("version", "2.0")
    title = _TITLES.get(person.language, _TITLES["fi"])
    for shift in shifts:
        event = Event()
        event.add("uid", f"{shift.id}@kierros")
        event.add("dtstamp", now)
        event.add("dtstart", shift.begins_at)
        event.add("dtend", shift.ends_at)
        event.add("summary", title.format(area=_name(shift.area, person.language), place=shift.place))
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _name(area: Area, language: str) -> str:
    return {"sv": area.name_sv, "en": area.name_en}.get(language, area.name_fi)


def _good(which: ColumnElement[bool]) -> Select[CalendarToken]:
    return select(CalendarToken).where(which, CalendarToken.revoked_at.is_(None))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
