"""What supervisors do with rounds."""

from datetime import UTC, datetime, timedelta

import pytest

from server.database import transaction
from server.feed.stamp import buckets_of
from server.people.models import Organisation, Person
from server.review.models import LogEntry
from server.review.services import return_entry
from server.rounds import services
from server.rounds.models import Round, Visit
from sync.operations import RoundFinish, RoundTick
from tests.device import Device
from tests.server.subjects import apply_as, buckets, operation, undone


def test_a_visit_that_was_sent_back_can_be_done_again_on_a_finished_round(client, world):
    device, target, visit = Device(client, world.cleaner), f"round:{world.round}", world.visits[0]
    device.sync(
        device.operation("round.tick", target, {"visit": visit, "minutes": 9}),
        device.operation("round.finish", target),
    )
    with transaction() as session:
        services.return_visit(session, session.get_one(Visit, visit), datetime.now(UTC))

    device.sync()
    sent_back = device.documents[target]["visits"][0]
    assert (sent_back["state"], sent_back["is_returned"], sent_back["minutes"]) == ("open", True, None)
    assert device.documents[target]["state"] == "finished"

    (result,) = device.sync(device.operation("round.tick", target, {"visit": visit}))
    done_again = device.documents[target]["visits"][0]
    assert (result["status"], result["flags"]) == ("applied", [])
    assert (done_again["state"], done_again["is_returned"]) == ("done", False)


def test_a_substitute_takes_over_and_work_of_the_first_is_kept(world, session):
    with transaction() as writing:
        round_ = writing.get_one(Round, world.round)
        services.reassign(writing, round_, writing.get_one(Person, world.company_cleaner))

    assert buckets_of(session, f"round:{world.round}") == {f"person:{world.company_cleaner}"}
    with transaction() as writing:
        round_ = writing.get_one(Round, world.round)
        assert round_.organisation_id == world.company
        late = apply_as(writing, world.cleaner, operation(f"round:{world.round}", RoundTick(world.visits[0])))
        assert "reassigned" in late.flags
        assert writing.get_one(Visit, world.visits[0]).by_id == world.cleaner


def test_a_company_gets_one_round_with_its_building_and_no_other(world, session):
    with transaction() as writing:
        services.hand_to_organisation(
            writing, writing.get_one(Round, world.round), writing.get_one(Organisation, world.company)
        )

    theirs = f"company:{world.company}:703"
    assert buckets_of(session, f"round:{world.round}") == {theirs}
    assert theirs in buckets_of(session, f"building:{world.own_building}")
    assert theirs in buckets_of(session, f"brief:{world.own_building}")


def test_a_finished_round_is_not_handed_on(world, app):
    with transaction() as session:
        apply_as(session, world.cleaner, operation(f"round:{world.round}", RoundFinish()))

    with pytest.raises(services.RoundFinished) as refused, transaction() as session:
        services.reassign(session, session.get_one(Round, world.round), None)
    assert refused.value.code == "round_finished"
    with pytest.raises(services.RoundFinished), transaction() as session:
        services.hand_to_organisation(
            session, session.get_one(Round, world.round), session.get_one(Organisation, world.company)
        )


def test_a_round_whose_end_is_sent_back_runs_again_until_it_is_finished_anew(client, world, session):
    target = f"round:{world.round}"
    aino, bao = Device(client, world.cleaner), Device(client, world.other_cleaner)
    finish = bao.operation("round.finish", target, {"note": "Valmis"})
    (flagged,) = bao.sync(finish)
    assert "reassigned" in flagged["flags"]
    with transaction() as writing:
        entry = writing.get_one(LogEntry, finish["id"])
        by = writing.get_one(Person, world.supervisor)
        return_entry(writing, entry, "Sauna puuttuu.", by, datetime.now(UTC))

    aino.sync()
    sent_back = aino.documents[target]
    assert (sent_back["state"], sent_back["finished_at"], sent_back["note"]) == ("running", None, None)
    bao.sync()
    assert [body["kind"] for body in bao.documents.values() if body["type"] == "return"] == ["round.finish"]

    bao.sync(bao.operation("round.finish", target))
    aino.sync()
    assert aino.documents[target]["state"] == "finished"
    assert [body for body in bao.documents.values() if body["type"] == "return"] == []


def test_a_round_that_is_sent_back_stays_on_the_phone_however_old_it_is(world, app):
    with undone() as session:
        round_ = session.get_one(Round, world.round)
        round_.on, round_.state, round_.is_returned = world.today - timedelta(days=40), "running", True
        assert buckets(session, f"round:{world.round}") == {f"person:{world.cleaner}"}

        apply_as(session, world.cleaner, operation(f"round:{world.round}", RoundFinish()))
        assert buckets(session, f"round:{world.round}") == set()


def test_an_end_that_another_has_overtaken_stays(client, world, session):
    aino, target = Device(client, world.cleaner), f"round:{world.round}"
    finish = aino.operation("round.finish", target)
    aino.sync(finish)
    with transaction() as writing:
        round_ = writing.get_one(Round, world.round)
        services.return_round(writing, round_, round_.finished_at - timedelta(seconds=1))

    aino.sync()
    assert aino.documents[target]["state"] == "finished"
