"""Making, changing and ending plans: untouched rounds follow, touched ones stay."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from server.database import transaction
from server.feed.stamp import buckets_of
from server.people.models import Person
from server.places.models import Space
from server.rounds.covers import NewCover, make_cover
from server.rounds.models import Round, RoundPlan, Visit
from server.rounds.planning import make_rounds, plans_of
from server.rounds.plans import (
    NewPlan,
    PlanEnded,
    PlannedVisit,
    PlanSpan,
    PlanWithoutSpaces,
    change_plan,
    create_plan,
    end_plan,
)
from server.rounds.recurrence import InvalidRule
from tests.device import Device


def wanted(world, **changes):
    """The world's own plan once more."""
    plan = NewPlan(
        property_id=world.property,
        building_id=world.own_building,
        organisation_id=world.landlord,
        person_id=world.cleaner,
        work="maintenance_cleaning",
        rrule="FREQ=DAILY",
        starts_on=world.today,
        visits=[PlannedVisit(space, ("sweep", "mop"), 15) for space in world.spaces],
    )
    return replace(plan, **changes)


def make_ahead(world):
    with transaction() as session:
        last = world.today + timedelta(days=14)
        make_rounds(session, plans_of(session, world.today, last), world.today, last)


def change(world, **changes):
    with transaction() as session:
        plan = session.get_one(RoundPlan, world.plan)
        return change_plan(session, plan, wanted(world, **changes), datetime.now(UTC)).id


def rounds_of(session, plan):
    session.rollback()
    rows = session.scalars(
        select(Round).where(Round.plan_id == plan, Round.withdrawn_at.is_(None)).order_by(Round.on)
    )
    return {row.on: row for row in rows}


def test_a_new_plan_has_its_rounds_at_once(world, session):
    with transaction() as writing:
        plan = create_plan(
            writing, wanted(world, work="basic_wash", rrule="FREQ=DAILY;INTERVAL=7"), datetime.now(UTC)
        ).id

    days = list(rounds_of(session, plan))
    assert days == [world.today + timedelta(days=n) for n in (0, 7, 14)]
    assert buckets_of(session, f"round:{rounds_of(session, plan)[world.today].id}") == {
        f"person:{world.cleaner}"
    }


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"rrule": "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"}, InvalidRule),
        ({"rrule": "every day"}, InvalidRule),
        ({"visits": []}, PlanWithoutSpaces),
        ({"season_from": "13-01", "season_to": "01-01"}, ValueError),
    ],
)
def test_a_plan_that_can_not_be_is_refused(world, app, changes, error):
    with transaction() as session, pytest.raises(error):
        create_plan(session, wanted(world, **changes), datetime.now(UTC))


def test_a_plan_ends_after_it_begins(world, app):
    with transaction() as session, pytest.raises(PlanSpan):
        create_plan(session, wanted(world, ends_on=world.today - timedelta(days=1)), datetime.now(UTC))


def test_another_person_takes_the_rounds_that_are_made_ids_and_all(world, session):
    make_ahead(world)
    before = {on: row.id for on, row in rounds_of(session, world.plan).items()}
    tomorrow = world.today + timedelta(days=1)

    follower = change(world, person_id=world.other_cleaner, starts_on=tomorrow)

    followed = rounds_of(session, follower)
    assert {on: row.id for on, row in followed.items()} == {
        on: key for on, key in before.items() if on >= tomorrow
    }
    assert {row.person_id for row in followed.values()} == {world.other_cleaner}
    assert list(rounds_of(session, world.plan)) == [world.today]
    assert session.get_one(RoundPlan, world.plan).ends_on == world.today


def test_touched_rounds_stay_and_the_day_has_no_second_one(client, world, session):
    aino = Device(client, world.cleaner)
    aino.sync(aino.operation("round.tick", f"round:{world.round}", {"visit": world.visits[0]}))

    follower = change(world, person_id=world.other_cleaner)

    assert list(rounds_of(session, world.plan)) == [world.today]
    assert world.today not in rounds_of(session, follower)
    with transaction() as writing:
        again = change_plan(
            writing,
            writing.get_one(RoundPlan, follower),
            wanted(world, person_id=world.cleaner),
            datetime.now(UTC),
        ).id
    assert world.today not in rounds_of(session, again)
    assert len(rounds_of(session, again)) == 14


