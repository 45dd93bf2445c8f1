"""Where rounds lie: with their person, or where somebody may take them up, within the devices' window."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from server.database import transaction
from server.feed.stamp import buckets_of
from server.local_time import day_begin
from server.rounds.models import Round, Visit
from tests.server.subjects import buckets, built, count_queries, undone


def test_a_round_bears_its_own_fields_and_the_ids_of_others(world, session):
    round_ = built(session, f"round:{world.round}").body

    assert round_ | {"visits": None} == {
        "property": f"property:{world.property}",
        "building": f"building:{world.own_building}",
        "on": world.today.isoformat(),
        "work": "maintenance_cleaning",
        "plan": world.plan,
        "organisation": f"organisation:{world.landlord}",
        "person": f"person:{world.cleaner}",
        "state": "planned",
        "started_at": None,
        "finished_at": None,
        "note": None,
        "regular": f"person:{world.cleaner}",
        "cover_until": None,
        "visits": None,
    }
    assert [visit["space"] for visit in round_["visits"]] == list(world.spaces)
    assert round_["visits"][0] == {
        "id": world.visits[0],
        "space": world.spaces[0],
        "tasks": ["sweep", "mop"],
        "norm_minutes": 15,
        "state": "open",
        "at": None,
        "by": None,
        "minutes": None,
        "reason": None,
        "text": None,
        "is_returned": False,
        "carried_from": None,
    }


@pytest.mark.parametrize(("days", "is_held"), [(-15, False), (-14, True), (0, True), (14, True), (15, False)])
def test_a_person_holds_own_rounds_14_days_back_and_ahead(world, app, days, is_held):
    with undone() as session:
        session.get_one(Round, world.round).on = world.today + timedelta(days=days)

        assert buckets(session, f"round:{world.round}") == ({f"person:{world.cleaner}"} if is_held else set())


@pytest.mark.parametrize(("days", "is_held"), [(-2, False), (-1, True), (14, True), (15, False)])
@pytest.mark.parametrize(
    ("work", "bucket"), [("basic_wash", "district:703:cleaning"), ("yard_care", "district:703:caretaking")]
)
def test_a_round_of_nobody_is_offered_to_the_landlords_trade(world, app, work, bucket, days, is_held):
    with undone() as session:
        round_ = session.get_one(Round, world.round)
        round_.person_id, round_.work, round_.on = None, work, world.today + timedelta(days=days)

        assert buckets(session, f"round:{world.round}") == ({bucket} if is_held else set())


def test_a_companys_round_of_nobody_is_offered_to_the_company(world, app):
    with undone() as session:
        session.get_one(Round, world.company_round).person_id = None

        assert buckets(session, f"round:{world.company_round}") == {f"company:{world.company}:703"}


def test_days_begin_at_local_midnight(world, session):
    last_moment = day_begin(world.today + timedelta(days=15)) - timedelta(seconds=1)
    assert buckets(session, f"round:{world.round}", last_moment) == {f"person:{world.cleaner}"}
    assert buckets(session, f"round:{world.round}", last_moment + timedelta(seconds=1)) == set()


def test_a_visit_that_was_sent_back_keeps_an_old_round_until_it_is_done(world, app):
    target = f"round:{world.round}"
    with undone() as session:
        session.get_one(Round, world.round).on = world.today - timedelta(days=40)
        visit = session.get_one(Visit, world.visits[0])
        visit.is_returned = True
        assert buckets(session, target) == {f"person:{world.cleaner}"}

        visit.state, visit.is_returned = "done", False
        assert buckets(session, target) == set()


def test_a_round_moves_to_the_person_it_is_given_to(world, session):
    with transaction() as writing:
        writing.get_one(Round, world.round).person_id = world.other_cleaner

    assert buckets_of(session, f"round:{world.round}") == {f"person:{world.other_cleaner}"}


def test_many_rounds_are_built_in_as_few_queries_as_one(world, app):
    with undone() as session:
        for days in range(1, 11):
            session.add(
                Round(
                    property_id=world.property,
                    building_id=world.own_building,
                    organisation_id=world.landlord,
                    work="basic_wash",
                    on=world.today + timedelta(days=days),
                    visits=[Visit(position=1, space_id=world.spaces[0], tasks=["mop"], norm_minutes=5)],
                )
            )
        session.flush()
        keys = list(session.scalars(select(Round.id)))

        assert count_queries(session, "round", keys) == count_queries(session, "round", keys[:1])
