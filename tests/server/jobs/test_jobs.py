"""The timetable's jobs: made once however often they run, and one timetable however many start."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import time_machine
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.database import db, the_only_process, transaction
from server.jobs import DAYS_AHEAD, forget_codes, make_rounds_ahead, move_windows
from server.people.models import JoinCode
from server.rounds.models import Round
from tests.device import Device, make_join_code
from tests.world import World


def _rounds(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(Round)) or 0


def test_rounds_are_made_14_days_ahead_and_once(world: World, session: Session) -> None:
    now = datetime.now(UTC)
    assert make_rounds_ahead(now) == 2 * DAYS_AHEAD, "two daily plans, whose rounds of today are there"
    assert _rounds(session) == 2 * (DAYS_AHEAD + 1)
    assert make_rounds_ahead(now) == 0
    assert _rounds(session) == 2 * (DAYS_AHEAD + 1)


def test_a_new_round_reaches_the_phone(client: FlaskClient, world: World) -> None:
    device = Device(client, world.cleaner)
    device.sync()
    before = {key for key in device.documents if key.startswith("round:")}
    make_rounds_ahead(datetime.now(UTC))
    device.sync()
    assert len({key for key in device.documents if key.startswith("round:")} - before) == DAYS_AHEAD


def test_an_old_round_leaves_the_phone_by_the_daily_job(
    client: FlaskClient, world: World, session: Session
) -> None:
    device = Device(client, world.cleaner)
    device.sync()
    with transaction() as session_:
        session_.get_one(Round, world.round).on = world.today - timedelta(days=14)
    device.sync()
    assert f"round:{world.round}" in device.documents
    with time_machine.travel(datetime.now(UTC) + timedelta(days=1)):
        move_windows(datetime.now(UTC))
        device.sync()
    assert f"round:{world.round}" not in device.documents


def test_codes_that_ended_long_ago_are_forgotten(world: World, session: Session) -> None:
    make_join_code(world.cleaner)
    now = datetime.now(UTC)
    forget_codes(now)
    session.rollback()
    assert session.scalar(select(func.count()).select_from(JoinCode)) == 1
    forget_codes(now + timedelta(days=40))
    session.rollback()
    assert session.scalar(select(func.count()).select_from(JoinCode)) == 0


def test_one_timetable_however_many_start(app, tmp_path: Path) -> None:
    with the_only_process("test", tmp_path) as first, the_only_process("test", tmp_path) as second:
        assert (first, second) == (True, False)
    with the_only_process("test", tmp_path) as again:
        assert again
    db.session.remove()
