"""The timetable: `python -m server.jobs`, a process of its own beside the web workers; one runs, however many start.

Each job may run again at any time: what is done already is left as it is. Transactions are short, so that phones can
sync between two of them.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.blocking import BlockingScheduler
from flask import Flask
from sqlalchemy import delete

from server import create_app
from server.config import Settings
from server.database import db, snapshot, the_only_process, transaction
from server.feed.changes import touch
from server.local_time import local_day
from server.people.models import JoinCode
from server.places import edges as places
from server.products import edges as products
from server.review import edges as review
from server.rounds import edges as rounds
from server.rounds.planning import PLANS_PER_TRANSACTION, make_rounds, plans_of
from server.work_orders import edges as work_orders

log = structlog.get_logger(__name__)

DAYS_AHEAD = 14
CODES_KEPT = timedelta(days=30)
_DOCUMENTS_PER_TRANSACTION = 100


def make_rounds_ahead(now: datetime) -> int:
    """Make the rounds of today and the next 14 days that are missing; returns how many were made."""
    first = local_day(now)
    last = first + timedelta(days=DAYS_AHEAD)
    with snapshot() as session:
        plans = plans_of(session, first, last)
    made = 0
    for begin in range(0, len(plans), PLANS_PER_TRANSACTION):
        with transaction() as session:
            portion = make_rounds(session, plans[begin : begin + PLANS_PER_TRANSACTION], first, last)
        made += portion.rounds
        if portion.broken_plans:
            log.error("plans with a rule that can't be read", plans=portion.broken_plans)
    return made


def move_windows(now: datetime) -> int:
    """Bring documents in and out of the devices' window of days; returns how many were looked at."""
    with snapshot() as session:
        ids = [
            document
            for subject in (places, rounds, work_orders, products, review)
            for document in subject.ids_at_edges(session, now)
        ]
    for begin in range(0, len(ids), _DOCUMENTS_PER_TRANSACTION):
        with transaction() as session:
            touch(session, ids[begin : begin + _DOCUMENTS_PER_TRANSACTION])
    return len(ids)


def forget_codes(now: datetime) -> None:
    """Delete one-time codes that ended long ago."""
    with transaction() as session:
        session.execute(delete(JoinCode).where(JoinCode.expires_at < now - CODES_KEPT))


def make_scheduler(app: Flask) -> BlockingScheduler:
    """The timetable in local time: rounds and windows just after midnight and at once, codes at night."""
    settings: Settings = app.extensions["kierros_settings"]
    # One thread: jobs wait for each other rather than for the database.
    scheduler = BlockingScheduler(timezone=settings.time_zone, executors={"default": ThreadPoolExecutor(1)})
    at_once = datetime.now(UTC)

    def add(job: Callable[[datetime], object], *, hour: int, minute: int) -> None:
        scheduler.add_job(
            _run,
            "cron",
            (app, job),
            hour=hour,
            minute=minute,
            id=job.__name__,
            coalesce=True,
            misfire_grace_time=3600,
            next_run_time=at_once,
        )

    add(make_rounds_ahead, hour=0, minute=10)
    add(move_windows, hour=0, minute=5)
    add(forget_codes, hour=2, minute=0)
    return scheduler


def _run(app: Flask, job: Callable[[datetime], object]) -> None:
    with app.app_context():
        log.info("job done", job=job.__name__, result=job(datetime.now(UTC)))
        db.session.remove()


def main() -> int:
    """Run the timetable until asked to stop; wait without a timetable while another process has it."""
    app = create_app()
    settings: Settings = app.extensions["kierros_settings"]
    scheduler = make_scheduler(app)

    def stop(_number: int, _frame: object) -> None:
        if scheduler.running:
            scheduler.shutdown(wait=False)
        else:
            sys.exit(0)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    with app.app_context(), the_only_process("timetable", settings.instance_path) as is_only:
        if not is_only:
            log.info("another process has the timetable")
            signal.pause()
        scheduler.start()
    return 0


if __name__ == "__main__":
    sys.exit(main())
