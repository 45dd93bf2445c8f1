"""Making rounds of plans: all of them, once, where phones see them."""

from datetime import timedelta

from sqlalchemy import func, select

from server.database import transaction
from server.feed.stamp import buckets_of
from server.people.models import Person
from server.rounds.models import PlanVisit, Round, RoundPlan, Visit
from server.rounds.planning import Made, make_rounds, plans_of


def make(first, last):
    with transaction() as session:
        return make_rounds(session, plans_of(session, first, last), first, last)


def test_the_missing_rounds_are_made_with_the_plans_visits(world, session):
    # Both plans of this world are daily, and have their round of today.
    made = make(world.today, world.today + timedelta(days=2))

    assert made == Made(rounds=4, visits=2 * 2 * len(world.spaces))
    tomorrow = session.scalars(
        select(Round).where(Round.plan_id == world.plan, Round.on == world.today + timedelta(days=1))
    ).one()
    assert (tomorrow.state, tomorrow.person_id, tomorrow.work) == (
        "planned",
        world.cleaner,
        "maintenance_cleaning",
    )
    assert [(visit.space_id, visit.position, visit.tasks) for visit in tomorrow.visits] == [
        (space, position, ["sweep", "mop"]) for position, space in enumerate(world.spaces, start=1)
    ]
    assert buckets_of(session, f"round:{tomorrow.id}") == {f"person:{world.cleaner}"}


def test_making_the_same_days_again_makes_nothing(world, session):
    days = world.today, world.today + timedelta(days=5)
    make(*days)

    assert make(*days) == Made(0, 0)
    assert make(days[0], days[1] + timedelta(days=1)).rounds == 2
    count = select(func.count()).select_from(Round).group_by(Round.plan_id, Round.on)
    assert set(session.scalars(count)) == {1}


def test_a_round_that_exists_stays_when_its_plan_changes(world, session):
    with transaction() as writing:
        longest = writing.scalars(select(PlanVisit).where(PlanVisit.plan_id == world.plan)).all()
        writing.delete(longest[-1])

    make(world.today, world.today)

    assert session.scalar(select(func.count()).where(Visit.round_id == world.round)) == len(world.visits)


def test_whoever_has_left_gets_no_rounds(world, session):
    with transaction() as writing:
        writing.get_one(Person, world.cleaner).is_active = False

    make(world.today, world.today + timedelta(days=1))

    round_ = session.scalars(
        select(Round).where(Round.plan_id == world.plan, Round.on == world.today + timedelta(days=1))
    ).one()
    assert round_.person_id is None
    assert buckets_of(session, f"round:{round_.id}") == {"district:703:cleaning"}


def test_a_rule_that_cant_be_read_stops_no_other_plan(world, app):
    with transaction() as session:
        session.get_one(RoundPlan, world.plan).rrule = "every Monday"

    made = make(world.today, world.today + timedelta(days=1))

    assert (made.rounds, made.broken_plans) == (1, (world.plan,))


def test_plans_that_have_ended_are_not_looked_at(world, session):
    with transaction() as writing:
        writing.get_one(RoundPlan, world.plan).ends_on = world.today

    tomorrow = world.today + timedelta(days=1)
    assert world.plan in plans_of(session, world.today, tomorrow)
    assert world.plan not in plans_of(session, tomorrow, tomorrow)
    assert plans_of(session, world.today - timedelta(days=60), world.today - timedelta(days=50)) == []


def test_the_building_comes_along_to_a_person_who_lacks_it(world, session):
    with transaction() as writing:
        plan = RoundPlan(
            property_id=world.far_property,
            building_id=world.far_building,
            organisation_id=world.landlord,
            person_id=world.cleaner,
            work="maintenance_cleaning",
            rrule="FREQ=DAILY",
            starts_on=world.today,
        )
        writing.add(plan)
    assert f"person:{world.cleaner}" not in buckets_of(session, f"building:{world.far_building}")

    make(world.today, world.today)

    for document_id in (f"building:{world.far_building}", f"property:{world.far_property}"):
        assert f"person:{world.cleaner}" in buckets_of(session, document_id)


def test_with_a_yard_round_come_the_buildings_whose_spaces_it_visits(world, session):
    with transaction() as writing:
        plan = RoundPlan(
            property_id=world.property,
            organisation_id=world.company,
            work="yard_care",
            rrule="FREQ=DAILY",
            starts_on=world.today,
        )
        writing.add(plan)
        writing.flush()
        writing.add(
            PlanVisit(plan_id=plan.id, position=1, space_id=world.spaces[0], tasks=["litter"], norm_minutes=5)
        )

    make(world.today, world.today)

    assert f"company:{world.company}:703" in buckets_of(session, f"building:{world.own_building}")
