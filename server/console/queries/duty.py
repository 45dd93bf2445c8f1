"""The roster and the alerts of the areas that a viewer plans, as the console shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from server.database import is_uuid
from server.duty.models import DutyAlert, DutyChange, DutyShift, DutyStep
from server.duty.roster import gaps_in, persons_on_duty
from server.duty.rules import Span, is_duty_on
from server.local_time import day_begin, local_day
from server.people.models import Person
from server.places.models import Area, District
from server.places.office_hours import office_hours_of
from server.review.permission import Viewer, visible
from server.work_orders.models import WorkOrder

ALERTS_FOR = timedelta(hours=24)
"""How long an alert that is over stays on the page."""
CHANGES_SHOWN = 20
_SWAPPED_WITHIN = timedelta(weeks=4)


@dataclass(frozen=True, slots=True)
class Day:
    """A local day of the roster: the shifts that begin on it or last all of it, and the gaps that begin on it."""

    on: date
    shifts: Sequence[DutyShift]
    gaps: Sequence[Span]


@dataclass(frozen=True, slots=True)
class Now:
    """Whether duty is on in an area, and who has it, the first first."""

    is_on: bool
    people: Sequence[Person]


def areas(session: Session, viewer: Viewer) -> Sequence[Area]:
    """The areas whose duty the viewer plans, by code: those of the own districts."""
    if not viewer.plans_duty:
        return []
    codes = select(District.area_code).where(visible(viewer, District))
    return session.scalars(select(Area).where(Area.code.in_(codes)).order_by(Area.code)).all()


def week_of(session: Session, area_code: str, monday: date) -> Sequence[Day]:
    """Seven days from a Monday."""
    days = [monday + timedelta(days=number) for number in range(7)]
    span = Span(day_begin(monday), day_begin(monday + timedelta(days=7)))
    statement = (
        select(DutyShift)
        .where(DutyShift.area_code == area_code)
        .where(DutyShift.begins_at < span.ends_at, DutyShift.ends_at > span.begins_at)
        .order_by(DutyShift.begins_at, DutyShift.place, DutyShift.id)
        .options(joinedload(DutyShift.person))
    )
    shifts = session.scalars(statement).all()
    gaps = gaps_in(session, area_code, span)
    return [
        Day(
            on,
            # What began before this week stands on its first day.
            [row for row in shifts if max(local_day(row.begins_at), monday) == on or _lasts_all(row, on)],
            [gap for gap in gaps if local_day(gap.begins_at) == on],
        )
        for on in days
    ]


def on_duty_now(session: Session, area_code: str, now: datetime) -> Now:
    """Who is on duty in an area."""
    keys = persons_on_duty(session, area_code, now)
    people = {row.id: row for row in session.scalars(select(Person).where(Person.id.in_(keys)))}
    is_on = is_duty_on(now, office_hours_of(session, area_code))
    return Now(is_on, [people[key] for key in keys])


def alerts_of(session: Session, area_codes: Sequence[str], now: datetime) -> Sequence[DutyAlert]:
    """Alerts that are open, and those of the last day: the open ones first, then the newest."""
    statement = (
        select(DutyAlert)
        .where(DutyAlert.area_code.in_(area_codes))
        .where(or_(DutyAlert.state == "open", DutyAlert.raised_at >= now - ALERTS_FOR))
        .order_by(DutyAlert.state != "open", DutyAlert.raised_at.desc(), DutyAlert.id)
        .options(
            joinedload(DutyAlert.acknowledged_by),
            joinedload(DutyAlert.order).joinedload(WorkOrder.property),
            selectinload(DutyAlert.steps).joinedload(DutyStep.person),
            selectinload(DutyAlert.steps).selectinload(DutyStep.deliveries),
        )
    )
    return session.scalars(statement).all()


def find_alert(session: Session, viewer: Viewer, key: str) -> DutyAlert | None:
    """An alert of an area that the viewer plans, or None."""
    alert = session.get(DutyAlert, key) if is_uuid(key) else None
    return alert if alert is not None and alert.area_code in _codes(session, viewer) else None


def find_shift(session: Session, viewer: Viewer, key: str) -> DutyShift | None:
    """A shift of an area that the viewer plans, or None."""
    options = [joinedload(DutyShift.person), joinedload(DutyShift.area)]
    shift = session.get(DutyShift, key, options=options) if is_uuid(key) else None
    return shift if shift is not None and shift.area_code in _codes(session, viewer) else None


def swappable(session: Session, viewer: Viewer, shift: DutyShift, now: datetime) -> Sequence[DutyShift]:
    """The shifts of others with which one can be swapped: still to come, within four weeks of it."""
    statement = (
        select(DutyShift)
        .where(DutyShift.area_code.in_(_codes(session, viewer)))
        .where(DutyShift.person_id != shift.person_id, DutyShift.ends_at > now)
        .where(
            DutyShift.begins_at.between(shift.begins_at - _SWAPPED_WITHIN, shift.begins_at + _SWAPPED_WITHIN)
        )
        .order_by(DutyShift.begins_at, DutyShift.place, DutyShift.id)
        .options(joinedload(DutyShift.person), joinedload(DutyShift.area))
    )
    return session.scalars(statement).all()


def changes_of(session: Session, area_code: str) -> Sequence[DutyChange]:
    """The newest lines of an area's log."""
    statement = (
        select(DutyChange)
        .where(DutyChange.area_code == area_code)
        .order_by(DutyChange.at.desc(), DutyChange.id.desc())
        .limit(CHANGES_SHOWN)
        .options(joinedload(DutyChange.by))
    )
    return session.scalars(statement).all()


def _lasts_all(shift: DutyShift, on: date) -> bool:
    return shift.begins_at < day_begin(on) and day_begin(on + timedelta(days=1)) <= shift.ends_at


def _codes(session: Session, viewer: Viewer) -> list[str]:
    return [area.code for area in areas(session, viewer)]
