"""The synced log, filtered, a page at a time, with all that a page shows loaded in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import Session, joinedload, raiseload

from server.database import is_uuid
from server.local_time import day_begin, local_day
from server.people.models import Person
from server.places.models import Building, Property
from server.products.models import ProductUse
from server.review.models import LogEntry
from server.review.permission import Viewer, visible
from server.rounds.models import Visit

PAGE_SIZE = 50
DECIDE_MAX = 2_000
"""So many entries are approved at once at most."""

_ORDER = (
    case({"quarantined": 0, "flagged": 1}, value=LogEntry.status, else_=2),
    LogEntry.recorded_at.desc(),
    LogEntry.operation_id.desc(),
)


@dataclass(frozen=True, slots=True)
class LogFilter:
    """What of the log is asked for. None or empty: no matter.

    `state` is a state of LogEntry or `all`; `attention` is `needed` for what was flagged or quarantined, `clean` for
    what was neither; `person` is a part of a name; `days` counts local days back, today included.
    """

    state: str = "open"
    attention: str | None = None
    person: str = ""
    district_code: str | None = None
    kind: str | None = None
    place: str = ""
    days: int | None = None


@dataclass(frozen=True, slots=True)
class LogPage:
    """One page of entries, and how many there are in all."""

    entries: Sequence[LogEntry]
    number: int
    total: int


def page_of(session: Session, viewer: Viewer, wanted: LogFilter, number: int, now: datetime) -> LogPage:
    """A page (from 1): quarantined and flagged entries first, then the newest. Beyond the last page: the last."""
    conditions = _conditions(viewer, wanted, now)
    total = _count(session, conditions)
    number = max(1, min(number, -(-total // PAGE_SIZE)))
    statement = select(LogEntry.operation_id).where(*conditions).order_by(*_ORDER)
    keys = session.scalars(statement.limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)).all()
    return LogPage(load(session, keys), number, total)


def load(session: Session, keys: Sequence[str]) -> Sequence[LogEntry]:
    """Entries in the order of their keys, with everything that their wording needs; whatever else would raise."""
    statement = (
        select(LogEntry)
        .where(LogEntry.operation_id.in_(keys))
        .options(
            joinedload(LogEntry.operation),
            joinedload(LogEntry.person),
            joinedload(LogEntry.organisation),
            joinedload(LogEntry.reviewed_by),
            joinedload(LogEntry.district),
            joinedload(LogEntry.property),
            joinedload(LogEntry.building),
            joinedload(LogEntry.round),
            joinedload(LogEntry.order),
            joinedload(LogEntry.visit).joinedload(Visit.space),
            joinedload(LogEntry.product_use).joinedload(ProductUse.product),
            raiseload("*"),
        )
    )
    found = {entry.operation_id: entry for entry in session.scalars(statement)}
    return [found[key] for key in keys if key in found]


def clean_entries(
    session: Session, viewer: Viewer, wanted: LogFilter, received_until: datetime, now: datetime
) -> Sequence[LogEntry]:
    """The open entries behind a filter that nothing is wrong with, at most 2,000, for approval in one go.

    Only what had been received when the supervisor looked: nobody approves what they could not have seen.
    """
    statement = (
        select(LogEntry)
        .where(*_conditions(viewer, wanted, now), *_clean(), LogEntry.received_at <= received_until)
        .order_by(LogEntry.operation_id)
        .limit(DECIDE_MAX)
        .with_for_update()
    )
    return session.scalars(statement).all()


def count_clean(session: Session, viewer: Viewer, wanted: LogFilter, now: datetime) -> int:
    """How many open entries behind a filter nothing is wrong with."""
    return _count(session, [*_conditions(viewer, wanted, now), *_clean()])


def visible_keys(session: Session, viewer: Viewer, keys: Sequence[str]) -> Sequence[str]:
    """Those of the keys whose entries the viewer may see, the oldest work first."""
    keys = [key for key in keys if is_uuid(key)]
    statement = select(LogEntry.operation_id).where(
        LogEntry.operation_id.in_(keys), visible(viewer, LogEntry)
    )
    return session.scalars(statement.order_by(LogEntry.recorded_at, LogEntry.operation_id)).all()


def entries_to_decide(session: Session, viewer: Viewer, keys: Sequence[str]) -> Sequence[LogEntry]:
    """Those of the named entries that the viewer may see, locked, so that of two supervisors the first decides."""
    keys = [key for key in keys if is_uuid(key)]
    statement = (
        select(LogEntry).where(LogEntry.operation_id.in_(keys), visible(viewer, LogEntry)).with_for_update()
    )
    return session.scalars(statement).all()


def _clean() -> tuple[ColumnElement[bool], ...]:
    return LogEntry.state == "open", LogEntry.status == "applied"


def _count(session: Session, conditions: Sequence[ColumnElement[bool]]) -> int:
    return session.scalar(select(func.count()).select_from(LogEntry).where(*conditions)) or 0


def _conditions(viewer: Viewer, wanted: LogFilter, now: datetime) -> list[ColumnElement[bool]]:
    conditions = [visible(viewer, LogEntry)]
    if wanted.state != "all":
        conditions.append(LogEntry.state == wanted.state)
    if wanted.attention:
        is_clean = LogEntry.status == "applied"
        conditions.append(is_clean if wanted.attention == "clean" else ~is_clean)
    if wanted.person:
        named = select(Person.id).where(_contains(wanted.person, Person.name))
        conditions.append(LogEntry.person_id.in_(named))
    if wanted.district_code:
        conditions.append(LogEntry.district_code == wanted.district_code)
    if wanted.kind:
        conditions.append(LogEntry.kind == wanted.kind)
    if wanted.place:
        conditions.append(_is_at(wanted.place))
    if wanted.days:
        first_day = local_day(now) - timedelta(days=wanted.days - 1)
        conditions.append(LogEntry.recorded_at >= day_begin(first_day))
    return conditions


def _is_at(place: str) -> ColumnElement[bool]:
    properties = select(Property.id).where(_contains(place, Property.address, Property.name, Property.code))
    buildings = select(Building.id).where(_contains(place, Building.address, Building.permanent_id))
    return or_(LogEntry.property_id.in_(properties), LogEntry.building_id.in_(buildings))


def _contains(text: str, *columns: Any) -> ColumnElement[bool]:
    return or_(*(column.icontains(text, autoescape=True) for column in columns))
