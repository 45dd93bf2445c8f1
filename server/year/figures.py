"""What a simulated year comes to, read from its database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from server.audit.models import AuditRow
from server.duty.models import DutyAlert, DutyStep
from server.duty.roster import gaps_in
from server.duty.rules import STEPS_MAX, Span
from server.inbox.models import InboxOperation
from server.inspections.models import InspectedSpace, Inspection
from server.inspections.rules import has_passed
from server.local_time import day_begin, local, local_day
from server.places.models import District
from server.review.models import LogEntry
from server.rounds.models import Round
from server.rounds.standing import standing
from server.work_orders.breaches import deadlines_of
from server.work_orders.models import WorkOrder
from server.work_orders.standing import times_of
from server.year.faults import faults_of
from server.year.progress import Progress


@dataclass(frozen=True, slots=True)
class Gap:
    """A span in which an area's office was closed and nobody was on duty. Instants in ISO 8601, on the local clock."""

    area: str
    begins_at: str
    ends_at: str


@dataclass(frozen=True, slots=True)
class Figures:
    """All that is told of a year. `faults`: what should have held and does not, a sentence each."""

    seed: str
    begins_on: str
    days: int
    size: float
    counts: dict[str, int]
    """What was counted on the way: phones, requests, bytes, syncs, operations recorded and waiting."""
    operations: dict[str, int]
    """Received, by kind."""
    results: dict[str, int]
    """Received, by result; of the flagged ones by flag, too."""
    rounds: dict[str, int]
    """Of the days that are over, by where they stand."""
    orders: dict[str, int]
    deadlines: dict[str, int]
    """By urgency, what, and how it stands."""
    checked: dict[str, int]
    """How much was looked at for faults."""
    alerts: dict[str, int]
    inspections: dict[str, int]
    """Finished ones, their spaces, those that failed, and what they led to."""
    gaps: list[Gap]
    months: dict[str, dict[str, int]]
    rows: dict[str, int]
    """Of the operations' log and the audit log."""
    database_bytes: int
    seconds: float
    faults: list[str]

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        return asdict(self)


def figures_of(session: Session, progress: Progress, database: Path) -> Figures:
    """Read them in a snapshot."""
    last = progress.begins_on + timedelta(days=progress.days - 1)
    span = Span(day_begin(progress.begins_on), day_begin(last + timedelta(days=1)))
    checked: Counter[str] = Counter()
    faults = list(faults_of(session, progress, span, checked))
    rows = {
        "operations": _count(session, InboxOperation.id),
        "log entries": _count(session, LogEntry.operation_id),
        "audit": _count(session, AuditRow.n),
    }
    checked["audit rows"] = rows["audit"]
    return Figures(
        seed=progress.seed,
        begins_on=progress.begins_on.isoformat(),
        days=progress.days,
        size=progress.size,
        counts=dict(sorted(progress.counts.items())),
        operations=_by(session, InboxOperation.kind, InboxOperation.received_at >= span.begins_at),
        results=_results(session, span),
        rounds=_rounds(session, progress.begins_on, last),
        orders=_orders(session, span),
        deadlines=_deadlines(session, span),
        checked=dict(checked),
        alerts=_alerts(session),
        inspections=_inspections(session),
        gaps=list(_gaps(session, span)),
        months=_months(session, span, progress),
        rows=rows,
        database_bytes=database.stat().st_size,
        seconds=round(sum(progress.seconds.values()), 1),
        faults=faults,
    )


def lines_of(figures: Figures) -> Iterator[str]:
    """The same for people."""
    yield (
        f"{figures.days} days from {figures.begins_on}, seed {figures.seed}, size {figures.size:g}: "
        f"{figures.seconds:,.0f} s"
    )
    for title, numbers in (
        ("Phones and the wire", figures.counts),
        ("Operations received", figures.operations),
        ("Results", figures.results),
        ("Rounds of the days that are over", figures.rounds),
        ("Orders reported", figures.orders),
        ("Deadlines", figures.deadlines),
        ("Alerts", figures.alerts),
        ("Inspections", figures.inspections),
        ("Rows", figures.rows | {"database, bytes": figures.database_bytes}),
        ("Looked at for faults", figures.checked),
    ):
        yield title
        yield from (f"{number:>14,}  {name}" for name, number in numbers.items())
    yield f"Duty gaps: {len(figures.gaps)}"
    yield from (f"  area {gap.area}: {gap.begins_at} to {gap.ends_at}" for gap in figures.gaps)
    yield "Months"
    names = list(next(iter(figures.months.values()), {}))
    yield "         " + "".join(f"{name:>18}" for name in names)
    for month, values in figures.months.items():
        yield f"{month:9}" + "".join(f"{values[name]:>18,}" for name in names)
    yield f"Faults: {len(figures.faults)}"
    yield from (f"  {fault}" for fault in figures.faults)


