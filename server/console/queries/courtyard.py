"""Courtyard records and due checks as the console lists them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, joinedload, raiseload, selectinload

from server.console.queries.places import properties_where
from server.courtyard.documents import last_days
from server.courtyard.models import CourtyardCorrection, CourtyardRecord, standing_fields
from server.courtyard.rules import CHECKED_KINDS, Check, asks_nest_check, decide_checks
from server.courtyard.terms import drain_interval
from server.local_time import day_begin, local_day
from server.places.models import Building, Property, Space
from server.review.permission import Viewer, visible
from sync.courtyard.forms import find_form

PAGE_SIZE = 50
CSV_ROWS_MAX = 20_000
CHECKS_MAX = 300


@dataclass(frozen=True, slots=True)
class RecordFilter:
    """What records are asked for. None or empty: no matter. Days are local, both included."""

    kind: str | None = None
    place: str = ""
    district_code: str | None = None
    from_day: date | None = None
    to_day: date | None = None


@dataclass(frozen=True, slots=True)
class RecordPage:
    """One page of records, and how many there are in all. `unchecked`: those that lack a nest check of their day."""

    records: Sequence[CourtyardRecord]
    number: int
    total: int
    unchecked: frozenset[str]


@dataclass(frozen=True, slots=True)
class DueSpace:
    """A space with the checks of it that are due."""

    space: Space
    checks: Sequence[Check]


def page_of(session: Session, viewer: Viewer, wanted: RecordFilter, number: int) -> RecordPage:
    """A page (from 1), the newest first."""
    conditions = _conditions(viewer, wanted)
    total = session.scalar(select(func.count()).select_from(CourtyardRecord).where(*conditions)) or 0
    number = max(1, min(number, -(-total // PAGE_SIZE)))
    records = _load(session, conditions, PAGE_SIZE, (number - 1) * PAGE_SIZE)
    return RecordPage(records, number, total, _unchecked(session, records))


def all_of(session: Session, viewer: Viewer, wanted: RecordFilter) -> Sequence[CourtyardRecord]:
    """All records of a filter, the newest first, up to a bound."""
    return _load(session, _conditions(viewer, wanted), CSV_ROWS_MAX, 0)


def due_spaces(session: Session, viewer: Viewer, today: date, kind: str | None) -> Sequence[DueSpace]:
    """Spaces with a check that is due, what has waited longest first. Yards are the landlord's."""
    if not viewer.is_landlord:
        return []
    statement = (
        select(Space)
        .join(Building, Building.id == Space.building_id)
        .join(Property, Property.id == Building.property_id)
        .where(Space.kind.in_([kind] if kind else CHECKED_KINDS), visible(viewer, Property))
        .order_by(Property.address, Space.name, Space.id)
        .options(joinedload(Space.building).joinedload(Building.property).joinedload(Property.district))
    )
    spaces = session.scalars(statement).all()
    last_on = last_days(session, [space.id for space in spaces])
    found = []
    for space in spaces:
        checks = decide_checks(space.kind, last_on.get(space.id, {}), drain_interval())
        due = [check for check in checks if check.is_due(today)]
        if due:
            found.append(DueSpace(space, due))
    found.sort(key=lambda each: min(check.due_on or date.max for check in each.checks))
    return found


def _load(
    session: Session, conditions: Sequence[ColumnElement[bool]], limit: int, offset: int
) -> Sequence[CourtyardRecord]:
    statement = (
        select(CourtyardRecord)
        .where(*conditions)
        .order_by(CourtyardRecord.ended_at.desc(), CourtyardRecord.id.desc())
        .limit(limit)
        .offset(offset)
        .options(
            joinedload(CourtyardRecord.property).joinedload(Property.district),
            joinedload(CourtyardRecord.building),
            joinedload(CourtyardRecord.space),
            joinedload(CourtyardRecord.by),
            joinedload(CourtyardRecord.organisation),
            selectinload(CourtyardRecord.corrections).joinedload(CourtyardCorrection.by),
            raiseload("*"),
        )
    )
    return session.scalars(statement).all()


def _unchecked(session: Session, records: Sequence[CourtyardRecord]) -> frozenset[str]:
    asking = [record for record in records if _asks_nest_check(record)]
    if not asking:
        return frozenset()
    first = local_day(min(record.ended_at for record in asking))
    statement = select(CourtyardRecord.property_id, CourtyardRecord.ended_at).where(
        CourtyardRecord.record_kind == "nest_check",
        CourtyardRecord.property_id.in_({record.property_id for record in asking}),
        CourtyardRecord.ended_at >= day_begin(first),
    )
    made = {(property_id, local_day(ended_at)) for property_id, ended_at in session.execute(statement)}
    return frozenset(
        record.id for record in asking if (record.property_id, local_day(record.ended_at)) not in made
    )


def _asks_nest_check(record: CourtyardRecord) -> bool:
    form = find_form(record.record_kind, record.form_version)
    return form is not None and asks_nest_check(form, standing_fields(record), local_day(record.ended_at))


def _conditions(viewer: Viewer, wanted: RecordFilter) -> list[ColumnElement[bool]]:
    conditions = [visible(viewer, CourtyardRecord)]
    if wanted.kind:
        conditions.append(CourtyardRecord.record_kind == wanted.kind)
    if wanted.from_day is not None:
        conditions.append(CourtyardRecord.ended_at >= day_begin(wanted.from_day))
    if wanted.to_day is not None:
        conditions.append(CourtyardRecord.ended_at < day_begin(wanted.to_day + timedelta(days=1)))
    places = properties_where(wanted.district_code, wanted.place)
    if places is not None:
        conditions.append(CourtyardRecord.property_id.in_(places))
    return conditions
