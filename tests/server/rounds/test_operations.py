"""Operations on rounds against the database: the document is what the phone showed, and every record is kept."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from server.database import transaction
from server.rounds.models import Round, Visit, VisitRecord
from sync.operations import RoundFinish, RoundSkip, RoundStart, RoundTick, RoundUntick
from sync.overlay import overlay
from tests import strategies
from tests.server.subjects import apply_as, built, operation, prepared, undone, wire_author

KINDS = ["round.start", "round.tick", "round.untick", "round.skip", "round.finish"]
NOW = datetime(2026, 4, 1, 12, tzinfo=UTC)
AN_HOUR_AGO = NOW - timedelta(hours=1)


@st.composite
def visit_values(draw, people):
    state = draw(st.sampled_from(["open", "done", "skipped"]))
    is_open = state == "open"
    return {
        "state": state,
        "at": None if is_open else AN_HOUR_AGO,
        "by_id": None if is_open else draw(people),
        "minutes": 5 if state == "done" else None,
        "reason": "locked" if state == "skipped" else None,
        "text": None if is_open else draw(st.none() | strategies.texts()),
        "is_returned": draw(st.booleans()),
    }


@st.composite
def round_values(draw, people):
    state = draw(st.sampled_from(["planned", "running", "finished"]))
    return {
        "state": state,
        "person_id": draw(st.none() | people),
        "started_at": None if state == "planned" else AN_HOUR_AGO,
        "finished_at": AN_HOUR_AGO if state == "finished" else None,
        "note": draw(strategies.texts()) if state == "finished" else None,
    }


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_servers_document_equals_what_the_phone_showed(world, data):
    people = st.sampled_from([world.cleaner, world.other_cleaner])
    author = data.draw(people)
    recorded = data.draw(
        strategies.recorded(kinds=st.sampled_from(KINDS), visits=st.sampled_from(world.visits))
    )
    recorded = replace(recorded, target=f"round:{world.round}", clock=None)
    with undone() as session:
        _set(session.get_one(Round, world.round), data.draw(round_values(people)))
        for visit_id in world.visits:
            _set(session.get_one(Visit, visit_id), data.draw(visit_values(people)))
        before = built(session, recorded.target)
        shown = overlay({"type": "round", **before.body}, recorded, wire_author(session, author))

        decision = apply_as(session, author, recorded)

        assert decision.status in ("applied", "flagged")
        assert prepared(session, recorded.target) == shown


def test_each_record_of_a_visit_is_kept_whatever_came_of_it(world, app):
    visit = world.visits[0]
    target = f"round:{world.round}"
    sent = [
        (world.cleaner, operation(target, RoundTick(visit, minutes=12, text="ok"))),
        (world.other_cleaner, operation(target, RoundTick(visit))),
        (world.other_cleaner, operation(target, RoundSkip(visit, "other", "ovi jumissa"))),
        (world.other_cleaner, operation(target, RoundUntick(visit))),
        (world.cleaner, operation(target, RoundFinish())),
        (world.cleaner, operation(target, RoundUntick(visit))),
    ]
    with transaction() as session:
        decisions = [apply_as(session, person, recorded) for person, recorded in sent]

        records = session.scalars(select(VisitRecord).where(VisitRecord.visit_id == visit)).all()
        assert {(r.operation_id, r.kind, r.person_id) for r in records} == {
            (recorded.id, recorded.kind, person) for person, recorded in sent if "finish" not in recorded.kind
        }
        skipped = next(record for record in records if record.kind == "round.skip")
        assert (skipped.reason, skipped.text) == ("other", "ovi jumissa")
        assert session.get_one(Visit, visit).minutes == 12
    assert [decision.flags for decision in decisions] == [
        (),
        ("reassigned", "already_done", "outside_scope"),
        ("reassigned", "already_done", "outside_scope"),
        ("reassigned", "not_own_tick", "outside_scope"),
        (),
        ("round_finished",),
    ]


def test_the_log_is_told_where_an_operation_belongs(world, app):
    with transaction() as session:
        decision = apply_as(
            session, world.cleaner, operation(f"round:{world.round}", RoundTick(world.visits[1]))
        )

    assert decision.about == {
        "property_id": world.property,
        "building_id": world.own_building,
        "round_id": world.round,
        "visit_id": world.visits[1],
    }


def test_an_unknown_round_or_a_visit_of_another_round_is_quarantined(world, app):
    unknown = "0193b0c0-0000-7000-8000-00000000ffff"
    with transaction() as session:
        others = session.scalars(select(Visit.id).where(Visit.round_id == world.company_round)).first()
        no_round = apply_as(session, world.cleaner, operation(f"round:{unknown}", RoundStart()))
        no_visit = apply_as(
            session, world.cleaner, operation(f"round:{world.round}", RoundTick(others, minutes=3))
        )

        assert session.scalars(select(VisitRecord)).all() == []
    assert (no_round.status, no_round.reason) == ("quarantined", "unknown_target")
    assert (no_visit.status, no_visit.reason) == ("quarantined", "unknown_target")
    assert no_visit.about["round_id"] == world.round


def _set(row, values):
    for name, value in values.items():
        setattr(row, name, value)
