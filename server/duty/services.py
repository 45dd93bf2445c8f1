"""What supervisors do with the roster. Each change is logged, and takes effect at once, also for who is asked.

Of two who change an area's roster at once the second waits for the first: the area's row is locked.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.database import new_id
from server.duty.alerts import ask_anew
from server.duty.models import DutyChange, DutyShift
from server.duty.roster import as_shift, may_do_duty
from server.duty.rules import Shift, Span, clashes
from server.people.models import Person
from server.places.models import Area
from sync.instants import format_instant

PLACE_MAX = 5
SHIFT_MAX = timedelta(days=8)


class RosterError(Exception):
    """A change that can't be made; `code` is stable."""

    code: ClassVar[str] = "roster_error"


class ShiftInvalid(RosterError):
    """It ends before it begins, is past, lasts longer than eight days, or has no place in a chain."""

    code = "shift_invalid"


class ShiftClashes(RosterError):
    """The same place, or the same person, has another shift in the area at that time."""

    code = "shift_clashes"


class NotForDuty(RosterError):
    """The person is not the landlord's, has no access, or has a role that does no duty."""

    code = "not_for_duty"


class ShiftsUnlike(RosterError):
    """Only two shifts of two persons can be swapped."""

    code = "shifts_unlike"


@dataclass(frozen=True, slots=True)
class NewShift:
    """A shift as it is to be."""

    area_code: str
    person_id: str
    begins_at: datetime
    ends_at: datetime
    place: int


def make_shift(session: Session, new: NewShift, by: Person, now: datetime) -> DutyShift:
    """Add a shift. Raises ShiftInvalid, ShiftClashes, NotForDuty."""
    _lock(session, new.area_code)
    shift = DutyShift(
        id=new_id(),
        area_code=new.area_code,
        person_id=new.person_id,
        begins_at=new.begins_at,
        ends_at=new.ends_at,
        place=new.place,
    )
    _require_good(session, shift, now)
    session.add(shift)
    _log(session, shift, "made", None, by, now)
    ask_anew(session, shift.area_code, now)
    return shift


def change_shift(session: Session, shift: DutyShift, new: NewShift, by: Person, now: datetime) -> None:
    """Give a shift other times, another place or person; it stays in its area. Raises as `make_shift`.

    Of one that has begun, the beginning stays, and what is past stays with who had it.
    """
    _lock(session, shift.area_code)
    _require_ahead(session, shift, now)
    if shift.begins_at < now:
        if new.person_id != shift.person_id:
            shift = _give(session, shift, new.person_id, "handed_over", by, now, is_checked=False)
        new = replace(new, begins_at=shift.begins_at)
    before = _told(shift)
    shift.person_id, shift.place = new.person_id, new.place
    shift.begins_at, shift.ends_at = new.begins_at, new.ends_at
    _require_good(session, shift, now)
    if _told(shift) != before:
        _log(session, shift, "changed", before, by, now)
    ask_anew(session, shift.area_code, now)


def hand_over(session: Session, shift: DutyShift, to: Person, by: Person, now: datetime) -> None:
    """Give a shift to somebody else; what is past of it stays with who had it. Raises as `make_shift`."""
    _lock(session, shift.area_code)
    _require_ahead(session, shift, now)
    _give(session, shift, to.id, "handed_over", by, now)
    ask_anew(session, shift.area_code, now)


def swap(session: Session, one: DutyShift, other: DutyShift, by: Person, now: datetime) -> None:
    """Two persons exchange their shifts, in one area or in two. Raises ShiftsUnlike, and as `make_shift`."""
    if one.person_id == other.person_id or one.id == other.id:
        raise ShiftsUnlike(one.id)
    for area_code in sorted({one.area_code, other.area_code}):
        _lock(session, area_code)
    for shift in (one, other):
        _require_ahead(session, shift, now)
    first, second = one.person_id, other.person_id
    with session.no_autoflush:
        shifts = [
            _give(session, one, second, "swapped", by, now, is_checked=False),
            _give(session, other, first, "swapped", by, now, is_checked=False),
        ]
    session.flush()
    for shift in shifts:
        _require_good(session, shift, now)
    for area_code in sorted({one.area_code, other.area_code}):
        ask_anew(session, area_code, now)


def remove_shift(session: Session, shift: DutyShift, by: Person, now: datetime) -> None:
    """Take a shift out of the roster; of one that has begun, what is past stays. Raises ShiftInvalid."""
    _lock(session, shift.area_code)
    _require_ahead(session, shift, now)
    before = _told(shift)
    if shift.begins_at < now:
        shift.ends_at = now
        _log(session, shift, "changed", before, by, now)
    else:
        _log(session, shift, "removed", before, by, now)
        session.delete(shift)
        session.flush()
    ask_anew(session, shift.area_code, now)


def _give(
    session: Session,
    shift: DutyShift,
    person_id: str,
    what: str,
    by: Person,
    now: datetime,
    *,
    is_checked: bool = True,
) -> DutyShift:
    """The shift, or the part of it that is still to come, is another's from now on."""
    before = _told(shift)
    if shift.begins_at < now:
        rest = DutyShift(
            id=new_id(),
            area_code=shift.area_code,
            person_id=person_id,
            begins_at=now,
            ends_at=shift.ends_at,
            place=shift.place,
        )
        shift.ends_at = now
        _log(session, shift, "changed", before, by, now)
        session.add(rest)
        shift = rest
    else:
        shift.person_id = person_id
    if is_checked:
        _require_good(session, shift, now)
    _log(session, shift, what, before, by, now)
    return shift


def _require_ahead(session: Session, shift: DutyShift, now: datetime) -> None:
    """Read the shift anew, now that the area is locked: what is over, or was taken out meanwhile, stays as it was."""
    there = session.get(DutyShift, shift.id, populate_existing=True)
    if there is None or there.ends_at <= now:
        raise ShiftInvalid(shift.id)


def _require_good(session: Session, shift: DutyShift, now: datetime) -> None:
    session.flush()
    lasts = shift.ends_at - shift.begins_at
    if not (timedelta() < lasts <= SHIFT_MAX and 1 <= shift.place <= PLACE_MAX and now < shift.ends_at):
        raise ShiftInvalid(shift.id)
    person = session.get(Person, shift.person_id)
    if person is None or not may_do_duty(person):
        raise NotForDuty(shift.person_id)
    if clashes(as_shift(shift), _others(session, shift)):
        raise ShiftClashes(shift.id)


def _others(session: Session, shift: DutyShift) -> list[Shift]:
    span = Span(shift.begins_at, shift.ends_at)
    statement = select(DutyShift).where(
        DutyShift.area_code == shift.area_code,
        DutyShift.begins_at < span.ends_at,
        DutyShift.ends_at > span.begins_at,
    )
    return [as_shift(row) for row in session.scalars(statement)]


def _log(
    session: Session, shift: DutyShift, what: str, before: dict[str, Any] | None, by: Person, now: datetime
) -> None:
    session.add(
        DutyChange(
            shift_id=shift.id,
            area_code=shift.area_code,
            what=what,
            by_id=by.id,
            at=now,
            before=before,
            after=None if what == "removed" else _told(shift),
        )
    )


def _told(shift: DutyShift) -> dict[str, Any]:
    return {
        "person": shift.person_id,
        "begins_at": format_instant(shift.begins_at),
        "ends_at": format_instant(shift.ends_at),
        "place": shift.place,
    }


def _lock(session: Session, area_code: str) -> None:
    session.execute(select(Area.code).where(Area.code == area_code).with_for_update())
