"""An alert from an urgent order to its acknowledgement. Each step is written into the order's history.

An alert's steps are due at fixed distances from when it was raised, whenever the job runs that makes them: what a late
run makes bears the instants at which it was due. The alert's row is locked before anything is decided.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.database import new_id
from server.duty.deliveries import drop_deliveries, prepare_deliveries
from server.duty.models import DutyAcknowledgement, DutyAlert, DutyStep
from server.duty.roster import persons_on_duty, supervisors_of
from server.duty.rules import STEPS_MAX, is_duty_on, whom_to_ask
from server.duty.terms import terms
from server.people.models import Person
from server.places.models import District, Property
from server.places.office_hours import office_hours_of
from server.work_orders.models import WorkOrder
from server.work_orders.rules import OPEN_STATES
from server.work_orders.services import add_event, assign


def raise_alert(session: Session, order: WorkOrder, now: datetime) -> DutyAlert | None:
    """Ask the one on duty to see to an urgent order that was received at `now`; None while the office is open."""
    area_code = session.scalars(
        select(District.area_code)
        .join(Property, Property.district_code == District.code)
        .where(Property.id == order.property_id)
    ).one()
    if not is_duty_on(now, office_hours_of(session, area_code)):
        return None
    alert = DutyAlert(
        id=new_id(), order_id=order.id, area_code=area_code, state="open", raised_at=now, next_at=now
    )
    session.add(alert)
    session.flush()
    ask_next(session, alert.id, now)
    return alert


def find_due(session: Session, now: datetime) -> list[str]:
    """Ids of the alerts whose next step is due."""
    statement = (
        select(DutyAlert.id)
        .where(DutyAlert.state == "open", DutyAlert.next_at <= now)
        .order_by(DutyAlert.next_at, DutyAlert.id)
    )
    return list(session.scalars(statement))


def ask_next(session: Session, alert_id: str, now: datetime) -> None:
    """Make all steps of an alert that are due by `now`."""
    alert = _locked(session, alert_id)
    while alert.state == "open" and alert.next_at is not None and alert.next_at <= now:
        _step(session, alert, alert.next_at)


def ask_anew(session: Session, area_code: str, now: datetime) -> None:
    """After a change of the roster: who is first on duty now and was not asked yet is asked at once."""
    open_alerts = select(DutyAlert.id).where(DutyAlert.area_code == area_code, DutyAlert.state == "open")
    for alert_id in session.scalars(open_alerts).all():
        alert = _locked(session, alert_id)
        chain = persons_on_duty(session, area_code, now)
        asked = {step.person_id for step in alert.steps if step.role == "duty"}
        if alert.state == "open" and chain and chain[0] not in asked and not asked & set(chain):
            _ask(session, alert, chain[0], "duty", alert.next_number, now)
            _give_order(session, alert, chain[0], now)
            alert.next_number = max(alert.next_number, 1)
            alert.next_at = now + terms().acknowledge_within


def acknowledge(
    session: Session,
    alert_id: str,
    person_id: str,
    at: datetime,
    received_at: datetime,
    acknowledgement_id: str | None = None,
    *,
    takes_order: bool = True,
) -> DutyAlert:
    """Somebody takes an alert on, at the corrected time `at`; the first to arrive stays on it.

    From now on nobody more is asked, and messages that wait are dropped. `acknowledgement_id` is the operation's when
    it came from a device. `takes_order`: somebody on duty gets the order.
    """
    alert = _locked(session, alert_id)
    acknowledgement_id = acknowledgement_id or new_id()
    if session.get(DutyAcknowledgement, acknowledgement_id) is None:
        session.add(
            DutyAcknowledgement(
                id=acknowledgement_id,
                alert_id=alert.id,
                person_id=person_id,
                at=at,
                received_at=received_at,
            )
        )
    order = session.get_one(WorkOrder, alert.order_id)
    if alert.state != "open":
        add_event(session, order, "acknowledgement_kept", person_id, at)
        return alert
    alert.state, alert.next_at = "acknowledged", None
    alert.acknowledged_by_id, alert.acknowledged_at, alert.ended_at = person_id, at, received_at
    drop_deliveries(session, alert)
    add_event(session, order, "alert_acknowledged", person_id, at)
    is_free = takes_order and order.state in OPEN_STATES - {"started"}
    if is_free and _is_on_duty(session, alert, person_id, at):
        person = session.get_one(Person, person_id)
        assign(session, order, person, person, at)
    return alert


def close(session: Session, order: WorkOrder, now: datetime) -> None:
    """The order came to its end before anybody acknowledged: nobody more is asked."""
    alert = find_open(session, order)
    if alert is None:
        return
    alert = _locked(session, alert.id)
    if alert.state == "open":
        alert.state, alert.next_at, alert.ended_at = "closed", None, now
        drop_deliveries(session, alert)


def find_open(session: Session, order: WorkOrder) -> DutyAlert | None:
    """The alert of an order that nobody has acknowledged yet, if there is one."""
    statement = select(DutyAlert).where(DutyAlert.order_id == order.id, DutyAlert.state == "open")
    return session.scalars(statement).one_or_none()


def _step(session: Session, alert: DutyAlert, due: datetime) -> None:
    order = session.get_one(WorkOrder, alert.order_id)
    number = alert.next_number
    alert.next_number, alert.next_at = number + 1, due + terms().acknowledge_within
    if number == STEPS_MAX:
        alert.next_at = None
        add_event(session, order, "alert_unanswered", None, due)
        return
    chain = persons_on_duty(session, alert.area_code, due)
    supervisors = [person.id for person in supervisors_of(session, alert.area_code)]
    asked = whom_to_ask(chain, supervisors, {step.person_id for step in alert.steps}, number)
    if number == 0 and asked.on_duty is None:
        add_event(session, order, "duty_gap", None, due)
    if number > 0:
        add_event(session, order, "escalated", None, due)
    if asked.on_duty is not None:
        _ask(session, alert, asked.on_duty, "duty", number, due)
        if number == 0:
            _give_order(session, alert, asked.on_duty, due)
    for person_id in asked.supervisors:
        _ask(session, alert, person_id, "supervisor", number, due)


def _ask(session: Session, alert: DutyAlert, person_id: str, role: str, number: int, at: datetime) -> None:
    step = DutyStep(id=new_id(), alert_id=alert.id, number=number, person_id=person_id, role=role, at=at)
    session.add(step)
    session.flush()
    session.expire(alert, ["steps"])
    order = session.get_one(WorkOrder, alert.order_id)
    add_event(session, order, "alerted", None, at, {"person": person_id, "role": role})
    prepare_deliveries(session, step, order, at)


def _give_order(session: Session, alert: DutyAlert, person_id: str, at: datetime) -> None:
    """The one who is asked has the order, unless somebody is at work on it already."""
    order = session.get_one(WorkOrder, alert.order_id)
    if order.state in OPEN_STATES - {"started"}:
        assign(session, order, session.get_one(Person, person_id), None, at)


def _is_on_duty(session: Session, alert: DutyAlert, person_id: str, at: datetime) -> bool:
    was_asked = any(step.person_id == person_id and step.role == "duty" for step in alert.steps)
    return was_asked or person_id in persons_on_duty(session, alert.area_code, at)


def _locked(session: Session, alert_id: str) -> DutyAlert:
    return session.get_one(DutyAlert, alert_id, with_for_update=True, populate_existing=True)
