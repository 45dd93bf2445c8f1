"""The documents `duty_roster`, `duty_shift` and `duty_alert` (docs/documents.md)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from server.duty.models import DutyAlert, DutyShift, DutyStep
from server.duty.roster import supervisors_of
from server.duty.terms import terms
from server.feed import window
from server.feed.fields import instant, reference
from server.feed.registry import Built
from server.local_time import day_begin, local_day
from server.people.models import Person
from server.places import buckets
from server.places.models import Area

ROSTER_DAYS_BACK = 1
ROSTER_DAYS_AHEAD = 2


def build_rosters(session: Session, keys: Collection[str], now: datetime) -> Mapping[str, Built]:
    """Whom to call in an area, from yesterday to the day after tomorrow; an area without shifts then has no roster."""
    today = local_day(now)
    begin = day_begin(today - timedelta(days=ROSTER_DAYS_BACK))
    end = day_begin(today + timedelta(days=ROSTER_DAYS_AHEAD + 1))
    shifts: dict[str, list[dict[str, Any]]] = defaultdict(list)
    statement = (
        select(DutyShift)
        .join(Person, Person.id == DutyShift.person_id)
        .where(DutyShift.area_code.in_(keys), Person.is_active)
        .where(DutyShift.begins_at < end, DutyShift.ends_at > begin)
        .order_by(DutyShift.begins_at, DutyShift.place, DutyShift.id)
        .options(joinedload(DutyShift.person))
    )
    for shift in session.scalars(statement):
        shifts[shift.area_code].append(
            {
                "id": shift.id,
                **_reachable(shift.person),
                "begins_at": instant(shift.begins_at),
                "ends_at": instant(shift.ends_at),
                "place": shift.place,
            }
        )
    minutes = terms().acknowledge_within // timedelta(minutes=1)
    return {
        area.code: Built(
            frozenset({buckets.duty(area.code)}),
            {
                "area": area.code,
                "area_names": _names(area),
                "acknowledge_minutes": minutes,
                "shifts": shifts[area.code],
                "supervisors": [_reachable(person) for person in supervisors_of(session, area.code)],
            },
        )
        for area in session.scalars(select(Area).where(Area.code.in_(shifts)))
    }


def build_shifts(session: Session, keys: Collection[str], now: datetime) -> Mapping[str, Built]:
    """Shifts, each with its own person: those that end today or later and begin within 14 days."""
    statement = (
        select(DutyShift)
        .where(DutyShift.id.in_(keys), DutyShift.ends_at > day_begin(local_day(now)))
        .where(DutyShift.begins_at < day_begin(window.last_day(now) + timedelta(days=1)))
        .options(joinedload(DutyShift.area))
    )
    return {
        row.id: Built(
            frozenset({buckets.person(row.person_id)}),
            {
                "person": f"person:{row.person_id}",
                "area": row.area_code,
                "area_names": _names(row.area),
                "begins_at": instant(row.begins_at),
                "ends_at": instant(row.ends_at),
                "place": row.place,
            },
        )
        for row in session.scalars(statement)
    }


def build_alerts(session: Session, keys: Collection[str], now: datetime) -> Mapping[str, Built]:
    """Alerts that are open or ended less than 14 days ago: in the area's duty bucket, and with those who were asked."""
    statement = (
        select(DutyAlert)
        .where(DutyAlert.id.in_(keys))
        .where(DutyAlert.ended_at.is_(None) | (DutyAlert.ended_at >= window.begin(now)))
    )
    steps: dict[str, list[DutyStep]] = defaultdict(list)
    of_alerts = select(DutyStep).where(DutyStep.alert_id.in_(keys)).order_by(DutyStep.at, DutyStep.id)
    for step in session.scalars(of_alerts):
        steps[step.alert_id].append(step)
    return {
        row.id: Built(
            frozenset(
                {
                    buckets.duty(row.area_code),
                    *(buckets.person(step.person_id) for step in steps[row.id]),
                }
            ),
            {
                "order": f"work_order:{row.order_id}",
                "area": row.area_code,
                "state": row.state,
                "raised_at": instant(row.raised_at),
                "next_at": instant(row.next_at),
                "steps": [
                    {"person": f"person:{step.person_id}", "at": instant(step.at), "role": step.role}
                    for step in steps[row.id]
                ],
                "acknowledged_by": reference("person", row.acknowledged_by_id),
                "acknowledged_at": instant(row.acknowledged_at),
            },
        )
        for row in session.scalars(statement)
    }


def _reachable(person: Person) -> dict[str, Any]:
    return {"person": f"person:{person.id}", "name": person.name, "phone": person.phone}


def _names(area: Area) -> dict[str, str]:
    return {"fi": area.name_fi, "sv": area.name_sv, "en": area.name_en}
