"""What a skipped space leads to: a visit on the next round, an order, or nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from server.database import transaction
from server.people.models import Person
from server.rounds.models import PlanVisit, Round, RoundPlan, Visit, WaitingSkip
from server.rounds.planning import make_rounds, plans_of
from server.rounds.services import return_visit
from server.work_orders.models import WorkOrder
from server.work_orders.services import assign
from tests.device import Device


def make_ahead(world, first=1, last=3):
    with transaction() as session:
        days = world.today + timedelta(days=first), world.today + timedelta(days=last)
        make_rounds(session, plans_of(session, *days), *days)


def skip_rule(world, rule):
    with transaction() as session:
        session.get_one(RoundPlan, world.plan).on_skip = rule


@pytest.fixture
def aino(client, world):
    device = Device(client, world.cleaner)
    device.sync()
    return device


def send(device, world, kind, payload=None, visit=0):
    of_visit = {} if kind in {"round.start", "round.finish"} else {"visit": world.visits[visit]}
    return device.sync(device.operation(kind, f"round:{world.round}", of_visit | (payload or {})))


def skip(device, world, reason="locked", visit=0):
    return send(device, world, "round.skip", {"reason": reason}, visit)


def carried(session, world):
    """(days from today, is extra) of those visits that stand in for the skipped one."""
    session.rollback()
    rows = session.execute(
        select(Round.on, Visit.is_extra)
        .join(Visit, Visit.round_id == Round.id)
        .where(Visit.carried_from_id == world.visits[0], Visit.withdrawn_at.is_(None))
    )
    return [((on - world.today).days, is_extra) for on, is_extra in rows]


def orders(session):
    session.rollback()
    return session.scalars(
        select(WorkOrder).where(WorkOrder.reporter == "worker").order_by(WorkOrder.number)
    ).all()


def test_the_visit_of_the_next_round_bears_the_mark(aino, world, session):
    make_ahead(world)

    skip(aino, world)

    assert carried(session, world) == [(1, False)]
    tomorrow = (world.today + timedelta(days=1)).isoformat()
    (round_,) = [
        body for body in aino.documents.values() if body["type"] == "round" and body["on"] == tomorrow
    ]
    marks = {visit["space"]: visit["carried_from"] for visit in round_["visits"]}
    assert marks[world.spaces[0]] == world.today.isoformat()
    assert [mark for mark in marks.values() if mark] == [world.today.isoformat()]


def test_a_round_without_the_space_gets_a_visit_more(aino, world, session):
    with transaction() as writing:
        lacking = writing.scalars(
            select(PlanVisit).where(PlanVisit.plan_id == world.plan, PlanVisit.space_id == world.spaces[0])
        ).one()
        writing.delete(lacking)
    make_ahead(world)

    skip(aino, world)

    assert carried(session, world) == [(1, True)]


def test_a_skip_waits_for_the_round_that_is_made_later(aino, world, session):
    skip(aino, world)
    assert carried(session, world) == []
    assert list(session.scalars(select(WaitingSkip.visit_id))) == [world.visits[0]]

    make_ahead(world)

    assert carried(session, world) == [(1, False)]
    assert list(session.scalars(select(WaitingSkip))) == []


@pytest.mark.parametrize("undo", ["round.untick", "round.tick"])
def test_taking_the_skip_back_takes_the_mark_away(aino, world, session, undo):
    make_ahead(world)
    skip(aino, world)

    send(aino, world, undo)

    assert carried(session, world) == []


def test_taking_a_waiting_skip_back(aino, world, session):
    skip(aino, world)
    send(aino, world, "round.untick")
    make_ahead(world)

    assert carried(session, world) == []


def test_an_extra_visit_that_was_taken_away_still_counts_when_it_was_done(aino, world, session):
    with transaction() as writing:
        for each in writing.scalars(select(PlanVisit).where(PlanVisit.space_id == world.spaces[0])):
            writing.delete(each)
    make_ahead(world)
    skip(aino, world)
    (extra,) = session.scalars(select(Visit).where(Visit.carried_from_id == world.visits[0]))
    key, round_id = extra.id, extra.round_id

    send(aino, world, "round.untick")
    assert key not in {visit["id"] for visit in aino.documents[f"round:{round_id}"]["visits"]}
    (result,) = aino.sync(aino.operation("round.tick", f"round:{round_id}", {"visit": key}))

    assert result["flags"] == ["withdrawn"]
    assert aino.documents[f"round:{round_id}"]["visits"][-1]["state"] == "done"


def test_skipped_again_it_is_carried_once(aino, world, session):
    make_ahead(world)
    skip(aino, world)
    send(aino, world, "round.untick")
    skip(aino, world, "occupied")

    assert carried(session, world) == [(1, False)]


def test_a_returned_skip_is_done_on_its_own_round(aino, world, session):
    make_ahead(world)
    skip(aino, world)

    with transaction() as writing:
        return_visit(writing, writing.get_one(Visit, world.visits[0]), datetime.now(UTC))

    assert carried(session, world) == []


def test_nothing_comes_of_it_where_the_plan_says_so(aino, world, session):
    skip_rule(world, "nothing")
    make_ahead(world)

    skip(aino, world)

    assert carried(session, world) == []
    assert orders(session) == []


def test_an_order_comes_of_it_where_the_plan_says_so(aino, world, session):
    skip_rule(world, "order")
    make_ahead(world)

    skip(aino, world)

    (order,) = orders(session)
    assert (order.state, order.category, order.space_id) == ("new", "cleaning", world.spaces[0])
    assert (order.reported_by_id, order.organisation_id) == (world.cleaner, world.landlord)
    assert "Porras A" in order.description
    assert carried(session, world) == []


def test_the_order_is_cancelled_with_the_skip_and_made_anew_with_another(aino, world, session):
    skip_rule(world, "order")
    skip(aino, world)
    send(aino, world, "round.untick")
    assert [order.state for order in orders(session)] == ["cancelled"]

    skip(aino, world, "occupied")
    assert [order.state for order in orders(session)] == ["cancelled", "new"]

    send(aino, world, "round.tick")
    assert [order.state for order in orders(session)] == ["cancelled", "cancelled"]


def test_an_order_that_somebody_has_begun_stays(aino, client, world, session):
    skip_rule(world, "order")
    skip(aino, world)
    with transaction() as writing:
        (order,) = writing.scalars(select(WorkOrder).where(WorkOrder.reporter == "worker"))
        by = writing.get_one(Person, world.supervisor)
        assign(writing, order, writing.get_one(Person, world.other_cleaner), by, datetime.now(UTC))
        key = order.id
    bao = Device(client, world.other_cleaner)
    bao.sync(bao.operation("work_order.start", f"work_order:{key}"))

    send(aino, world, "round.tick")

    assert [order.state for order in orders(session)] == ["started"]


def test_a_second_skip_of_the_same_visit_makes_no_second_order(aino, client, world, session):
    skip_rule(world, "order")
    bao = Device(client, world.other_cleaner)
    skip(aino, world)

    (result,) = skip(bao, world)

    assert "already_done" in result["flags"]
    assert len(orders(session)) == 1
