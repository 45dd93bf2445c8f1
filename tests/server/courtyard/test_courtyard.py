"""Courtyard records from the phone to everybody who has to know of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import func, select
from uuid_utils.compat import uuid7

from server.courtyard.edges import ids_at_edges
from server.courtyard.models import CourtyardRecord
from server.courtyard.rules import next_due
from server.courtyard.services import call_out, end_call_out
from server.database import snapshot, transaction
from server.feed.stamp import buckets_of
from server.jobs import move_windows
from server.local_time import day_begin
from server.people.models import Person
from server.places.models import Space
from server.review.models import LogEntry
from server.work_orders.models import WorkOrder
from tests.device import Device
from tests.server.subjects import buckets, built
from tests.world import World

SNOW = {"depth_cm": 5, "method": "plough"}
BAD_CHAIN = {"what": "Keinun ketju poikki", "risk": "high"}


def target() -> str:
    return f"courtyard_record:{uuid7()}"


def payload(world: World, kind: str, fields: dict[str, Any], **others: Any) -> dict[str, Any]:
    now = datetime.now(UTC)
    return {
        "record_kind": kind,
        "form_version": 1,
        "property": f"property:{world.property}",
        "started_at": (now - timedelta(minutes=30)).isoformat(timespec="milliseconds"),
        "ended_at": now.isoformat(timespec="milliseconds"),
        "fields": fields,
        **others,
    }


@pytest.fixture
def playground(world: World) -> str:
    with transaction() as session:
        space = Space(
            building_id=world.own_building,
            position=20,
            kind="playground",
            name="Leikkipaikka",
            area_m2=90.0,
            norm_minutes=10,
        )
        session.add(space)
        session.flush()
        return space.id


def playground_check(
    level: str = "visual", *, is_closed_off: bool = False, findings: Any = ()
) -> dict[str, Any]:
    return {"level": level, "findings": list(findings), "is_closed_off": is_closed_off}


def test_a_record_reaches_the_districts_caretakers_and_the_log(client: FlaskClient, world: World) -> None:
    phone, colleague = Device(client, world.caretaker), Device(client, world.company_cleaner)
    made = target()

    [result] = phone.sync(phone.operation("courtyard.record", made, payload(world, "snow_clearing", SNOW)))

    assert (result["status"], result["flags"]) == ("applied", [])
    assert phone.documents[made]["fields"] == SNOW
    colleague.sync()
    assert made not in colleague.documents
    with snapshot() as session:
        assert buckets(session, made) == {f"person:{world.caretaker}", "district:703:caretaking"}
        entry = session.scalars(select(LogEntry).where(LogEntry.kind == "courtyard.record")).one()
        assert (entry.state, entry.property_id) == ("open", world.property)
        assert entry.courtyard_record_id == made.partition(":")[2]


def test_a_companys_record_stays_with_the_company(client: FlaskClient, world: World) -> None:
    phone = Device(client, world.company_cleaner)
    made = target()
    phone.sync(phone.operation("courtyard.record", made, payload(world, "snow_clearing", SNOW)))

    with snapshot() as session:
        assert buckets(session, made) == {
            f"person:{world.company_cleaner}",
            f"company:{world.company}:703",
        }


def test_a_correction_is_appended_and_answers_what_was_sent_back(client: FlaskClient, world: World) -> None:
    phone = Device(client, world.caretaker)
    made = target()
    recorded = phone.operation("courtyard.record", made, payload(world, "snow_clearing", SNOW))
    phone.sync(recorded)
    with transaction() as session:
        session.get_one(LogEntry, recorded["id"]).state = "returned"
    right = {"depth_cm": 8, "method": "hand"}
    correction = {
        "record_kind": "snow_clearing",
        "form_version": 1,
        "fields": right,
        "text": "Mittasin väärin",
    }

    phone.sync(phone.operation("courtyard.correct", made, correction))

    document = phone.documents[made]
    assert document["fields"] == SNOW
    assert [(each["fields"], each["text"]) for each in document["corrections"]] == [
        (right, "Mittasin väärin")
    ]
    with snapshot() as session:
        assert session.get_one(CourtyardRecord, made.partition(":")[2]).fields == SNOW
        assert session.get_one(LogEntry, recorded["id"]).is_redone


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"property": "property:0193b0c0-0000-7000-8000-00000000ffff"}, "unknown_target"),
        ({"space": "0193b0c0-0000-7000-8000-00000000ffff"}, "unknown_target"),
        ({"form_version": 2}, "unknown_kind_version"),
        ({"fields": {}}, "invalid_payload"),
    ],
)
def test_what_cannot_be_placed_is_kept_aside(
    client: FlaskClient, world: World, changes: dict[str, Any], reason: str
) -> None:
    phone = Device(client, world.caretaker)
    sent = payload(world, "snow_clearing", SNOW) | changes

    [result] = phone.sync(phone.operation("courtyard.record", target(), sent))

    assert (result["status"], result["reason"]) == ("quarantined", reason)


def test_a_space_or_building_of_elsewhere_is_kept_aside(client: FlaskClient, world: World) -> None:
    phone = Device(client, world.caretaker)
    for place in (
        {"building": f"building:{world.far_building}"},
        {"building": f"building:{world.own_building}", "space": world.company_spaces[0]},
    ):
        sent = payload(world, "snow_clearing", SNOW, **place)
        [result] = phone.sync(phone.operation("courtyard.record", target(), sent))
        assert (result["status"], result["reason"]) == ("quarantined", "invalid_payload")


def test_a_correction_of_another_kind_is_kept_aside(client: FlaskClient, world: World) -> None:
    phone = Device(client, world.caretaker)
    made = target()
    phone.sync(phone.operation("courtyard.record", made, payload(world, "snow_clearing", SNOW)))
    fields = {"surface": "lawn", "left_for_pollinators": False}
    wrong = {"record_kind": "mowing", "form_version": 1, "fields": fields, "text": "Väärä laji"}

    [result] = phone.sync(phone.operation("courtyard.correct", made, wrong))

    assert (result["status"], result["reason"]) == ("quarantined", "invalid_payload")
    assert phone.documents[made]["corrections"] == []


def test_a_check_moves_its_due_day_on(client: FlaskClient, world: World, playground: str) -> None:
    phone = Device(client, world.caretaker)
    phone.sync()
    check = f"courtyard_check:{playground}"
    assert [each["due_on"] for each in phone.documents[check]["checks"]] == [None, None, None]

    sent = payload(world, "playground", playground_check("operational"), space=playground)
    phone.sync(phone.operation("courtyard.record", target(), sent))

    visual, operational, annual = phone.documents[check]["checks"]
    assert visual["last_on"] == operational["last_on"] == world.today.isoformat()
    assert visual["due_on"] == (world.today + timedelta(days=7)).isoformat()
    assert annual["due_on"] is None


def test_a_correction_of_the_level_moves_the_due_day(
    client: FlaskClient, world: World, playground: str
) -> None:
    phone = Device(client, world.caretaker)
    made = target()
    sent = payload(world, "playground", playground_check("annual"), space=playground)
    phone.sync(phone.operation("courtyard.record", made, sent))
    correction = {
        "record_kind": "playground",
        "form_version": 1,
        "fields": playground_check("visual"),
        "text": "Vain silmämääräinen",
    }

    phone.sync(phone.operation("courtyard.correct", made, correction))

    checks = phone.documents[f"courtyard_check:{playground}"]["checks"]
    assert [each["due_on"] is None for each in checks] == [False, True, True]


def test_a_check_is_on_the_phones_when_its_day_is_near(client: FlaskClient, world: World) -> None:
    with transaction() as session:
        drain = Space(
            building_id=world.own_building,
            position=21,
            kind="storm_drain",
            name="Kaivo",
            area_m2=1.0,
            norm_minutes=5,
        )
        session.add(drain)
        session.flush()
        space = drain.id
    phone, document = Device(client, world.caretaker), f"courtyard_check:{space}"
    phone.sync()
    assert document in phone.documents

    fields = {"fill_percent": 20, "is_emptied": False, "is_blocked": False}
    sent = payload(world, "storm_drain", fields, space=space)
    [result] = phone.sync(phone.operation("courtyard.record", target(), sent))
    assert result["status"] == "applied"
    assert document not in phone.documents

    due = next_due(world.today, "quarterly")
    for days, is_there in ((15, False), (14, True), (12, True)):
        now = day_begin(due - timedelta(days=days)) + timedelta(hours=2)
        with snapshot() as session:
            assert (built(session, document, now) is not None) == is_there
            assert (document in ids_at_edges(session, now)) == is_there
    with time_machine.travel(day_begin(due - timedelta(days=12)) + timedelta(hours=2), tick=False):
        move_windows(datetime.now(UTC))
        with snapshot() as session:
            assert buckets_of(session, document) == {"district:703:caretaking"}


@pytest.mark.parametrize(("is_closed_off", "urgency"), [(True, "minor"), (False, "urgent")])
def test_a_danger_becomes_one_order_however_often_it_is_told(
    client: FlaskClient, world: World, playground: str, is_closed_off: bool, urgency: str
) -> None:
    phone = Device(client, world.caretaker)
    made = target()
    fields = playground_check(is_closed_off=is_closed_off, findings=[BAD_CHAIN])
    phone.sync(
        phone.operation("courtyard.record", made, payload(world, "playground", fields, space=playground))
    )
    correction = {"record_kind": "playground", "form_version": 1, "fields": fields, "text": "Sama"}
    phone.sync(phone.operation("courtyard.correct", made, correction))

    with snapshot() as session:
        order = session.scalars(select(WorkOrder).where(WorkOrder.origin_kind == "courtyard_record")).one()
        assert (order.origin_id, order.urgency, order.space_id) == (
            made.partition(":")[2],
            urgency,
            playground,
        )
        assert "Keinun ketju poikki" in order.description
        assert ("suljettu" in order.description) is is_closed_off


def test_a_finding_of_lower_risk_makes_no_order(client: FlaskClient, world: World, playground: str) -> None:
    phone = Device(client, world.caretaker)
    fields = playground_check(findings=[BAD_CHAIN | {"risk": "medium"}])
    phone.sync(
        phone.operation("courtyard.record", target(), payload(world, "playground", fields, space=playground))
    )

    with snapshot() as session:
        found = select(func.count()).where(WorkOrder.origin_kind == "courtyard_record")
        assert session.scalar(found) == 0


def test_a_call_out_is_answered_by_what_was_done_after_it(client: FlaskClient, world: World) -> None:
    phone = Device(client, world.caretaker)
    phone.sync(phone.operation("courtyard.record", target(), payload(world, "snow_clearing", SNOW)))
    with transaction() as session:
        by = session.get_one(Person, world.supervisor)
        made = call_out(
            session, "snow_clearing", ["703", "704", "703"], "Kynnys ylittyi", by, datetime.now(UTC)
        )
        assert [row.district_code for row in made] == ["703", "704"]
        document = f"call_out:{made[0].id}"
    phone.sync()
    assert phone.documents[document]["answers"] == []

    phone.sync(
        phone.operation(
            "courtyard.record",
            target(),
            payload(world, "gritting", {"method": "grit", "trigger": "call_out"}),
        )
    )
    assert phone.documents[document]["answers"] == []
    for _ in range(2):
        phone.sync(phone.operation("courtyard.record", target(), payload(world, "snow_clearing", SNOW)))

    [answer] = phone.documents[document]["answers"]
    assert (answer["property"], answer["by"]) == (f"property:{world.property}", f"person:{world.caretaker}")


def test_what_comes_after_its_end_answers_no_call_out(client: FlaskClient, world: World) -> None:
    phone = Device(client, world.caretaker)
    now = datetime.now(UTC)
    with transaction() as session:
        by = session.get_one(Person, world.supervisor)
        [made] = call_out(session, "snow_clearing", ["703"], None, by, now - timedelta(hours=3))
        end_call_out(session, made, by, now - timedelta(hours=1))
        end_call_out(session, made, by, now)
        document, ended_at = f"call_out:{made.id}", made.ended_at
    assert ended_at == now - timedelta(hours=1)

    phone.sync(phone.operation("courtyard.record", target(), payload(world, "snow_clearing", SNOW)))

    assert phone.documents[document]["answers"] == []


def test_records_and_call_outs_leave_the_phones_after_two_weeks(client: FlaskClient, world: World) -> None:
    phone = Device(client, world.caretaker)
    made = target()
    phone.sync(phone.operation("courtyard.record", made, payload(world, "snow_clearing", SNOW)))
    with transaction() as session:
        by = session.get_one(Person, world.supervisor)
        [called] = call_out(session, "snow_clearing", ["703"], None, by, datetime.now(UTC))
        document = f"call_out:{called.id}"
    with snapshot() as session:
        later = datetime.now(UTC) + timedelta(days=16)
        assert built(session, made, later) is None
        assert built(session, document, later) is None
        assert built(session, made) is not None

    assert move_windows(datetime.now(UTC)) >= 0
    phone.sync()
    assert {made, document} <= set(phone.documents)
