"""The roster of duty: planned four weeks ahead, a week at a time, and weeks that two people swap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.database import snapshot
from server.duty.models import DutyShift
from server.duty.rules import Span, closed_spans
from server.duty.services import NewShift, ShiftClashes, make_shift, swap
from server.local_time import day_begin
from server.office_hours import OFFICE_HOURS
from server.people.models import Person
from server.weekdays import is_weekday
from server.year.agenda import Agenda, chance_of
from server.year.landlord import Land

_WEEKS_AHEAD = 4
_GAP = 0.02
"""So many spans of the roster are forgotten."""
_SWAP = 0.15
"""In so many weeks of an area, the first two on duty swap one of their evenings or nights of the week after."""


@dataclass(frozen=True, slots=True)
class Roster:
    """Whoever plans the duty, on one day."""

    land: Land
    agenda: Agenda

    def begin(self) -> None:
        """Plan on the week's first weekday: Easter Monday is none."""
        day = self.agenda.day
        if is_weekday(day) and not any(
            is_weekday(day - timedelta(days=before)) for before in range(1, day.weekday() + 1)
        ):
            self.agenda.add(self.agenda.at(10), self._plan)
            self.agenda.add(self.agenda.at(14), self._swap)

    def _plan(self, now: datetime) -> None:
        """From Monday noon to Monday noon, two of each area, in turn."""
        begin = self._monday_noon(_WEEKS_AHEAD)
        week = (self.agenda.day - self.land.begins_on).days // 7
        for area in self.land.areas:
            random = self._random("roster", area)
            turns = sorted(
                {each.caretaker for each in self.land.places if each.area == area and each.caretaker}
            )
            turns = turns or sorted(
                each.id for each in self.land.workers.values() if each.role == "caretaker"
            )
            with self.land.doing("person", self.land.any_supervisor()) as session:
                by = session.get_one(Person, self.land.any_supervisor())
                for span in closed_spans(Span(begin, self._monday_noon(_WEEKS_AHEAD + 1)), OFFICE_HOURS):
                    if random.random() < _GAP or _is_planned(session, area, span):
                        continue
                    for place in (1, 2):
                        person = turns[(week + place) % len(turns)]
                        new = NewShift(area, person, span.begins_at, span.ends_at, place)
                        if place == 1 or len(turns) > 1:
                            _make_shift(session, new, by, now)

    def _swap(self, now: datetime) -> None:
        """First and second of some evening or night of next week change places."""
        begin, end = self._monday_noon(1), self._monday_noon(2)
        for area in self.land.areas:
            random = self._random("swap", area)
            if random.random() > _SWAP:
                continue
            of_week = (
                select(DutyShift.id, DutyShift.begins_at, DutyShift.person_id)
                .where(DutyShift.area_code == area, DutyShift.begins_at >= begin)
                .where(DutyShift.begins_at < end)
                .order_by(DutyShift.begins_at, DutyShift.place)
            )
            with self.land.app.app_context(), snapshot() as session:
                rows = session.execute(of_week).all()
            pairs = [
                (one.id, other.id)
                for one, other in pairwise(rows)
                if one.begins_at == other.begins_at and one.person_id != other.person_id
            ]
            if not pairs:
                continue
            chosen = random.choice(pairs)
            with self.land.doing("person", self.land.any_supervisor()) as session:
                one, other = (session.get_one(DutyShift, key) for key in chosen)
                swap(session, one, other, session.get_one(Person, self.land.any_supervisor()), now)

    def _monday_noon(self, weeks_ahead: int) -> datetime:
        monday = self.agenda.day - timedelta(days=self.agenda.day.weekday())
        return day_begin(monday + timedelta(weeks=weeks_ahead)) + timedelta(hours=12)

    def _random(self, *about: object) -> Random:
        return chance_of(self.land.seed, self.agenda.day, *about)


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
