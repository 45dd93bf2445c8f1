"""What the daily job touches: every round, and the places with it, whose buckets change as the days pass."""

from datetime import datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from server.database import transaction
from server.feed.changes import touch
from server.feed.stamp import buckets_of, positions
from server.local_time import day_begin
from server.rounds.edges import ids_at_edges
from server.rounds.models import Round, Visit
from tests.server.subjects import buckets

DAYS = range(-20, 21)


@pytest.fixture
def many_rounds(world, app):
    """A round of the far building for each day, for somebody who lacks it, and one of nobody in a yard."""
    with transaction() as session:
        for days in DAYS:
            on = world.today + timedelta(days=days)
            session.add(
                Round(
                    property_id=world.far_property,
                    building_id=world.far_building,
                    organisation_id=world.landlord,
                    person_id=world.cleaner,
                    work="basic_wash",
                    on=on,
                )
            )
            session.add(
                Round(
                    property_id=world.property,
                    organisation_id=world.landlord,
                    work="yard_care",
                    on=on,
                    visits=[Visit(position=1, space_id=world.spaces[0], tasks=["litter"], norm_minutes=5)],
                )
            )


def close_the_day(now):
    with time_machine.travel(now, tick=False), transaction() as session:
        touch(session, ids_at_edges(session, now))


def at_night(day) -> datetime:
    return day_begin(day) + timedelta(hours=2)


def assert_all_in_place(session, now):
    """What was stamped is what a build would give now."""
    for key in session.scalars(select(Round.id)):
        assert buckets_of(session, f"round:{key}") == buckets(session, f"round:{key}", now)


def test_each_night_moves_exactly_what_the_day_changes(world, many_rounds, session):
    assert_all_in_place(session, at_night(world.today))

    for days in range(1, 4):
        now = at_night(world.today + timedelta(days=days))
        close_the_day(now)
        session.rollback()
        assert_all_in_place(session, now)


def test_a_job_that_failed_twice_is_made_good(world, many_rounds, session):
    now = at_night(world.today + timedelta(days=3))

    close_the_day(now)

    assert_all_in_place(session, now)


def test_the_building_leaves_a_substitute_with_the_last_round(world, session):
    with transaction() as writing:
        round_ = Round(
            property_id=world.far_property,
            building_id=world.far_building,
            organisation_id=world.landlord,
            person_id=world.cleaner,
            work="basic_wash",
            on=world.today,
        )
        writing.add(round_)
    own, places = (
        f"person:{world.cleaner}",
        (f"building:{world.far_building}", f"property:{world.far_property}"),
    )
    assert all(own in buckets_of(session, document_id) for document_id in places)
    session.rollback()

    close_the_day(at_night(world.today + timedelta(days=15)))

    assert not any(own in buckets_of(session, document_id) for document_id in places)


def test_what_does_not_change_costs_no_version(world, many_rounds, session):
    now = at_night(world.today + timedelta(days=1))
    close_the_day(now)

    with time_machine.travel(now, tick=False), transaction() as writing:
        ids = ids_at_edges(writing, now)
        before = positions(writing, ids)
        touch(writing, ids)
    assert before
    assert positions(session, ids) == before
