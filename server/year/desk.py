"""What happens at the desk: reports come in, orders are given out, work is looked at, absences are covered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.courtyard.models import CallOut
from server.courtyard.services import call_out, end_call_out
from server.database import snapshot
from server.demo.order_texts import CATEGORY_SHARES
from server.duty.models import DutyShift
from server.duty.rules import Span, closed_spans
from server.duty.services import NewShift, ShiftClashes, make_shift
from server.local_time import day_begin, local
from server.office_hours import OFFICE_HOURS
from server.people.models import Person
from server.places.models import Building
from server.residents.rules import Caller, Home, Report
from server.residents.services import Form, make_report
from server.review.models import LogEntry
from server.review.services import approve, return_entry
from server.rounds.covers import NewCover, make_cover
from server.weekdays import is_weekday
from server.work_orders.models import WorkOrder
from server.work_orders.services import NewOrder, assign, create_order
from server.year.absences import away, began
from server.year.agenda import Agenda, chance_of
from server.year.landlord import Land, Place, Worker
from server.year.yards import snows

REPORTS_A_WEEKDAY = 70
"""At full size; half as many at weekends."""
_HOURS = (6, 7, 7, 8, 8, 8, 9, 9, 9, 10, 10, 11, 12, 12, 13, 14, 15, 16, 16, 17, 18, 18, 19, 20, 21, 22)
_ROSTER_WEEKS_AHEAD = 4
_GAP = 0.02
"""So many spans of the roster are forgotten."""
_LOOKED_AT_MAX = 2_000

Call = Callable[[datetime, str, str], None]
"""Call a person at an instant to an order, by its number (`T-12`)."""


@dataclass(frozen=True, slots=True)
class Desk:
    """All who work at a desk, and the residents, on one day."""

    land: Land
    agenda: Agenda
    size: float
    call: Call
    told: Callable[[], None]

    def begin(self) -> None:
        """Plan the day."""
        day, agenda = self.agenda.day, self.agenda
        self._plan_reports()
        if snows(self.land.seed, day):
            agenda.add(agenda.at(5), self._call_out)
            agenda.add(agenda.at(18), self._end_call_outs)
        if not is_weekday(day):
            return
        agenda.add(agenda.at(6, 20), self._cover_absences)
        for hour, minute in ((8, 15), (10, 30), (13, 0), (15, 15)):
            agenda.add(agenda.at(hour, minute), self._give_out)
        agenda.add(agenda.at(15, 40), self._look_at_work)
        # On the week's first weekday: Easter Monday is none.
        if not any(is_weekday(day - timedelta(days=before)) for before in range(1, day.weekday() + 1)):
            agenda.add(agenda.at(10), self._plan_duty)

    # Reports.

    def _plan_reports(self) -> None:
        random = self._random("reports")
        usual = REPORTS_A_WEEKDAY * self.size * (1.0 if is_weekday(self.agenda.day) else 0.5)
        wanted = usual * random.uniform(0.6, 1.4)
        count = int(wanted) + (random.random() < wanted % 1)
        for number in range(count):
            # Most come while people are up; a few at any hour.
            hour = random.choice(_HOURS) if random.random() < 0.85 else random.randint(0, 23)
            at = self.agenda.at(hour, random.randint(0, 59))
            self.agenda.add(at, lambda now, number=number: self._report(now, number))  # type: ignore[misc]

    def _report(self, now: datetime, number: int) -> None:
        random = self._random("report", number)
        place = random.choice(self.land.places)
        category = random.choices(list(CATEGORY_SHARES), list(CATEGORY_SHARES.values()))[0]
        with self.land.doing("request", "residents.report") as session:
            building = session.get_one(Building, place.id)
            if random.random() < 0.85:
                form = Form(f"form {self.agenda.day} {number}", f"secret {self.agenda.day} {number}", "fi")
                made = make_report(session, building, _report(place, category, random), form, now)
                assert made is not None
                order = session.get_one(WorkOrder, made.order_id)
            else:
                by = session.get_one(Person, self.land.supervisors[place.district])
                told = NewOrder(
                    property=building.property,
                    building=building,
                    category=category,
                    description="Soitto.",
                    reporter="supervisor",
                    reported_by=by,
                )
                order = create_order(session, told, now)
            is_urgent, key = order.urgency == "urgent", order.id
        if is_urgent and OFFICE_HOURS.is_open(local(now)):
            after = timedelta(minutes=random.randint(2, 12))
            self.agenda.add(now + after, lambda at: self._send_somebody(at, key, place))
        self.told()

    def _send_somebody(self, now: datetime, key: str, place: Place) -> None:
        """While the office is open a supervisor gives an urgent order to somebody, and calls."""
        supervisor = self.land.supervisors[place.district]
        with self.land.doing("person", supervisor) as session:
            order = session.get_one(WorkOrder, key)
            chosen = self._responsible(order)
            if order.state != "new" or chosen is None:
                return
            assign(session, order, session.get_one(Person, chosen), session.get_one(Person, supervisor), now)
            number = f"T-{order.number}"
        self.call(now + timedelta(minutes=self._random("call", number).randint(1, 8)), chosen, number)

    # Orders.

    def _give_out(self, now: datetime) -> None:
        new = select(WorkOrder.id).where(WorkOrder.state == "new", WorkOrder.assigned_to_id.is_(None))
        with self.land.app.app_context(), snapshot() as session:
            keys = session.scalars(new.order_by(WorkOrder.number)).all()
        calls = []
        for key in keys:
            with self.land.doing("person", self._any_supervisor()) as session:
                order = session.get_one(WorkOrder, key)
                chosen = self._responsible(order)
                if chosen is None:
                    continue
                by = session.get_one(Person, self.land.supervisors[order.property.district_code])
                assign(session, order, session.get_one(Person, chosen), by, now)
                if order.urgency == "urgent":
                    calls.append((chosen, f"T-{order.number}"))
        for person, number in calls:
            self.call(now + timedelta(minutes=2), person, number)

    def _responsible(self, order: WorkOrder) -> str | None:
        """Who regularly sees to the place, or somebody else of the same work who is there."""
        place = self.land.place(order.building_id) or next(
            each for each in self.land.places if each.district == order.property.district_code
        )
        role = "cleaner" if order.trade == "cleaning" else "caretaker"
        regular = place.cleaner if role == "cleaner" else place.caretaker
        if regular is not None and not away(self.land, regular, self.agenda.day):
            return regular
        others = [
            each.id
            for each in self.land.workers.values()
            if each.role == role
            and each.organisation_id == order.organisation_id
            and not away(self.land, each.id, self.agenda.day)
        ]
        return self._random("instead", order.number).choice(others) if others else None

    # Review.

    def _look_at_work(self, now: datetime) -> None:
        """A part of what came since yesterday is approved, a little of it sent back."""
        random = self._random("review")
        with self.land.doing("person", self._any_supervisor()) as session:
            by = session.get_one(Person, self._any_supervisor())
            statement = (
                select(LogEntry)
                .where(LogEntry.state == "open", LogEntry.recorded_at > now - timedelta(days=2))
                .order_by(LogEntry.recorded_at, LogEntry.operation_id)
                .limit(_LOOKED_AT_MAX)
                .with_for_update()
            )
            looked_at = [
                (entry, random.random())
                for entry in session.scalars(statement)
                if entry.status != "quarantined"
            ]
            approve(session, [entry for entry, chance in looked_at if chance < _approved(entry)], by, now)
            for entry, chance in looked_at:
                if chance > 0.996 and entry.kind in {"round.tick", "work_order.complete"}:
                    return_entry(session, entry, "Tee uudestaan.", by, now)

    # Absences.

    def _cover_absences(self, now: datetime) -> None:
        for person_id in self.land.workers:
            begun = began(self.land, person_id, self.agenda.day)
            if begun is None:
                continue
            random = self._random("cover", person_id)
            chance = random.random()
            if chance < 0.12:
                continue  # nobody is found: these rounds are missed
            worker = self.land.workers[person_id]
            substitute = self._substitute(worker, random, is_bought=chance > 0.7)
            with self.land.doing("person", self._any_supervisor()) as session:
                taker = session.get_one(Person, substitute) if substitute is not None else None
                new = NewCover(
                    absent=session.get_one(Person, person_id),
                    starts_on=self.agenda.day,
                    ends_on=self.agenda.day + timedelta(days=begun - 1),
                    person=taker,
                    organisation_id=taker.organisation_id if taker is not None else worker.organisation_id,
                    reason="bought_in" if chance > 0.7 else "absence",
                )
                make_cover(session, new, self._any_supervisor(), now)

    def _substitute(self, worker: Worker, random: Random, *, is_bought: bool) -> str | None:
        """Somebody of the same work; a company's when it is bought in; nobody by name now and then."""
        if random.random() < 0.08:
            return None
        found = [
            each.id
            for each in self.land.workers.values()
            if each.role == worker.role
            and each.id != worker.id
            and not away(self.land, each.id, self.agenda.day)
            and (each.organisation_id != self.land.landlord or not is_bought)
            and (each.organisation_id == worker.organisation_id or is_bought)
        ]
        return random.choice(found) if found else None

    # Duty and winter.

    def _plan_duty(self, now: datetime) -> None:
        """The week of duty four weeks ahead, Monday noon to Monday noon: two of each area, in turn."""
        monday = self.agenda.day - timedelta(days=self.agenda.day.weekday())
        begin = day_begin(monday + timedelta(weeks=_ROSTER_WEEKS_AHEAD)) + timedelta(hours=12)
        week = (monday - self.land.begins_on).days // 7
        for area in self.land.areas:
            random = self._random("roster", area)
            turns = sorted(
                {each.caretaker for each in self.land.places if each.area == area and each.caretaker}
            )
            turns = turns or sorted(
                each.id for each in self.land.workers.values() if each.role == "caretaker"
            )
            with self.land.doing("person", self._any_supervisor()) as session:
                by = session.get_one(Person, self._any_supervisor())
                for span in closed_spans(Span(begin, begin + timedelta(weeks=1)), OFFICE_HOURS):
                    if random.random() < _GAP or _is_planned(session, area, span):
                        continue
                    for place in (1, 2):
                        person = turns[(week + place) % len(turns)]
                        new = NewShift(area, person, span.begins_at, span.ends_at, place)
                        if place == 1 or len(turns) > 1:
                            _make_shift(session, new, by, now)

    def _call_out(self, now: datetime) -> None:
        with self.land.doing("person", self._any_supervisor()) as session:
            by = session.get_one(Person, self._any_supervisor())
            districts = sorted({place.district for place in self.land.places})
            chosen = self._random("call-out").sample(districts, min(3, len(districts)))
            call_out(session, "snow_clearing", chosen, None, by, now)

    def _end_call_outs(self, now: datetime) -> None:
        with self.land.doing("person", self._any_supervisor()) as session:
            by = session.get_one(Person, self._any_supervisor())
            for row in session.scalars(
                select(CallOut).where(CallOut.ended_at.is_(None)).order_by(CallOut.id)
            ):
                end_call_out(session, row, by, now)

    def _any_supervisor(self) -> str:
        return self.land.supervisors[self.land.places[0].district]

    def _random(self, *about: object) -> Random:
        return chance_of(self.land.seed, self.agenda.day, *about)


