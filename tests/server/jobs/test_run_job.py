"""A job meets a busy database, and a scheduler that fires late."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask

from server.database import Busy
from server.jobs import make_scheduler, run_job


class BusyFor:
    """A job that finds the database busy so many times."""

    __name__ = "busy_for"

    def __init__(self, times: int) -> None:
        self.times = times
        self.runs = 0

    def __call__(self, now: datetime) -> None:
        assert now.tzinfo is not None
        self.runs += 1
        if self.runs <= self.times:
            raise Busy("locked")


def test_a_busy_database_is_asked_again(app: Flask) -> None:
    job, waits = BusyFor(2), []
    run_job(app, job, waits.append)
    assert (job.runs, len(waits)) == (3, 2)


def test_a_database_that_stays_busy_is_an_error_of_the_job(app: Flask) -> None:
    job = BusyFor(100)
    with pytest.raises(Busy):
        run_job(app, job, lambda _seconds: None)
    assert job.runs == 5


def test_jobs_run_at_once_and_then_at_night_by_the_local_clock(app: Flask) -> None:
    scheduler = make_scheduler(app)
    jobs = {job.id: job for job in scheduler.get_jobs()}
    assert jobs.keys() == {
        "make_rounds_ahead",
        "move_windows",
        "forget_codes",
        "back_up_nightly",
        "erase_residents_data",
        "purge_tombstones",
        "make_snapshots",
        "alert_those_on_duty",
        "warn_of_licences",
    }
    for job in jobs.values():
        assert job.misfire_grace_time is None
        assert job.coalesce
        assert str(job.trigger.timezone) == "Europe/Helsinki"
