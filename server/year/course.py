"""One day after the other, and what is kept between them."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

import structlog
from flask import Flask
from sqlalchemy import event, select

from server import clock, create_app
from server.audit.chain import head_of
from server.config import settings_from_environment
from server.database import db, snapshot, the_only_process
from server.local_time import day_begin
from server.rounds.models import Round
from server.weekdays import is_weekday
from server.year.absences import away
from server.year.agenda import Agenda
from server.year.desk import Desk
from server.year.inspecting import Inspecting
from server.year.landlord import Land, make_landlord, read_land
from server.year.nights import Nights
from server.year.phones import Phone, load_images, save_images
from server.year.progress import Progress, load_progress
from server.year.roster import Roster
from server.year.routine import Routine
from server.year.whole_days import WholeDays

DATABASE = "year.sqlite"
Say = Callable[[str], None]


class OtherYear(Exception):
    """The folder holds a year of another seed, beginning or size."""


class InUse(Exception):
    """Another process is playing this year."""


class NoYear(Exception):
    """There is something else in the folder, or somebody has changed its database since the last whole day."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Which year, and how many of its days."""

    seed: str
    begins_on: date
    size: float
    days: int


def make_year_app(folder: Path) -> Flask:
    """The application on the database of a folder, which has all its files there."""
    settings = settings_from_environment({"KIERROS_INSTANCE": str(folder)})
    app = create_app(replace(settings, database_url=f"sqlite:///{settings.instance_path / DATABASE}"))
    app.config["KIERROS_JOIN_LIMIT"] = "1000000 per minute"
    return app


def run_year(folder: Path, wish: Wish, say: Say) -> tuple[Flask, Progress]:
    """Go on from the last whole day to the wished one; after a fault, the day on which it came is undone.

    Raises:
        OtherYear, NoYear, InUse
    """
    folder.mkdir(parents=True, exist_ok=True)
    progress = load_progress(folder)
    if progress is None:
        if any(folder.iterdir()):
            raise NoYear(str(folder))
        progress = Progress(wish.seed, wish.begins_on, wish.size, days=-1)
        progress.save(folder)
    if (progress.seed, progress.begins_on, progress.size) != (wish.seed, wish.begins_on, wish.size):
        raise OtherYear(f"seed {progress.seed}, from {progress.begins_on}, size {progress.size:g}")
    app = make_year_app(folder)
    with ExitStack() as stack:
        with app.app_context():
            is_mine = stack.enter_context(the_only_process("year", folder))
        if not is_mine:
            raise InUse(str(folder))
        progress = load_progress(folder) or progress
        files = WholeDays(folder.resolve() / DATABASE)
        if not progress.is_closing:
            files.throw_away_log()
        if progress.days < 0:
            (folder / DATABASE).unlink(missing_ok=True)
        elif progress.audit_rows not in {None, _audit_rows(app)}:
            raise NoYear(str(folder))
        stack.enter_context(_quiet())
        stack.enter_context(_fast(app))
        _Year(folder, app, progress, files, say).run(wish.days)
    return app, progress


