"""The timetable: `python -m server.jobs`, a process of its own beside the web workers; one runs, however many start.

Each job may run again at any time: what is done already is left as it is. Transactions are short, so that phones can
sync between two of them.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.blocking import BlockingScheduler
from flask import Flask, current_app
from sqlalchemy import delete

from server import create_app
from server.audit.actor import act_as
from server.backup.keep import has_newer_than, throw_away
from server.backup.make import back_up
from server.config import Settings
from server.courtyard import edges as courtyard
from server.database import Busy, snapshot, the_only_process, transaction
from server.duty import alerts, deliveries
from server.duty import edges as duty
from server.duty.sending import Ways, send
from server.duty.vapid import kept_key
from server.feed.changes import touch
from server.feed.history import epoch
from server.feed.purge import AT_ONCE, TOMBSTONES_KEPT, find_buckets_to_purge, purge
from server.feed.snapshots import (
    find_due,
    find_kept,
    find_unfit,
    keep_snapshot,
    remove_files,
    snapshots_folder,
    write_snapshot,
)
from server.inspections import edges as inspections
from server.local_time import day_begin, local_day
from server.people.models import JoinCode
from server.places import edges as places
from server.products import edges as products
from server.products import ending
from server.residents import erasure
from server.residents.rules import erased_before
from server.review import edges as review
from server.rounds import edges as rounds
from server.rounds.planning import PLANS_PER_TRANSACTION, make_rounds, plans_of
from server.work_orders import edges as work_orders

log = structlog.get_logger(__name__)

DAYS_AHEAD = 14
CODES_KEPT = timedelta(days=30)
BACKUPS_KEPT = 14
BACKUPS_APART = timedelta(hours=20)
"""Jobs run at every start too: a service that starts again and again must not push the older backups out."""
_DOCUMENTS_PER_TRANSACTION = 100
_ATTEMPTS = 5
_BUSY_WAIT_SECONDS = 30
_STAND_BY_SECONDS = 20

Job = Callable[[datetime], object]
"""Gets the instant it runs at. May run again at any time."""


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
            for subject in (places, rounds, work_orders, products, courtyard, inspections, duty, review)
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


def warn_of_licences(now: datetime) -> int:
    """Warn of eco-label licences that end within sixty days, once each; returns how many were new."""
    with transaction() as session:
        return ending.warn(session, now)


def purge_tombstones(now: datetime) -> int:
    """Forget what left the devices' buckets more than 90 days ago; returns how many tombstones that were."""
    before = now - TOMBSTONES_KEPT
    with snapshot() as session:
        buckets = find_buckets_to_purge(session, before)
    purged = 0
    for bucket in buckets:
        portion = AT_ONCE
        while portion == AT_ONCE:
            with transaction() as session:
                portion = purge(session, bucket, before)
            purged += portion
    return purged


def make_snapshots(now: datetime) -> int:
    """Make the snapshots of large buckets that are due, and remove what nobody may read; returns how many were made."""
    settings: Settings = current_app.extensions["kierros_settings"]
    folder = snapshots_folder(settings.instance_path)
    with snapshot() as session:
        due = find_due(session, now)
    for bucket in due:
        with snapshot() as session:
            history = epoch(session)
            made = write_snapshot(session, bucket, folder, now)
        with transaction() as session:
            # When a backup was restored meanwhile, these lines are of a history that is over.
            if epoch(session) == history:
                keep_snapshot(session, made)
    with transaction() as session:
        for row in find_unfit(session, now):
            session.delete(row)
    with snapshot() as session:
        kept = find_kept(session)
    remove_files(folder, but_of=kept)
    return len(due)


def back_up_nightly(now: datetime) -> Path | None:
    """Make a backup where the settings want one, and throw old ones away; returns where it is.

    None: none is wanted, the newest is of today, or somebody else is making one.
    """
    settings: Settings = current_app.extensions["kierros_settings"]
    folder = settings.backup_dir
    if folder is None or has_newer_than(folder, now - BACKUPS_APART):
        return None
    with the_only_process("backup", settings.instance_path) as is_mine:
        if not is_mine:
            return None
        place, _ = back_up(folder, now)
        throw_away(folder, BACKUPS_KEPT, now)
    return place