def _approved(entry: LogEntry) -> float:
    return 0.7 if entry.kind == "work_order.complete" else 0.12


def _is_planned(session: Session, area: str, span: Span) -> bool:
    planned = select(DutyShift.id).where(
        DutyShift.area_code == area, DutyShift.begins_at < span.ends_at, DutyShift.ends_at > span.begins_at
    )
    return session.scalars(planned.limit(1)).first() is not None


def _make_shift(session: Session, new: NewShift, by: Person, now: datetime) -> None:
    try:
        with session.begin_nested():
            make_shift(session, new, by, now)
    except ShiftClashes:
        pass  # the same person in two areas at one time


def _report(place: Place, category: str, random: Random) -> Report:
    where = random.choices(("flat", "shared", "yard", "elsewhere"), (60, 20, 10, 10))[0]
    if where == "shared" and not place.shared:
        where = "elsewhere"
    may_enter = random.random() < 0.6
    home = Home(
        apartment=f"A {random.randint(1, 48)}",
        may_use_master_key=may_enter,
        pets="Koira" if random.random() < 0.2 else None,
        alarm=None,
        preferred_time=None if may_enter else "Arkisin kello 16 jälkeen",
    )
    caller = Caller("Matti Meikäläinen", f"+358 44 000 {random.randint(0, 9_999):04d}")
    return Report(
        place=where,
        space_id=random.choice(place.shared) if where == "shared" else None,
        more_exactly="",
        category=category,
        description="Ei toimi, tulkaa katsomaan.",
        home=home if where == "flat" else None,
        caller=caller if where == "flat" or random.random() < 0.5 else Caller(),
    )