class _Year:
    def __init__(self, folder: Path, app: Flask, progress: Progress, files: WholeDays, say: Say) -> None:
        self.progress = progress
        self._folder = folder
        self._app = app
        self._files = files
        self._say = say
        self._phones: dict[str, Phone] = {}

    def run(self, days: int) -> None:
        if self.progress.days < 0:
            self._begin()
        elif self.progress.is_closing:
            self._close()
        if self.progress.days >= days:
            return
        land = read_land(self._app, self.progress.seed, self.progress.begins_on)
        # Counted in one place, which a day that is undone takes along.
        counts = deepcopy(self.progress.counts)
        images = load_images(self._images(self.progress.days))
        self._phones = {
            person: Phone(self._app, self.progress.seed, person, counts, image)
            for person, image in images.items()
        }
        try:
            while self.progress.days < days:
                self._day(land, counts)
        finally:
            for phone in self._phones.values():
                phone.close()

    def _begin(self) -> None:
        began = time.monotonic()
        progress = self.progress
        with clock.another_clock(lambda: day_begin(progress.begins_on)):
            phones = make_landlord(
                self._app, progress.seed, progress.size, progress.begins_on, progress.counts
            )
        self._say(f"the landlord is made, {len(phones)} phones have joined: {time.monotonic() - began:.0f} s")
        save_images(self._images(0), phones)
        progress.counts["phones"] = len(phones)
        progress.days = 0
        self._close()
        for phone in phones.values():
            phone.close()

    def _day(self, land: Land, counts: Counter[str]) -> None:
        began = time.monotonic()
        day = self.progress.begins_on + timedelta(days=self.progress.days)
        before = Counter(counts)
        with self._app.app_context():
            engine = db.engine
        self._files.begin()
        try:
            live_day(land, day, self.progress.size, self._phones)
            counts["operations waiting"] = sum(phone.waiting() for phone in self._phones.values())
        except BaseException:
            self._files.undo(engine)
            raise
        after = self.progress.days + 1
        save_images(self._images(after), self._phones)
        month = f"{day:%Y-%m}"
        seconds = time.monotonic() - began
        self.progress.days = after
        self.progress.counts = Counter(counts)
        self.progress.seconds[month] = round(self.progress.seconds.get(month, 0.0) + seconds, 2)
        self._close()
        self._images(after - 1).unlink(missing_ok=True)
        recorded = counts["operations recorded"] - before["operations recorded"]
        syncs = counts["syncs"] - before["syncs"]
        self._say(f"{day}: {recorded} operations, {syncs} syncs, {seconds:.1f} s")

    def _close(self) -> None:
        """Keep a whole day: it is noted first, so that whoever comes next knows that the log is part of it."""
        self.progress.audit_rows = _audit_rows(self._app)
        self.progress.is_closing = True
        self.progress.save(self._folder)
        self._files.keep()
        self.progress.is_closing = False
        self.progress.save(self._folder)

    def _images(self, days: int) -> Path:
        return self._folder / f"phones-{days}.sqlite"


def live_day(land: Land, day: date, size: float, phones: Mapping[str, Phone]) -> None:
    """Let one day happen, on a clock of its own."""
    agenda = Agenda(day)
    routines: dict[str, Routine] = {}

    def call(at: datetime, person: str, number: str) -> None:
        if person not in routines:
            routines[person] = routine(person)
        agenda.add(at, lambda now: routines[person].call(now, number))

    nights = Nights(land, agenda, call)

    def routine(person: str) -> Routine:
        phones[person].begin_day(day)
        return Routine(agenda, land.seed, land.workers[person], phones[person], nights.look, land.invite)

    def begin_routines(_now: datetime) -> None:
        for person in at_work(land, day):
            if person not in routines:
                routines[person] = routine(person)
            routines[person].begin()

    with clock.another_clock(lambda: agenda.now):
        nights.begin()
        Desk(land, agenda, size, call, nights.look).begin()
        Roster(land, agenda).begin()
        Inspecting(land, agenda, phones).begin()
        # After the night's jobs, so that the first day has its rounds.
        agenda.add(agenda.at(3), begin_routines)
        agenda.run()
    for each in routines.values():
        each.end()


def at_work(land: Land, day: date) -> list[str]:
    """On weekdays everybody who is not absent; otherwise those who have a round."""
    present = [person for person in land.workers if not away(land, person, day)]
    if is_weekday(day):
        return present
    with land.app.app_context(), snapshot() as session:
        having = set(
            session.scalars(select(Round.person_id).where(Round.on == day, Round.withdrawn_at.is_(None)))
        )
    return [person for person in present if person in having]


def _audit_rows(app: Flask) -> int:
    with app.app_context(), snapshot() as session:
        return head_of(session).n


@contextmanager
def _fast(app: Flask) -> Iterator[None]:
    """Nothing here has to survive a power cut, and no day may get into the database's file before it is whole."""
    with app.app_context():
        engine = db.engine

    def set_up(connection: object, _record: object) -> None:
        for pragma in ("synchronous=OFF", "wal_autocheckpoint=0", "cache_size=-200000"):
            connection.execute(f"PRAGMA {pragma}")  # type: ignore[attr-defined]

    event.listen(engine, "connect", set_up)
    try:
        yield
    finally:
        event.remove(engine, "connect", set_up)


@contextmanager
def _quiet() -> Iterator[None]:
    """Letters to supervisors are printed to the log otherwise, and whatever else the application says."""
    before = structlog.get_config()

    def keep_faults(
        _logger: object, method: str, event_dict: structlog.typing.EventDict
    ) -> structlog.typing.EventDict:
        if method in {"error", "critical", "exception"}:
            return event_dict
        raise structlog.DropEvent

    structlog.configure(processors=[keep_faults, *before["processors"]])
    try:
        yield
    finally:
        structlog.configure(**before)
