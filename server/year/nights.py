"""The timetable's jobs at their hours, and who is called when an alert asks.

The job that asks runs every minute; here only in those minutes in which there is something for it to do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import func, select

from server import jobs
from server.audit.actor import act_as
from server.database import snapshot
from server.duty.alerts import acknowledge
from server.duty.models import DutyAlert, DutyDelivery, DutyStep
from server.people.models import Person
from server.work_orders.models import WorkOrder
from server.year.agenda import Agenda, chance_of
from server.year.landlord import Land

TIMETABLE: tuple[tuple[int, int, jobs.Job], ...] = (
    (0, 5, jobs.move_windows),
    (0, 10, jobs.make_rounds_ahead),
    (0, 15, jobs.warn_of_licences),
    (2, 0, jobs.forget_codes),
    (2, 5, jobs.erase_residents_data),
    (2, 10, jobs.purge_tombstones),
    (2, 20, jobs.make_snapshots),
)
_MINUTE = timedelta(minutes=1)


@dataclass(slots=True)
class Nights:
    """One day's timetable and alerts. `call` calls a worker to an order by its number."""

    land: Land
    agenda: Agenda
    call: Callable[[datetime, str, str], None]
    _asked: set[datetime] = field(default_factory=set)
    _woken: set[tuple[int, int, str]] = field(default_factory=set)

    def begin(self) -> None:
        """Plan the jobs, and what open alerts of the evening before still bring."""
        for hour, minute, job in TIMETABLE:
            self.agenda.add(self.agenda.at(hour, minute), lambda now, job=job: self._run(job, now))  # type: ignore[misc]
        self.look()

    def look(self) -> None:
        """Look whether an alert has something due, or has asked somebody who was not called yet."""
        with self.land.app.app_context(), snapshot() as session:
            due = session.scalars(
                select(func.min(DutyAlert.next_at)).where(
                    DutyAlert.state == "open", DutyAlert.next_at.is_not(None)
                )
            ).one()
            waiting = session.scalars(
                select(func.min(DutyDelivery.next_at)).where(DutyDelivery.state == "waiting")
            ).one()
            steps = session.execute(
                select(
                    WorkOrder.number,
                    DutyStep.number,
                    DutyStep.person_id,
                    DutyStep.role,
                    DutyStep.at,
                    DutyAlert.id,
                )
                .join(DutyAlert, DutyAlert.id == DutyStep.alert_id)
                .join(WorkOrder, WorkOrder.id == DutyAlert.order_id)
                .where(DutyAlert.state == "open")
                .order_by(WorkOrder.number, DutyStep.number, DutyStep.role, DutyStep.person_id)
            ).all()
        for at in (due, waiting):
            if at is not None:
                self._ask_at(at)
        for number, step, person, role, at, alert in steps:
            if (number, step, person) not in self._woken:
                self._woken.add((number, step, person))
                self._wake(number, step, person, role, at, alert)

    def _ask_at(self, at: datetime) -> None:
        minute = max(at, self.agenda.now).replace(second=0, microsecond=0) + _MINUTE
        if minute not in self._asked:
            self._asked.add(minute)
            self.agenda.add(minute, self._ask)

    def _ask(self, now: datetime) -> None:
        self._run(jobs.alert_those_on_duty, now)
        self.look()

    def _wake(self, number: int, step: int, person: str, role: str, asked_at: datetime, alert: str) -> None:
        """The phone rings. Some are quick, some asleep."""
        random = chance_of(self.land.seed, "alert", number, step, person)
        chance = random.random()
        if chance > 0.92:
            return
        at = asked_at + timedelta(minutes=random.randint(1, 12) if chance < 0.72 else random.randint(16, 55))
        if at < self.agenda.now:
            return
        if person in self.land.workers:
            self.call(at, person, f"T-{number}")
        elif role == "supervisor":
            self.agenda.add(at, lambda now: self._acknowledge(now, alert, person))

    def _acknowledge(self, now: datetime, alert_id: str, person: str) -> None:
        """A supervisor sees to it on the console, and calls whoever has the order."""
        with self.land.doing("person", person) as session:
            alert = session.get_one(DutyAlert, alert_id)
            if alert.state != "open":
                return
            acknowledge(session, alert_id, person, now, now)
            order = session.get_one(WorkOrder, alert.order_id)
            assigned = session.get(Person, order.assigned_to_id) if order.assigned_to_id else None
            called = (assigned.id, f"T-{order.number}") if assigned is not None else None
        if called is not None and called[0] in self.land.workers:
            self.call(now + 5 * _MINUTE, *called)

    def _run(self, job: jobs.Job, now: datetime) -> None:
        with self.land.app.app_context():
            act_as("job", job.__name__)
            job(now)
