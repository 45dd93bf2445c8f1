"""The document `round` (docs/documents.md), and the work that rounds are to places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, bindparam, select
from sqlalchemy.orm import Session, aliased

from server.feed import window
from server.feed.fields import day, instant, reference
from server.feed.registry import Built
from server.local_time import local_day
from server.people.models import Organisation
from server.places import buckets
from server.places.codes import CODES_WEEKDAYS_AHEAD
from server.places.models import Property, Space
from server.places.work import Work
from server.rounds.models import Cover, Round, RoundPlan, Visit
from server.weekdays import weekdays_after

UNASSIGNED_DAYS_BACK = 1
"""A round that nobody has taken is offered until the day after; an assigned one stays as long as the window."""


def build_rounds(session: Session, keys: Collection[str], now: datetime) -> Mapping[str, Built]:
    """Rounds within the devices' window: in the person's own bucket, or where somebody may take them up."""
    visits: dict[str, list[Any]] = defaultdict(list)
    of_visits, of_rounds = _statements()
    wanted = {"keys": list(keys)}
    for visit in session.execute(of_visits, wanted):
        visits[visit.round_id].append(visit)
    return {
        row.id: Built(_buckets(row, visits[row.id], now), _body(row, visits[row.id]))
        for row in session.execute(of_rounds, wanted)
    }


@cache
def _statements() -> tuple[Any, Any]:
    """The visits of rounds, and rounds. Made once: making them takes longer than asking them, and every tick does."""
    keys: Any = bindparam("keys", expanding=True)
    skipped, skipped_on = aliased(Visit), aliased(Round)
    of_visits = (
        select(*Visit.__table__.columns, skipped_on.on.label("carried_from"))
        .outerjoin(skipped, skipped.id == Visit.carried_from_id)
        .outerjoin(skipped_on, skipped_on.id == skipped.round_id)
        .where(Visit.round_id.in_(keys), Visit.withdrawn_at.is_(None))
        .order_by(Visit.position, Visit.id)
    )
    of_rounds = (
        _rows(
            *Round.__table__.columns,
            RoundPlan.person_id.label("regular_id"),
            Cover.ends_on.label("cover_until"),
        )
        .outerjoin(RoundPlan, RoundPlan.id == Round.plan_id)
        .outerjoin(Cover, Cover.id == Round.cover_id)
        .where(Round.id.in_(keys))
    )
    return of_visits, of_rounds


def work_of_rounds(session: Session, property_ids: Collection[str], now: datetime) -> Iterable[Work]:
    """Where rounds are that devices hold. A yard round needs the buildings whose spaces it visits."""
    held = is_held(now) & Round.property_id.in_(property_ids)
    of_buildings = _rows(*_WORK_COLUMNS, Round.building_id).where(held).distinct()
    of_yards = (
        _rows(*_WORK_COLUMNS, Space.building_id)
        .join(Visit, Visit.round_id == Round.id)
        .join(Space, Space.id == Visit.space_id)
        .where(held, Round.building_id.is_(None))
        .distinct()
    )
    for row in [*session.execute(of_buildings), *session.execute(of_yards)]:
        yield Work(row.property_id, row.building_id, _bucket(row), row.person_id)


def is_held(now: datetime) -> ColumnElement[bool]:
    """The rounds that devices hold by their day. What came by a cover leaves with its end."""
    last = window.last_day(now)
    assigned = Round.person_id.is_not(None) & Round.on.between(_first_day(True, now), last)
    unassigned = Round.person_id.is_(None) & Round.on.between(_first_day(False, now), last)
    covers = select(Cover.id).where(Cover.ends_on >= local_day(now))
    is_covered = Round.cover_id.is_(None) | Round.cover_id.in_(covers)
    sent_back = Round.person_id.is_not(None) & Round.is_returned
    return Round.withdrawn_at.is_(None) & (((assigned | unassigned) & is_covered) | sent_back)


_WORK_COLUMNS = (Round.property_id, Round.person_id, Round.organisation_id, Round.work)


def _rows(*columns: Any) -> Any:
    return (
        select(*columns, Property.district_code, Organisation.kind.label("organisation_kind"))
        .join(Property, Property.id == Round.property_id)
        .join(Organisation, Organisation.id == Round.organisation_id)
    )


def _buckets(row: Any, visits: list[Any], now: datetime) -> frozenset[str]:
    is_assigned = row.person_id is not None
    # What was sent back can still be done again, however old it is.
    is_sent_back = is_assigned and (
        row.is_returned or any(visit.is_returned and visit.state == "open" for visit in visits)
    )
    is_covered = row.cover_until is None or row.cover_until >= local_day(now)
    is_in_window = is_covered and _first_day(is_assigned, now) <= row.on <= window.last_day(now)
    is_held = row.withdrawn_at is None and (is_in_window or is_sent_back)
    return frozenset({_bucket(row)}) if is_held else frozenset()


def _bucket(row: Any) -> str:
    if row.person_id is not None:
        return buckets.person(row.person_id)
    trade = "caretaking" if row.work == "yard_care" else "cleaning"
    return buckets.of_trade(row.organisation_id, row.organisation_kind, trade, row.district_code)


def _first_day(is_assigned: bool, now: datetime) -> date:
    return window.first_day(now) if is_assigned else local_day(now) - timedelta(days=UNASSIGNED_DAYS_BACK)


def _body(row: Any, visits: list[Any]) -> dict[str, Any]:
    return {
        "property": f"property:{row.property_id}",
        "building": reference("building", row.building_id),
        "on": row.on.isoformat(),
        "work": row.work,
        "plan": row.plan_id,
        "organisation": f"organisation:{row.organisation_id}",
        "person": reference("person", row.person_id),
        "state": row.state,
        "started_at": instant(row.started_at),
        "finished_at": instant(row.finished_at),
        "note": row.note,
        "regular": reference("person", row.regular_id),
        "cover_until": day(row.cover_until),
        "visits": [_visit(visit) for visit in visits],
    }


def _visit(visit: Any) -> dict[str, Any]:
    return {
        "id": visit.id,
        "space": visit.space_id,
        "tasks": visit.tasks,
        "norm_minutes": visit.norm_minutes,
        "state": visit.state,
        "at": instant(visit.at),
        "by": reference("person", visit.by_id),
        "minutes": visit.minutes,
        "reason": visit.reason,
        "text": visit.text,
        "is_returned": visit.is_returned,
        "carried_from": day(visit.carried_from),
    }


def visitors_of_rounds(
    session: Session, building_ids: Collection[str], now: datetime
) -> Iterable[tuple[str, str]]:
    """(building, person) of those who need a building's codes for a round: until the end of the second next weekday,
    and for one that they began yesterday and have not finished. A yard round needs those of the buildings it visits.
    """
    today = local_day(now)
    is_near = Round.on.between(today, weekdays_after(today, CODES_WEEKDAYS_AHEAD))
    is_going_on = (Round.state == "running") & (Round.on == today - timedelta(days=1))
    needed = Round.person_id.is_not(None), Round.withdrawn_at.is_(None), is_near | is_going_on
    of_buildings = (
        select(Round.building_id, Round.person_id)
        .where(Round.building_id.in_(building_ids), *needed)
        .distinct()
    )
    of_yards = (
        select(Space.building_id, Round.person_id)
        .join(Visit, Visit.space_id == Space.id)
        .join(Round, Round.id == Visit.round_id)
        .where(Space.building_id.in_(building_ids), Round.building_id.is_(None), *needed)
        .distinct()
    )
    for statement in (of_buildings, of_yards):
        for building_id, person_id in session.execute(statement):
            yield str(building_id), str(person_id)