def test_days_that_the_new_plan_lacks_are_withdrawn_and_leave_the_phones(world, session):
    make_ahead(world)
    gone = rounds_of(session, world.plan)[world.today + timedelta(days=1)].id

    follower = change(world, rrule="FREQ=DAILY;INTERVAL=2")

    assert list(rounds_of(session, follower)) == [world.today + timedelta(days=n) for n in range(0, 15, 2)]
    assert buckets_of(session, f"round:{gone}") == set()


def test_other_spaces_are_another_round(world, session):
    follower = change(world, visits=[PlannedVisit(world.spaces[0], ("mop",), 30)])

    (today,) = [row for on, row in rounds_of(session, follower).items() if on == world.today]
    assert today.id != world.round
    assert [visit.space_id for visit in today.visits] == [world.spaces[0]]
    session.rollback()
    assert session.get_one(Round, world.round).withdrawn_at is not None


def test_work_on_a_withdrawn_round_counts_and_is_flagged(client, world, session):
    aino = Device(client, world.cleaner)
    aino.sync()
    change(world, visits=[PlannedVisit(world.spaces[0], ("mop",), 30)])

    first, second = aino.sync(
        aino.operation("round.tick", f"round:{world.round}", {"visit": world.visits[0]}),
        aino.operation("round.tick", f"round:{world.round}", {"visit": world.visits[1]}),
    )

    assert (first["status"], first["flags"]) == ("flagged", ["withdrawn"])
    assert (second["status"], second["flags"]) == ("applied", [])
    assert aino.documents[f"round:{world.round}"]["state"] == "running"


def test_tasks_and_norm_times_reach_untouched_rounds(world, session):
    follower = change(world, visits=[PlannedVisit(space, ("wax_floor",), 40) for space in world.spaces])

    today = rounds_of(session, follower)[world.today]
    assert today.id == world.round
    assert {(visit.norm_minutes, *visit.tasks) for visit in today.visits} == {(40, "wax_floor")}


def test_a_cover_follows_the_plan(world, session):
    with transaction() as writing:
        plan = writing.get_one(RoundPlan, world.plan)
        person = writing.get_one(Person, world.other_cleaner)
        span = {"starts_on": world.today, "ends_on": world.today + timedelta(days=2)}
        new = NewCover(plan=plan, person=person, organisation_id=world.landlord, reason="holiday", **span)
        make_cover(writing, new, None, datetime.now(UTC))

    follower = change(world, starts_on=world.today + timedelta(days=1))

    taken = [row.person_id for row in rounds_of(session, follower).values()][:3]
    assert taken == [world.other_cleaner, world.other_cleaner, world.cleaner]


def test_a_plan_that_has_been_changed_can_not_be_again(world, app):
    change(world)

    with pytest.raises(PlanEnded):
        change(world)
    with transaction() as session, pytest.raises(PlanEnded):
        end_plan(session, session.get_one(RoundPlan, world.plan), world.today, datetime.now(UTC))


def test_a_plan_does_not_change_in_the_past(world, app):
    with pytest.raises(PlanSpan):
        change(world, starts_on=world.today - timedelta(days=1))


def test_an_ended_plan_keeps_what_was_begun(client, world, session):
    make_ahead(world)
    aino = Device(client, world.cleaner)
    aino.sync(aino.operation("round.start", f"round:{world.round}"))

    with transaction() as writing:
        yesterday = world.today - timedelta(days=1)
        end_plan(writing, writing.get_one(RoundPlan, world.plan), yesterday, datetime.now(UTC))

    assert list(rounds_of(session, world.plan)) == [world.today]
    make_ahead(world)
    assert list(rounds_of(session, world.plan)) == [world.today]


def test_what_was_carried_to_a_withdrawn_round_is_carried_on(client, world, session):
    make_ahead(world)
    aino = Device(client, world.cleaner)
    aino.sync(
        aino.operation("round.skip", f"round:{world.round}", {"visit": world.visits[0], "reason": "locked"})
    )

    follower = change(world, starts_on=world.today + timedelta(days=1), rrule="FREQ=DAILY;INTERVAL=3")

    session.rollback()
    (carried,) = session.scalars(select(Visit).where(Visit.carried_from_id == world.visits[0]))
    assert carried.round.plan_id == follower
    assert session.get_one(Space, carried.space_id).id == world.spaces[0]
