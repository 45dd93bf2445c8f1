"""The figures of the overview. Each function is one or two queries, whatever the size of the city."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from server.console.rules import ROUND_PROGRESS, WEEKDAYS_LEFT, round_progress, weekdays_left_group
from server.local_time import local, local_day
from server.people.models import Device, Person
from server.places.models import District, Property
from server.review.models import LogEntry
from server.review.permission import Viewer, visible
from server.rounds.models import Round
from server.weekdays import weekdays_until
from server.work_orders.models import WorkOrder
from server.work_orders.rules import OPEN_STATES

T = TypeVar("T")

_LATE_ROUND_DAYS = 7
_LIST_MAX = 8


@dataclass(slots=True)
class PlaceRounds:
    """Rounds of an area, or of a district when the viewer has one area only; `names` by language."""

    code: str
    names: Mapping[str, str]
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ROUND_PROGRESS, 0))

    @property
    def total(self) -> int:
        """All rounds counted."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Queue:
    """Entries that wait for review."""

    total: int
    attention: int
    oldest_at: datetime | None


@dataclass(frozen=True, slots=True)
class Listed(Generic[T]):
    """The first of a list, and how many there are in all."""

    first: Sequence[T]
    total: int


def rounds_by_place(session: Session, viewer: Viewer, now: datetime) -> Sequence[PlaceRounds]:
    """Rounds of today, and unfinished ones of the seven days before, by area."""
    today, clock = local_day(now), local(now).time()
    rows = session.execute(
        select(Property.district_code, Round.on, Round.state, func.count())
        .join(Property, Round.property_id == Property.id)
        .where(visible(viewer, Round), Round.on.between(today - timedelta(days=_LATE_ROUND_DAYS), today))
        .where((Round.on == today) | (Round.state != "finished"), Round.withdrawn_at.is_(None))
        .group_by(Property.district_code, Round.on, Round.state)
    ).all()
    districts = {
        district.code: district
        for district in session.scalars(
            select(District).where(visible(viewer, District)).options(joinedload(District.area))
        )
    }
    has_one_area = len({district.area_code for district in districts.values()}) == 1
    places: dict[str, PlaceRounds] = {}
    for code, on, state, count in rows:
        district = districts.get(code)
        if district is None:
            continue
        place = district if has_one_area else district.area
        found = places.setdefault(place.code, PlaceRounds(place.code, _names(place)))
        found.counts[round_progress(state, on, today, clock)] += count
    return sorted(places.values(), key=lambda place: place.code)


def urgent_orders(session: Session, viewer: Viewer) -> Listed[WorkOrder]:
    """Open urgent orders, the one with the least time first; those that nobody has started come before the others."""
    conditions = (visible(viewer, WorkOrder), WorkOrder.urgency == "urgent", WorkOrder.state.in_(OPEN_STATES))
    statement = (
        select(WorkOrder)
        .where(*conditions)
        .order_by(WorkOrder.state == "started", WorkOrder.start_by, WorkOrder.id)
        .limit(_LIST_MAX)
        .options(
            joinedload(WorkOrder.property), joinedload(WorkOrder.building), joinedload(WorkOrder.assigned_to)
        )
    )
    total = session.scalar(select(func.count()).select_from(WorkOrder).where(*conditions)) or 0
    return Listed(session.scalars(statement).all(), total)


def urgent_orders_not_begun(session: Session, viewer: Viewer, now: datetime) -> int:
    """How many urgent orders should have been started by now."""
    statement = (
        select(func.count())
        .select_from(WorkOrder)
        .where(visible(viewer, WorkOrder), WorkOrder.urgency == "urgent", WorkOrder.state.in_(OPEN_STATES))
        .where(WorkOrder.started_at.is_(None), WorkOrder.start_by < now)
    )
    return session.scalar(statement) or 0


def minor_orders_by_weekdays_left(session: Session, viewer: Viewer, now: datetime) -> Mapping[str, int]:
    """How many open minor orders have how many weekdays left."""
    rows = session.execute(
        select(WorkOrder.due_on, func.count())
        .where(visible(viewer, WorkOrder), WorkOrder.urgency == "minor", WorkOrder.state.in_(OPEN_STATES))
        .where(WorkOrder.due_on.is_not(None))
        .group_by(WorkOrder.due_on)
    )
    today = local_day(now)
    counts: dict[str, int] = dict.fromkeys(WEEKDAYS_LEFT, 0)
    for due_on, count in rows:
        if due_on is not None:
            counts[weekdays_left_group(weekdays_until(today, due_on))] += count
    return counts


def review_queue(session: Session, viewer: Viewer) -> Queue:
    """What waits for review."""
    rows = session.execute(
        select(LogEntry.status, func.count(), func.min(LogEntry.received_at))
        .where(visible(viewer, LogEntry), LogEntry.state == "open")
        .group_by(LogEntry.status)
    ).all()
    counts: defaultdict[str, int] = defaultdict(int, {status: count for status, count, _ in rows})
    oldest = min((oldest for _, _, oldest in rows), default=None)
    return Queue(sum(counts.values()), counts["flagged"] + counts["quarantined"], oldest)


def devices_with_unsent_work(session: Session, viewer: Viewer) -> Listed[Device]:
    """Devices that said at their last contact that something still waits on them, the oldest work first."""
    conditions = (visible(viewer, Device), Device.pending_count > 0, Device.revoked_at.is_(None))
    statement = (
        select(Device)
        .where(*conditions)
        .order_by(Device.pending_oldest_at, Device.id)
        .limit(_LIST_MAX)
        .options(joinedload(Device.person).joinedload(Person.organisation))
    )
    total = session.scalar(select(func.count()).select_from(Device).where(*conditions)) or 0
    return Listed(session.scalars(statement).all(), total)


def _names(place: object) -> Mapping[str, str]:
    return {language: getattr(place, f"name_{language}") for language in ("fi", "sv", "en")}