# What it came to.


def _results(session: Session, span: Span) -> dict[str, int]:
    of_span = InboxOperation.received_at >= span.begins_at
    found = Counter(_by(session, InboxOperation.status, of_span))
    for flags in session.scalars(
        select(InboxOperation.flags).where(of_span, InboxOperation.status == "flagged")
    ):
        found.update(f"flagged {flag}" for flag in flags)
    return dict(sorted(found.items()))


def _rounds(session: Session, first: date, last: date) -> dict[str, int]:
    """Where they stand in the evening of the last day; of the done ones, those that ended on a later day."""
    found: Counter[str] = Counter()
    rows = session.execute(
        select(Round.state, Round.on, Round.finished_at).where(
            Round.on.between(first, last), Round.withdrawn_at.is_(None)
        )
    )
    for state, on, finished_at in rows:
        found["planned"] += 1
        name = standing(state, on, last + timedelta(days=1), time(), time())
        found[{"done": "done", "late": "begun and not ended", "missed": "missed"}[name]] += 1
        if finished_at is not None and local_day(finished_at) > on:
            found["done on a later day"] += 1
    return dict(found)


def _orders(session: Session, span: Span) -> dict[str, int]:
    rows = session.execute(
        select(WorkOrder.urgency, WorkOrder.state, func.count())
        .where(WorkOrder.reported_at >= span.begins_at)
        .group_by(WorkOrder.urgency, WorkOrder.state)
        .order_by(WorkOrder.urgency, WorkOrder.state)
    )
    return {f"{urgency} {state}": count for urgency, state, count in rows}


def _deadlines(session: Session, span: Span) -> dict[str, int]:
    found: Counter[str] = Counter()
    orders = (
        select(WorkOrder)
        .where(WorkOrder.reported_at >= span.begins_at)
        .options(selectinload(WorkOrder.pauses))
    )
    for order in session.scalars(orders):
        for deadline in deadlines_of(times_of(order), span.ends_at):
            found[f"{order.urgency} {deadline.what} {deadline.outcome}"] += 1
    return dict(sorted(found.items()))


def _alerts(session: Session) -> dict[str, int]:
    found = _by(session, DutyAlert.state)
    most = select(func.max(DutyStep.number)).group_by(DutyStep.alert_id)
    numbers = session.scalars(most).all()
    found["escalated"] = sum(number > 0 for number in numbers)
    found["asked to the end"] = sum(number >= STEPS_MAX - 1 for number in numbers)
    return found


def _inspections(session: Session) -> dict[str, int]:
    finished = select(Inspection.id).where(Inspection.state == "finished")
    found = Counter({"finished": _count(session, Inspection.id, Inspection.state == "finished")})
    for space in session.scalars(select(InspectedSpace).where(InspectedSpace.inspection_id.in_(finished))):
        found["spaces"] += 1
        found["failed"] += has_passed(space.level, space.required) is False
        found["to be done again"] += space.redo_of_id is not None
        found["orders"] += space.order_id is not None
    return dict(found)


def _gaps(session: Session, span: Span) -> Iterator[Gap]:
    for area in session.scalars(select(District.area_code).distinct().order_by(District.area_code)):
        for gap in gaps_in(session, area, span):
            yield Gap(area, *(local(at).isoformat(timespec="minutes") for at in (gap.begins_at, gap.ends_at)))


def _months(session: Session, span: Span, progress: Progress) -> dict[str, dict[str, int]]:
    columns: dict[str, Iterable[datetime]] = {
        "operations": session.scalars(
            select(InboxOperation.received_at).where(InboxOperation.received_at >= span.begins_at)
        ),
        "orders": session.scalars(
            select(WorkOrder.reported_at).where(WorkOrder.reported_at >= span.begins_at)
        ),
        "alerts": session.scalars(select(DutyAlert.raised_at).where(DutyAlert.raised_at >= span.begins_at)),
        "audit rows": session.scalars(select(AuditRow.at)),
    }
    found = {month: {"seconds": round(seconds)} for month, seconds in progress.seconds.items()}
    for name, instants in columns.items():
        by_month = Counter(f"{local(at):%Y-%m}" for at in instants)
        for month, values in found.items():
            values[name] = by_month[month]
    return found


def _by(session: Session, column: Any, *where: Any) -> dict[str, int]:
    rows = session.execute(select(column, func.count()).where(*where).group_by(column).order_by(column))
    return {str(name): count for name, count in rows}


def _count(session: Session, column: Any, *where: Any) -> int:
    return session.scalar(select(func.count(column)).where(*where)) or 0