def erase_residents_data(now: datetime) -> int:
    """Erase what residents left with orders that were closed long enough ago; returns how many orders those were."""
    settings: Settings = current_app.extensions["kierros_settings"]
    before = day_begin(erased_before(local_day(now), settings.contact_retention_months))
    with snapshot() as session:
        orders = erasure.find_to_erase(session, before)
    erased = 0
    for begin in range(0, len(orders), erasure.AT_ONCE):
        with transaction() as session:
            erased += len(erasure.erase(session, orders[begin : begin + erasure.AT_ONCE], before, now))
    return erased


def alert_those_on_duty(now: datetime) -> int:
    """Ask whoever is to be asked next, and send what waits to be sent; returns how many messages were tried."""
    settings: Settings = current_app.extensions["kierros_settings"]
    with snapshot() as session:
        due = alerts.find_due(session, now)
    for alert_id in due:
        with transaction() as session:
            alerts.ask_next(session, alert_id, now)
    with snapshot() as session:
        messages = deliveries.find_messages(session, now)
    ways = Ways(kept_key(settings.instance_path), settings.push_hosts, settings.mail_from, settings.smtp_url)
    for message in messages:
        # Not within a transaction: the other side may take its time.
        result = send(message, ways)
        with transaction() as session:
            deliveries.note_result(session, message.delivery_id, result, now)
    return len(messages)


def make_scheduler(app: Flask) -> BlockingScheduler:
    """The timetable in local time: rounds and windows just after midnight, the rest at night, and all at once."""
    settings: Settings = app.extensions["kierros_settings"]
    # One thread: jobs wait for each other rather than for the database. An alert waits for no backup: it has its own.
    executors = {"default": ThreadPoolExecutor(1), "duty": ThreadPoolExecutor(1)}
    scheduler = BlockingScheduler(timezone=settings.time_zone, executors=executors)
    at_once = datetime.now(UTC)

    def add(job: Job, *, hour: int, minute: int) -> None:
        scheduler.add_job(
            run_job,
            "cron",
            (app, job),
            hour=hour,
            minute=minute,
            id=job.__name__,
            # However late it is, after a night asleep say, it runs, and once.
            coalesce=True,
            misfire_grace_time=None,
            next_run_time=at_once,
        )

    scheduler.add_job(
        run_job,
        "cron",
        (app, alert_those_on_duty),
        minute="*",
        id=alert_those_on_duty.__name__,
        executor="duty",
        coalesce=True,
        misfire_grace_time=None,
        next_run_time=at_once,
    )
    add(make_rounds_ahead, hour=0, minute=10)
    add(move_windows, hour=0, minute=5)
    add(warn_of_licences, hour=0, minute=15)
    add(forget_codes, hour=2, minute=0)
    add(back_up_nightly, hour=1, minute=30)
    add(erase_residents_data, hour=2, minute=5)
    add(purge_tombstones, hour=2, minute=10)
    # After the purge, which may leave a snapshot below the floor.
    add(make_snapshots, hour=2, minute=20)
    return scheduler


def run_job(app: Flask, job: Job, wait: Callable[[float], object] = time.sleep) -> None:
    """Run a job now. While the database is busy it is tried again: what it has done by then stays done."""
    act_as("job", job.__name__)
    for attempt in range(1, _ATTEMPTS + 1):
        with app.app_context():
            try:
                job(datetime.now(UTC))
                return
            except Busy:
                if attempt == _ATTEMPTS:
                    raise
                log.warning("the database is busy", job=job.__name__)
        wait(_BUSY_WAIT_SECONDS)


def main() -> None:
    """Run the timetable until asked to stop. While another process has it, stand by to take over."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _end)
    app = create_app()
    settings: Settings = app.extensions["kierros_settings"]
    is_waiting = False
    while True:
        with app.app_context(), the_only_process("timetable", settings.instance_path) as is_mine:
            if is_mine:
                log.info("the timetable runs")
                make_scheduler(app).start()
        if not is_waiting:
            log.info("another process has the timetable: standing by")
            is_waiting = True
        time.sleep(_STAND_BY_SECONDS)


def _end(_number: int, _frame: object) -> None:
    """End at once: the database undoes a transaction cut off here, and its job runs again at the next start."""
    os._exit(0)


if __name__ == "__main__":
    main()
