"""What must hold in a simulated year, read from its database: a sentence for each fault."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from server.audit.chain import verify
from server.duty.models import DutyAlert
from server.duty.rules import Span
from server.duty.terms import terms
from server.inbox.models import InboxOperation
from server.inspections.models import InspectedSpace, Inspection
from server.inspections.rules import has_passed
from server.local_time import local
from server.people.models import Device
from server.places.models import District
from server.places.office_hours import office_hours_of
from server.review.models import LogEntry
from server.rounds.models import Round, RoundPlan
from server.rounds.plan_days import plan_days
from server.rounds.planning import calendar_of
from server.work_orders.deadlines import due_on
from server.work_orders.models import WorkOrder
from server.year.phones import BUILD
from server.year.progress import Progress

_DECIDED = frozenset({"applied", "flagged"})
_PLANNED_AHEAD = timedelta(days=14)
"""How far the timetable makes rounds (server/jobs.py)."""


def faults_of(session: Session, progress: Progress, span: Span, checked: Counter[str]) -> Iterator[str]:
    """All of them; counts in `checked` what was looked at."""
    last = progress.begins_on + timedelta(days=progress.days - 1)
    yield from _faults_of_rounds(session, progress.begins_on, last, checked)
    yield from _faults_of_operations(session, progress, checked)
    yield from _faults_of_deadlines(session, span, checked)
    yield from _faults_of_alerts(session, span, checked)
    yield from _faults_of_inspections(session, checked)
    broken = verify(session)
    if broken is not None:
        yield f"The audit log is broken at row {broken.n}: {broken.code}."


def _faults_of_rounds(session: Session, first: date, last: date, checked: Counter[str]) -> Iterator[str]:
    """Each plan's days, by its rule, have one round each, as far as the timetable has made them."""
    until = last + _PLANNED_AHEAD
    found: Counter[tuple[str | None, date]] = Counter()
    for plan_id, on in session.execute(
        select(Round.plan_id, Round.on).where(Round.on.between(first, until), Round.withdrawn_at.is_(None))
    ):
        found[plan_id, on] += 1
    wanted = {
        (plan.id, day)
        for plan in session.scalars(select(RoundPlan))
        for day in plan_days(calendar_of(plan), first, until)
    }
    checked["rounds"] = len(wanted)
    yield from (f"Plan {plan} has {n} rounds on {day}." for (plan, day), n in found.items() if n > 1)
    yield from (f"Plan {plan} has no round on {day}." for plan, day in sorted(wanted - set(found)))
    yield from (
        f"Plan {plan} has a round on {day}, which is not its day." for plan, day in set(found) - wanted
    )


def _faults_of_operations(session: Session, progress: Progress, checked: Counter[str]) -> Iterator[str]:
    """What the phones recorded has arrived or waits there; what arrived is logged, and decided or held."""
    arrived = (
        select(InboxOperation.id)
        .join(Device, Device.id == InboxOperation.device_id)
        .where(Device.build == BUILD)
    )
    count = session.scalar(select(func.count()).select_from(arrived.subquery())) or 0
    recorded, waiting = progress.counts["operations recorded"], progress.counts["operations waiting"]
    checked["operations"] = count
    if count + waiting != recorded:
        yield f"{recorded:,} operations were recorded, but {count:,} arrived and {waiting:,} wait."
    undecided = (
        select(InboxOperation.id)
        .outerjoin(LogEntry, LogEntry.operation_id == InboxOperation.id)
        .where(
            LogEntry.operation_id.is_(None)
            | (InboxOperation.status.not_in(_DECIDED) & InboxOperation.reason.is_(None))
        )
    )
    yield from (f"Operation {key} is neither decided nor held." for key in session.scalars(undecided))
    failed = select(InboxOperation.id, InboxOperation.detail).where(InboxOperation.reason == "apply_failed")
    yield from (f"Operation {key} could not be applied: {detail}." for key, detail in session.execute(failed))


def _faults_of_deadlines(session: Session, span: Span, checked: Counter[str]) -> Iterator[str]:
    """What was promised at receipt follows from the receipt."""
    areas = {row.code: row.area_code for row in session.execute(select(District.code, District.area_code))}
    hours = {area: office_hours_of(session, area) for area in set(areas.values())}
    orders = session.scalars(
        select(WorkOrder)
        .where(WorkOrder.reported_at >= span.begins_at)
        .options(selectinload(WorkOrder.property))
        .order_by(WorkOrder.number)
    ).all()
    own = {
        order.id: due_on(local(order.reported_at), hours[areas[order.property.district_code]])
        for order in orders
    }
    merged: dict[str | None, list[date]] = defaultdict(list)
    for order in orders:
        if order.urgency == "minor":
            merged[order.merged_into_id].append(own[order.id])
    for order in orders:
        checked["deadlines"] += 1
        promised = order.promised_on or order.due_on
        # What was promised to the first who reported it is promised.
        wanted = min([own[order.id], *merged[order.id]])
        if order.urgency == "minor" and promised != wanted:
            yield f"T-{order.number} was promised for {promised}, not for {wanted}."


def _faults_of_alerts(session: Session, span: Span, checked: Counter[str]) -> Iterator[str]:
    """Steps of an alert come at fixed distances from when it was raised; none after its end, and none is missing."""
    within = terms().acknowledge_within
    alerts = session.scalars(
        select(DutyAlert).where(DutyAlert.raised_at >= span.begins_at).options(selectinload(DutyAlert.steps))
    )
    for alert in alerts:
        for step in alert.steps:
            checked["alert steps"] += 1
            if step.at != alert.raised_at + step.number * within:
                yield f"Step {step.number} of alert {alert.id} came at {step.at}."
            if alert.ended_at is not None and step.at > alert.ended_at:
                yield f"Alert {alert.id} asked after it had ended."
        is_over = alert.next_at is None or alert.next_at > span.ends_at - timedelta(minutes=2)
        if alert.state == "open" and not is_over:
            yield f"Alert {alert.id} is open, and nobody was asked at {alert.next_at}."


def _faults_of_inspections(session: Session, checked: Counter[str]) -> Iterator[str]:
    """A space that failed is done again or has an order, and one that did not has neither."""
    spaces = session.execute(
        select(InspectedSpace, Inspection.on_fail)
        .join(Inspection, Inspection.id == InspectedSpace.inspection_id)
        .where(Inspection.state == "finished")
        .order_by(InspectedSpace.id)
    )
    for space, on_fail in spaces:
        checked["inspected spaces"] += 1
        has_failed = has_passed(space.level, space.required) is False
        is_followed = space.redo_of_id is not None or space.order_id is not None
        if has_failed and not is_followed and on_fail != "nothing":
            yield f"Space {space.space_id} failed inspection {space.inspection_id}, and nothing came of it."
