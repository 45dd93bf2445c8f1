"""What happens at the desk: reports come in, orders are given out or merged, work is seen, absences are covered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select

from server.courtyard.models import CallOut
from server.courtyard.services import call_out, end_call_out
from server.database import snapshot
from server.demo.order_texts import CATEGORY_SHARES
from server.local_time import local
from server.office_hours import OFFICE_HOURS
from server.people.models import Person
from server.places.models import Building
from server.residents.rules import Caller, Home, Report
from server.residents.services import Form, make_report
from server.review.models import LogEntry
from server.review.services import approve, return_entry
from server.rounds.covers import NewCover, make_cover
from server.weekdays import is_weekday
from server.work_orders.merging import merge
from server.work_orders.models import WorkOrder
from server.work_orders.services import NewOrder, assign, create_order
from server.year.absences import away, began
from server.year.agenda import Agenda, chance_of
from server.year.landlord import Land, Place, Worker
from server.year.yards import snows

REPORTS_A_WEEKDAY = 70
"""At full size; half as many at weekends."""
_HOURS = (6, 7, 7, 8, 8, 8, 9, 9, 9, 10, 10, 11, 12, 12, 13, 14, 15, 16, 16, 17, 18, 18, 19, 20, 21, 22)
_AGAIN = 0.04
"""So many defects are reported by a neighbour, too."""
_MERGED = 0.8
"""So many such reports are seen to be of one defect."""
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
        for hour in (9, 14):
            agenda.add(agenda.at(hour), self._merge_duplicates)
        agenda.add(agenda.at(15, 40), self._look_at_work)

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
            self.agenda.add(at, lambda now, number=number: self._report(now, str(number)))  # type: ignore[misc]
            if random.random() < _AGAIN:
                at += timedelta(minutes=random.randint(3, 180))
                again = f"{number} again"
                self.agenda.add(
                    at,
                    lambda now, number=number, again=again: self._report(now, str(number), again),  # type: ignore[misc]
                )

    def _report(self, now: datetime, number: str, again: str = "") -> None:
        """Somebody reports a defect; `again`: somebody else, the same one."""
        random = self._random("report", number)
        place = random.choice(self.land.places)
        category = random.choices(list(CATEGORY_SHARES), list(CATEGORY_SHARES.values()))[0]
        with self.land.doing("request", "residents.report") as session:
            building = session.get_one(Building, place.id)
            if random.random() < 0.85:
                name = f"{self.agenda.day} {again or number}"
                form = Form(f"form {name}", f"secret {name}", "fi")
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
            with self.land.doing("person", self.land.any_supervisor()) as session:
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

    def _merge_duplicates(self, now: datetime) -> None:
        """Of one building, one kind and one day there is often one defect; of two orders the earlier lives on."""
        reported = (
            select(WorkOrder.id, WorkOrder.number, WorkOrder.building_id, WorkOrder.category)
            .where(WorkOrder.state.in_(("new", "assigned")), WorkOrder.building_id.is_not(None))
            .where(WorkOrder.reported_at > now - timedelta(days=1), WorkOrder.reporter == "resident")
            .order_by(WorkOrder.number)
        )
        with self.land.app.app_context(), snapshot() as session:
            rows = session.execute(reported).all()
        first: dict[tuple[str | None, str], str] = {}
        for row in rows:
            into = first.setdefault((row.building_id, row.category), row.id)
            if into == row.id or self._random("merge", row.number).random() > _MERGED:
                continue
            with self.land.doing("person", self.land.any_supervisor()) as session:
                by = session.get_one(Person, self.land.any_supervisor())
                merge(session, session.get_one(WorkOrder, row.id), session.get_one(WorkOrder, into), by, now)

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
        with self.land.doing("person", self.land.any_supervisor()) as session:
            by = session.get_one(Person, self.land.any_supervisor())
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
            with self.land.doing("person", self.land.any_supervisor()) as session:
                taker = session.get_one(Person, substitute) if substitute is not None else None
                new = NewCover(
                    absent=session.get_one(Person, person_id),
                    starts_on=self.agenda.day,
                    ends_on=self.agenda.day + timedelta(days=begun - 1),
                    person=taker,
                    organisation_id=taker.organisation_id if taker is not None else worker.organisation_id,
                    reason="bought_in" if chance > 0.7 else "absence",
                )
                make_cover(session, new, self.land.any_supervisor(), now)

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

    # Winter.

    def _call_out(self, now: datetime) -> None:
        with self.land.doing("person", self.land.any_supervisor()) as session:
            by = session.get_one(Person, self.land.any_supervisor())
            districts = sorted({place.district for place in self.land.places})
            chosen = self._random("call-out").sample(districts, min(3, len(districts)))
            call_out(session, "snow_clearing", chosen, None, by, now)

    def _end_call_outs(self, now: datetime) -> None:
        with self.land.doing("person", self.land.any_supervisor()) as session:
            by = session.get_one(Person, self.land.any_supervisor())
            for row in session.scalars(
                select(CallOut).where(CallOut.ended_at.is_(None)).order_by(CallOut.id)
            ):
                end_call_out(session, row, by, now)

    def _random(self, *about: object) -> Random:
        return chance_of(self.land.seed, self.agenda.day, *about)


def _approved(entry: LogEntry) -> float:
    return 0.7 if entry.kind == "work_order.complete" else 0.12


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
