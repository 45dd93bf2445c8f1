"""An inspection from the desk to the supervisor's phone, and what a failed space leads to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.database import new_id, snapshot, transaction
from server.inspections import terms
from server.inspections.models import InspectedSpace, Inspection, InspectionGrade
from server.inspections.rules import Step
from server.inspections.services import make_inspection, prepare
from server.inspections.standards import (
    keep_required_levels,
    keep_sampling_table,
    required_levels,
    sampling_table,
)
from server.jobs import move_windows
from server.people.models import Person
from server.places.models import Building
from server.rounds.models import Round, Visit, WaitingSkip
from server.rounds.skipped import carry
from server.work_orders.models import WorkOrder
from sync.operations import Finding, InspectionFinish
from sync.operations import InspectionGrade as Graded
from tests.device import Device
from tests.server.subjects import apply_as, buckets, built, operation
from tests.server.test_documented_fields import documented
from tests.world import World

ALL = (Step(1, 100),)


@pytest.fixture(autouse=True)
def by_setting() -> Any:
    yield
    terms.use_on_fail("next_round")


def make(session: Session, world: World, **others: Any) -> Inspection:
    """An inspection of every space of the own building."""
    keep_sampling_table(session, ALL)
    building = session.get_one(Building, others.pop("building", world.own_building))
    inspector = session.get_one(Person, world.supervisor)
    return make_inspection(
        session, building, "maintenance_cleaning", world.today, inspector, datetime.now(UTC), **others
    )


def grade(session: Session, inspection: Inspection, level: int, by: str, **others: Any) -> Any:
    space = others.pop("space", inspection.spaces[0].space_id)
    at = others.pop("at", None)
    sent = operation(f"inspection:{inspection.id}", Graded(space, level, **others), at)
    return apply_as(session, by, sent)


def finish(session: Session, inspection: Inspection, by: str, note: str | None = None) -> Any:
    return apply_as(session, by, operation(f"inspection:{inspection.id}", InspectionFinish(note)))


def first(inspection: Inspection) -> InspectedSpace:
    return inspection.spaces[0]


def do_the_round(session: Session, world: World) -> None:
    for visit in session.scalars(select(Visit).where(Visit.round_id == world.round)):
        visit.state, visit.at, visit.by_id = "done", datetime.now(UTC), world.cleaner


def a_later_round(session: Session, world: World) -> Round:
    round_ = Round(
        property_id=world.property,
        building_id=world.own_building,
        organisation_id=world.landlord,
        plan_id=world.plan,
        person_id=world.cleaner,
        work="maintenance_cleaning",
        on=world.today + timedelta(days=2),
    )
    session.add(round_)
    session.flush()
    return round_


def carried(session: Session, round_: Round) -> list[Visit]:
    session.flush()
    statement = select(Visit).where(Visit.round_id == round_.id, Visit.withdrawn_at.is_(None))
    return list(session.scalars(statement.where(Visit.carried_from_id.is_not(None))))


def test_the_desk_draws_and_the_supervisors_phone_has_it(client: FlaskClient, world: World) -> None:
    with transaction() as session:
        building = session.get_one(Building, world.own_building)
        prepared = prepare(session, building, "maintenance_cleaning", world.today)
        assert (prepared.organisation_id, len(prepared.lot), prepared.sample) == (world.landlord, 7, 3)
        inspector = session.get_one(Person, world.supervisor)
        made = make_inspection(
            session, building, "maintenance_cleaning", world.today, inspector, datetime.now(UTC)
        )
        key, lot_size = made.id, made.lot_size
        required = required_levels(session)
        expected = [(each.space_id, required[each.space.kind]) for each in made.spaces]
    phone, cleaner = Device(client, world.supervisor), Device(client, world.cleaner)
    phone.sync()
    cleaner.sync()

    document = phone.documents[f"inspection:{key}"]
    assert lot_size == 7
    assert [(each["space"], each["required"]) for each in document["spaces"]] == expected
    assert len(expected) == 3
    assert (document["organisation_name"], document["state"]) == ("Kaupungin Kodit", "open")
    assert document["building"] in phone.documents
    assert set(document) - {"type"} <= documented()["inspection"]
    assert set(document["spaces"][0]) <= documented()["inspection"]
    assert f"inspection:{key}" not in cleaner.documents


def test_whose_work_it_is_says_the_last_round(session: Session, world: World) -> None:
    building = session.get_one(Building, world.company_building)
    assert prepare(session, building, "maintenance_cleaning", world.today).organisation_id == world.company
    assert prepare(session, building, "basic_wash", world.today).organisation_id == world.company
    session.get_one(Round, world.company_round).organisation_id = world.landlord
    session.flush()
    assert prepare(session, building, "maintenance_cleaning", world.today).organisation_id == world.landlord


def test_a_day_in_the_cellar_reaches_the_server(client: FlaskClient, world: World) -> None:
    with transaction() as session:
        made = make(session, world)
        key, space_ids = made.id, [each.space_id for each in made.spaces]
    phone = Device(client, world.supervisor)
    target = f"inspection:{key}"
    stains = {"soil": "stains", "object": "floor"}
    sent = [
        phone.operation(
            "inspection.grade",
            target,
            {"space": space_ids[0], "level": 1, "findings": [stains], "text": "Lattia"},
        ),
        phone.operation("inspection.grade", target, {"space": space_ids[1], "level": 4}),
        phone.operation("inspection.finish", target, {"note": "Kellari jäi"}),
    ]

    results = phone.sync(*sent)

    assert [(each["status"], each["flags"]) for each in results] == [("applied", [])] * 3
    document = phone.documents[target]
    assert (document["state"], document["note"]) == ("finished", "Kellari jäi")
    assert document["finished_by"] == f"person:{world.supervisor}"
    graded = [(each["level"], each["passed"]) for each in document["spaces"]]
    assert graded[:3] == [(1, False), (4, True), (None, None)]
    assert document["spaces"][0]["findings"] == [stains]


def test_the_last_grade_in_time_holds_and_all_are_kept(session: Session, world: World) -> None:
    inspection = make(session, world)
    now = datetime.now(UTC)
    grade(session, inspection, 2, world.supervisor, at=now, text="Vasta pesty")
    grade(session, inspection, 5, world.supervisor, at=now - timedelta(minutes=5))

    assert (first(inspection).level, first(inspection).text) == (2, "Vasta pesty")
    grade(session, inspection, 3, world.supervisor, at=now + timedelta(seconds=1))
    assert (first(inspection).level, first(inspection).text) == (3, None)
    assert len(session.scalars(select(InspectionGrade)).all()) == 3


def test_anothers_grade_counts_and_is_shown_but_a_workers_is_only_kept(
    session: Session, world: World
) -> None:
    inspection = make(session, world)

    done = grade(session, inspection, 4, world.admin)
    assert "reassigned" in done.flags
    assert first(inspection).level == 4

    for worker in (world.cleaner, world.company_supervisor):
        done = grade(session, inspection, 5, worker)
        assert (done.status, done.flags) == ("flagged", ("reassigned",))
        done = finish(session, inspection, worker)
        assert done.status == "flagged"
    assert (first(inspection).level, inspection.state) == (4, "open")
    assert [
        each.counts for each in session.scalars(select(InspectionGrade).order_by(InspectionGrade.level))
    ] == [
        True,
        False,
        False,
    ]


def test_a_space_that_was_not_drawn_or_an_inspection_that_is_not_there(
    session: Session, world: World
) -> None:
    inspection = make(session, world)

    done = grade(session, inspection, 4, world.supervisor, space=world.company_spaces[0])
    assert (done.status, done.reason) == ("quarantined", "unknown_target")
    strange = operation(f"inspection:{new_id()}", InspectionFinish())
    assert apply_as(session, world.supervisor, strange).reason == "unknown_target"


def test_a_failed_space_is_done_again_on_the_next_round_once(session: Session, world: World) -> None:
    do_the_round(session, world)
    later = a_later_round(session, world)
    inspection = make(session, world)
    grade(session, inspection, 1, world.supervisor)
    grade(session, inspection, 5, world.supervisor, space=inspection.spaces[1].space_id)
    assert carried(session, later) == []

    finish(session, inspection, world.supervisor)
    finish(session, inspection, world.supervisor)
    grade(session, inspection, 0, world.supervisor)

    [visit] = carried(session, later)
    assert visit.space_id == first(inspection).space_id
    source = session.get_one(Visit, visit.carried_from_id)
    assert (source.round_id, source.state) == (world.round, "done")
    document = built(session, f"round:{later.id}")
    assert document is not None
    assert [each["carried_from"] for each in document.body["visits"]] == [world.today.isoformat()]


def test_it_waits_for_a_round_that_is_not_made_yet(session: Session, world: World) -> None:
    do_the_round(session, world)
    inspection = make(session, world)
    grade(session, inspection, 1, world.supervisor)
    finish(session, inspection, world.supervisor)

    waiting = session.scalars(select(WaitingSkip)).one()
    assert waiting.visit_id == first(inspection).redo_of_id


def test_a_correction_lets_it_pass_after_all(session: Session, world: World) -> None:
    do_the_round(session, world)
    later = a_later_round(session, world)
    inspection = make(session, world)
    grade(session, inspection, 1, world.supervisor)
    finish(session, inspection, world.supervisor)

    grade(session, inspection, 4, world.supervisor)
    assert carried(session, later) == []
    assert first(inspection).redo_of_id is None

    grade(session, inspection, 2, world.supervisor)
    assert len(carried(session, later)) == 1


def test_two_inspections_ask_for_one_visit_which_stays_while_one_of_them_does(
    session: Session, world: World
) -> None:
    do_the_round(session, world)
    later = a_later_round(session, world)
    one, other = make(session, world), make(session, world)
    for inspection in (one, other):
        grade(session, inspection, 1, world.supervisor)
        finish(session, inspection, world.supervisor)
    assert len(carried(session, later)) == 1

    grade(session, one, 5, world.supervisor)
    assert len(carried(session, later)) == 1
    grade(session, other, 5, world.supervisor)
    assert carried(session, later) == []


def test_a_skipped_space_stays_carried_for_its_own_sake(session: Session, world: World) -> None:
    do_the_round(session, world)
    later = a_later_round(session, world)
    inspection = make(session, world)
    skipped = session.scalars(
        select(Visit).where(Visit.round_id == world.round, Visit.space_id == first(inspection).space_id)
    ).one()
    skipped.state = "skipped"

    carry(session, session.get_one(Round, world.round), skipped, world.today)
    grade(session, inspection, 1, world.supervisor)
    finish(session, inspection, world.supervisor)
    grade(session, inspection, 5, world.supervisor)

    assert [visit.carried_from_id for visit in carried(session, later)] == [skipped.id]


def test_where_nobody_has_been_it_is_an_order(session: Session, world: World) -> None:
    inspection = make(session, world)
    grade(
        session,
        inspection,
        1,
        world.supervisor,
        findings=(Finding("stains", "floor"), Finding("dust", "wall")),
        text="Pese uudelleen.",
    )
    finish(session, inspection, world.supervisor)
    finish(session, inspection, world.supervisor)

    [order] = session.scalars(select(WorkOrder).where(WorkOrder.origin_kind == "inspection"))
    assert order.id == first(inspection).order_id
    assert (order.origin_id, order.category, order.organisation_id) == (
        inspection.id,
        "cleaning",
        world.landlord,
    )
    assert order.space_id == first(inspection).space_id
    assert "(taso 1, vaadittu" in order.description
    assert order.description.endswith("Lattia: tahrat, seinä: pöly. Pese uudelleen.")


def test_by_setting_it_is_an_order_cancelled_when_it_passes_after_all(session: Session, world: World) -> None:
    do_the_round(session, world)
    terms.use_on_fail("order")
    inspection = make(session, world, building=world.company_building)
    terms.use_on_fail("nothing")
    grade(session, inspection, 1, world.supervisor)
    finish(session, inspection, world.supervisor)

    order = session.get_one(WorkOrder, first(inspection).order_id)
    assert (order.state, order.organisation_id) == ("new", world.company)
    grade(session, inspection, 5, world.supervisor)
    assert order.state == "cancelled"
    assert first(inspection).order_id is None

    grade(session, inspection, 2, world.supervisor)
    grade(session, inspection, 1, world.supervisor)
    states = select(WorkOrder.state).where(WorkOrder.origin_kind == "inspection")
    assert sorted(session.scalars(states)) == ["cancelled", "new"]


def test_by_setting_it_is_nothing(session: Session, world: World) -> None:
    do_the_round(session, world)
    later = a_later_round(session, world)
    terms.use_on_fail("nothing")
    inspection = make(session, world)
    grade(session, inspection, 0, world.supervisor)
    finish(session, inspection, world.supervisor)

    assert carried(session, later) == []
    assert session.scalars(select(WorkOrder).where(WorkOrder.origin_kind == "inspection")).all() == []


def test_it_leaves_the_phone_two_weeks_after_its_end(client: FlaskClient, world: World) -> None:
    now = datetime.now(UTC)
    with transaction() as session:
        inspection = make(session, world)
        key = inspection.id
        finish(session, inspection, world.supervisor)
    target = f"inspection:{key}"
    phone = Device(client, world.supervisor)
    phone.sync()
    assert target in phone.documents
    with snapshot() as session:
        assert buckets(session, target, now + timedelta(days=13)) == {f"person:{world.supervisor}"}
        assert buckets(session, target, now + timedelta(days=16)) == set()
    with transaction() as session:
        session.get_one(Inspection, key).finished_at = now - timedelta(days=15, hours=2)
    move_windows(now)
    phone.sync()
    assert target not in phone.documents


def test_the_desks_tables_take_the_place_of_the_defaults(session: Session, world: World) -> None:
    keep_sampling_table(session, (Step(1, 1), Step(4, 2)))
    keep_sampling_table(session, (Step(1, 2), Step(9, 5)))
    assert sampling_table(session) == (Step(1, 2), Step(9, 5))
    usual = required_levels(session)["lift"]
    keep_required_levels(session, {"stairwell": 5})
    keep_required_levels(session, {"stairwell": 4})
    assert (required_levels(session)["stairwell"], required_levels(session)["lift"]) == (4, usual)
    building = session.get_one(Building, world.own_building)
    assert prepare(session, building, "basic_wash", world.today).sample == 2


def test_one_inspection_is_drawn_the_same_again(session: Session, world: World) -> None:
    inspector, building = (
        session.get_one(Person, world.supervisor),
        session.get_one(Building, world.own_building),
    )
    key = new_id()
    made = make_inspection(
        session, building, "basic_wash", world.today, inspector, datetime.now(UTC), inspection_id=key
    )
    drawn = [each.space_id for each in made.spaces]
    for each in list(made.spaces):
        session.delete(each)
    session.flush()
    session.delete(made)
    session.flush()
    again = make_inspection(
        session, building, "basic_wash", world.today, inspector, datetime.now(UTC), inspection_id=key
    )
    assert [each.space_id for each in again.spaces] == drawn


def test_a_replayed_operation_is_known(client: FlaskClient, world: World) -> None:
    with transaction() as session:
        made = make(session, world)
        target, space = f"inspection:{made.id}", made.spaces[0].space_id
    phone = Device(client, world.supervisor)
    sent = [
        phone.operation("inspection.grade", target, {"space": space, "level": 0}),
        phone.operation("inspection.finish", target, {}),
    ]
    phone.sync(*sent)
    phone.sync(*sent)

    with snapshot() as session:
        assert len(session.scalars(select(InspectionGrade)).all()) == 1
        orders = session.scalars(select(WorkOrder).where(WorkOrder.origin_kind == "inspection")).all()
        assert len(orders) == 1
