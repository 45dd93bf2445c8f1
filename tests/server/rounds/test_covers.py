"""Substitutes and bought-in companies: three days of a sick cleaner's rounds, and what is left on day four."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from sqlalchemy import select

from server.database import transaction
from server.feed.changes import touch
from server.feed.stamp import buckets_of
from server.jobs import make_rounds_ahead, move_windows
from server.local_time import day_begin
from server.people.models import Organisation, Person
from server.places.models import Area, BriefItem, District, Property
from server.review.models import LogEntry
from server.rounds.covers import CoverEnded, CoverOfOneself, CoverSpan, NewCover, end_cover, make_cover
from server.rounds.models import Cover, Round, RoundPlan, Visit
from tests.device import Device
from tests.rows import add_building, add_person
from tests.server.subjects import buckets


def cover_for(session, world, *, days=3, to=None, plan=None, **fields):
    person = session.get_one(Person, to or world.company_cleaner)
    chosen = {
        "plan": plan,
        "absent": session.get_one(Person, world.cleaner) if plan is None else None,
        "starts_on": world.today,
        "ends_on": world.today + timedelta(days=days - 1),
        "person": person,
        "organisation_id": person.organisation_id,
        "reason": "absence",
    } | fields
    return make_cover(session, NewCover(**chosen), world.supervisor, datetime.now(UTC))


def make_ahead(world):
    make_rounds_ahead(datetime.now(UTC))


def takers(session, world):
    """Of each day from today on, whose round of the own plan it is."""
    session.rollback()
    rows = session.execute(
        select(Round.on, Round.person_id).where(Round.plan_id == world.plan).order_by(Round.on)
    )
    return {(on - world.today).days: person for on, person in rows}


def test_rounds_of_the_span_are_handed_over_and_those_after_it_are_not(world, session):
    make_ahead(world)
    with transaction() as writing:
        cover_for(writing, world)

    assert [takers(session, world)[day] for day in range(5)] == [
        *3 * [world.company_cleaner],
        *2 * [world.cleaner],
    ]


def test_rounds_that_are_made_later_are_made_for_whoever_covers(world, session):
    with transaction() as writing:
        cover_for(writing, world)
    make_ahead(world)

    made = takers(session, world)
    assert [made[day] for day in range(5)] == [*3 * [world.company_cleaner], *2 * [world.cleaner]]


def test_what_was_done_stays_with_who_did_it_and_the_rest_goes(client, world, session):
    aino = Device(client, world.cleaner)
    aino.sync(aino.operation("round.tick", f"round:{world.round}", {"visit": world.visits[0], "minutes": 12}))

    with transaction() as writing:
        cover_for(writing, world)

    bao = Device(client, world.company_cleaner)
    bao.sync()
    round_ = bao.documents[f"round:{world.round}"]
    assert (round_["state"], round_["person"]) == ("running", f"person:{world.company_cleaner}")
    assert (round_["visits"][0]["by"], round_["visits"][0]["minutes"]) == (f"person:{world.cleaner}", 12)
    assert {visit["state"] for visit in round_["visits"][1:]} == {"open"}
    assert (round_["regular"], round_["cover_until"]) == (
        f"person:{world.cleaner}",
        (world.today + timedelta(days=2)).isoformat(),
    )


def test_a_round_of_which_nothing_is_left_stays_with_who_did_it(client, world, session):
    aino = Device(client, world.cleaner)
    ticks = [aino.operation("round.tick", f"round:{world.round}", {"visit": visit}) for visit in world.visits]
    aino.sync(*ticks)

    with transaction() as writing:
        cover_for(writing, world)

    assert takers(session, world)[0] == world.cleaner


def test_a_cover_that_ends_early_gives_back_what_nobody_has_begun(client, world, session):
    make_ahead(world)
    with transaction() as writing:
        key = cover_for(writing, world).id
    olena = Device(client, world.company_cleaner)
    olena.sync(olena.operation("round.start", f"round:{world.round}"))

    with transaction() as writing:
        end_cover(writing, writing.get_one(Cover, key), datetime.now(UTC))

    assert [takers(session, world)[day] for day in range(3)] == [world.company_cleaner, *2 * [world.cleaner]]
    assert buckets_of(session, f"round:{world.round}") == set()
    with transaction() as writing, pytest.raises(CoverEnded):
        end_cover(writing, writing.get_one(Cover, key), datetime.now(UTC))


def test_an_organisation_may_take_them_up_among_its_people(world, session):
    with transaction() as writing:
        cover_for(writing, world, person=None, organisation_id=world.company)

    assert buckets_of(session, f"round:{world.round}") == {f"company:{world.company}:703"}


def test_a_plan_alone_can_be_covered(world, session):
    with transaction() as writing:
        plan = writing.get_one(RoundPlan, world.plan)
        cover_for(writing, world, to=world.other_cleaner, plan=plan)

    assert takers(session, world)[0] == world.other_cleaner
    assert session.get_one(Round, world.company_round).person_id == world.company_cleaner


@pytest.mark.parametrize(("begins", "ends"), [(0, -1), (-3, -1), (0, 366)])
def test_a_span_that_can_not_be_is_refused(world, app, begins, ends):
    span = {
        "starts_on": world.today + timedelta(days=begins),
        "ends_on": world.today + timedelta(days=ends),
    }
    with transaction() as session, pytest.raises(CoverSpan):
        cover_for(session, world, **span)


def test_nobody_covers_themselves(world, app):
    with transaction() as session, pytest.raises(CoverOfOneself):
        cover_for(session, world, to=world.cleaner)


@pytest.fixture
def stranger(world, app):
    """A cleaner of a company that cleans nothing in any of these districts."""
    with transaction() as session:
        session.add(Area(code="1", name_fi="Eteläinen", name_sv="Södra", name_en="Southern"))
        session.flush()
        session.add(
            District(
                code="101", area_code="1", name_fi="Vironniemi", name_sv="Vironniemi", name_en="Vironniemi"
            )
        )
        company = Organisation(name="Kiilto Siivous Oy", kind="service_company")
        session.add(company)
        session.flush()
        stranger = add_person(session, "Nadia Noor", "cleaner", company, "101", phone=None)
        landlord = session.get_one(Organisation, world.landlord)
        there = Property(code="91-1-1-1", name="Katu 1", address="Katu 1", district_code="101")
        session.add(there)
        session.flush()
        add_building(
            session, there, "1000000099", landlord, [("stairwell", "A")], name="A", address="Katu 1 A"
        )
        session.add(
            BriefItem(
                building_id=world.own_building,
                topic="access",
                text="Ovikoodi 2580",
                language="fi",
                is_sensitive=True,
            )
        )
        session.add(
            BriefItem(
                building_id=world.far_building,
                topic="access",
                text="Ovikoodi 1379",
                language="fi",
                is_sensitive=True,
            )
        )
        return stranger.id


def at_night(travel, day):
    """The nightly jobs of a day."""
    travel.move_to(day_begin(day) + timedelta(minutes=10))
    now = datetime.now(UTC)
    make_rounds_ahead(now)
    move_windows(now)


def test_a_companys_cleaner_takes_over_for_three_days(client, world, stranger, session):
    """Gets the rounds, their places, the brief and the codes, nothing else of the landlord; on day four all is gone."""
    days = [world.today + timedelta(days=n) for n in range(4)]
    with time_machine.travel(day_begin(days[0]) + timedelta(hours=7), tick=False) as travel:
        make_ahead(world)
        with transaction() as writing:
            cover_for(writing, world, to=stranger)
        nadia = Device(client, stranger)
        seen: dict[str, dict] = {}
        for day in days[:3]:
            if day != days[0]:
                at_night(travel, day)
            travel.move_to(datetime.combine(day, time(9), tzinfo=UTC))
            nadia.sync()
            seen |= nadia.documents
            (today,) = [
                key
                for key, body in nadia.documents.items()
                if body["type"] == "round" and body["on"] == day.isoformat()
            ]
            results = nadia.sync(
                nadia.operation("round.tick", today, {"visit": nadia.documents[today]["visits"][0]["id"]}),
                nadia.operation("round.finish", today),
            )
            assert [(result["status"], result["flags"]) for result in results] == 2 * [("applied", [])]
            seen |= nadia.documents

        of_work = {
            f"property:{world.property}",
            f"building:{world.own_building}",
            f"brief:{world.own_building}",
            f"brief_codes:{world.own_building}",
            "district:703",
        }
        rounds = {key for key, body in seen.items() if body["type"] == "round"}
        assert len(rounds) == 3
        own = {f"person:{stranger}"}
        others = set(seen) - of_work - rounds - own
        assert of_work <= set(seen)
        assert {seen[key]["type"] for key in others} <= {"organisation", "product", "stock"}
        assert {seen[key]["name"] for key in others if seen[key]["type"] == "organisation"} == {
            "Kiilto Siivous Oy"
        }
        assert {key for key in others if seen[key]["type"] == "stock"} <= {
            f"stock:{session.get_one(Person, stranger).organisation_id}"
        }
        assert "Aino" not in str(seen)

        at_night(travel, days[3])
        travel.move_to(datetime.combine(days[3], time(9), tzinfo=UTC))
        nadia.sync()
        left = set(nadia.documents)

    assert not left & (rounds | of_work)
    session.rollback()
    assert set(session.scalars(select(Visit.by_id).where(Visit.state == "done"))) == {stranger}
    logged = session.execute(select(LogEntry.kind, LogEntry.person_id, LogEntry.status)).all()
    assert sorted(tuple(row) for row in logged) == sorted(
        3 * [("round.tick", stranger, "applied"), ("round.finish", stranger, "applied")]
    )


def test_at_the_edges_of_a_cover_what_was_stamped_is_what_a_build_gives(world, stranger, session):
    with time_machine.travel(day_begin(world.today) + timedelta(hours=7), tick=False) as travel:
        make_ahead(world)
        with transaction() as writing:
            cover_for(writing, world, to=stranger)
        for n in range(1, 6):
            at_night(travel, world.today + timedelta(days=n))
            session.rollback()
            documents = [
                *(f"round:{key}" for key in session.scalars(select(Round.id))),
                f"building:{world.own_building}",
                f"brief:{world.own_building}",
                f"brief_codes:{world.own_building}",
                f"brief_codes:{world.far_building}",
                f"property:{world.property}",
                "district:703",
                "district:704",
            ]
            now = datetime.now(UTC)
            for each in documents:
                assert buckets_of(session, each) == buckets(session, each, now), each


def test_touching_again_changes_nothing(world, session):
    with transaction() as writing:
        cover_for(writing, world)
        touch(writing, ["district:703"])

    assert f"person:{world.company_cleaner}" not in buckets_of(session, "district:703")
