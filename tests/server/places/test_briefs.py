"""Briefs: items that hold, codes for those who need them, and who has read what."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from uuid_utils.compat import uuid7

from server.database import transaction
from server.feed.stamp import buckets_of
from server.local_time import day_begin
from server.people.models import Person
from server.places.brief_rules import has_read, is_valid
from server.places.briefs import BriefItemEnded, BriefSpan, NewItem, add_item, change_item, end_item
from server.places.models import BriefConfirmation, BriefItem
from server.review.models import LogEntry
from server.rounds.models import Round
from server.weekdays import weekdays_after
from server.work_orders.models import WorkOrder
from server.work_orders.services import assign
from tests.device import Device
from tests.server.subjects import buckets, built, undone

CODE = NewItem(topic="access", text="Ovikoodi 2580", language="fi", is_sensitive=True)
PLAIN = NewItem(topic="water", text="Vesi on kellarissa.", language="fi")


def add(world, new, building=None):
    with transaction() as session:
        return add_item(session, building or world.own_building, new, world.supervisor, datetime.now(UTC)).id


def items(session, world, of="brief", now=None):
    document = built(session, f"{of}:{world.own_building}", now)
    return [] if document is None else [item["text"] for item in document.body["items"]]


@given(st.none() | st.dates(), st.none() | st.dates(), st.dates())
def test_an_item_holds_between_its_ends(begins, ends, day):
    assert is_valid(begins, ends, day) == (not (begins and day < begins) and not (ends and day > ends))


@given(st.sets(st.integers(0, 9).map(str)), st.sets(st.integers(0, 9).map(str)))
def test_whoever_has_read_all_has_read_some(valid, confirmed):
    assert has_read(valid, confirmed) == all(item in confirmed for item in valid)
    assert has_read(valid & confirmed, confirmed)


def test_codes_are_in_no_buckets_of_areas_and_not_in_the_brief(world, session):
    before = buckets_of(session, f"brief:{world.own_building}")
    add(world, CODE)

    assert buckets_of(session, f"brief_codes:{world.own_building}") == {f"person:{world.cleaner}"}
    assert items(session, world, "brief_codes") == ["Ovikoodi 2580"]
    brief = built(session, f"brief:{world.own_building}")
    assert "2580" not in str(brief.body)
    assert brief.body["has_codes"] is True
    assert brief.buckets == before


def test_a_brief_of_codes_alone_says_that_there_are_some(world, session):
    add(world, CODE, world.far_building)

    brief = built(session, f"brief:{world.far_building}").body
    assert (brief["items"], brief["has_codes"]) == ([], True)


@pytest.mark.parametrize("weekdays", [0, 1, 2, 3])
@pytest.mark.parametrize("hour", [0, 12, 23])
def test_codes_come_before_the_round_and_go_after_it(world, app, weekdays, hour):
    with undone() as session:
        session.add(
            BriefItem(
                building_id=world.own_building, topic="access", text="1", language="fi", is_sensitive=True
            )
        )
        on = weekdays_after(world.today, weekdays) if weekdays else world.today
        session.get_one(Round, world.round).on = on
        now = day_begin(world.today) + timedelta(hours=hour)

        has_codes = bool(buckets(session, f"brief_codes:{world.own_building}", now))

        assert has_codes == (weekdays <= 2)
        session.get_one(Round, world.round).on = world.today - timedelta(days=1)
        assert not buckets(session, f"brief_codes:{world.own_building}", now)


def test_a_round_that_runs_over_midnight_keeps_its_codes(world, app):
    with undone() as session:
        session.add(
            BriefItem(
                building_id=world.own_building, topic="access", text="1", language="fi", is_sensitive=True
            )
        )
        round_ = session.get_one(Round, world.round)
        round_.on, round_.state = world.today - timedelta(days=1), "running"

        assert buckets(session, f"brief_codes:{world.own_building}") == {f"person:{world.cleaner}"}


@pytest.mark.parametrize(
    ("changes", "has_codes"),
    [
        ({}, True),
        ({"due_on": 20}, False),
        ({"due_on": 20, "state": "started"}, True),
        ({"due_on": None, "urgency": "urgent"}, True),
        ({"due_on": -5}, True),
        ({"state": "done"}, False),
    ],
)
def test_codes_for_orders(world, app, changes, has_codes):
    with undone() as session:
        session.add(
            BriefItem(
                building_id=world.own_building, topic="access", text="1", language="fi", is_sensitive=True
            )
        )
        order = session.get_one(WorkOrder, world.order)
        order.due_on = world.today
        for name, value in changes.items():
            is_day = name == "due_on" and value is not None
            setattr(order, name, world.today + timedelta(days=value) if is_day else value)

        held = buckets(session, f"brief_codes:{world.own_building}")

        assert (f"person:{world.caretaker}" in held) == has_codes


def test_whoever_loses_the_order_loses_the_codes(world, session):
    add(world, CODE)
    with transaction() as writing:
        order = writing.get_one(WorkOrder, world.order)
        order.due_on = world.today
    assert f"person:{world.caretaker}" in buckets_of(session, f"brief_codes:{world.own_building}")
    session.rollback()

    with transaction() as writing:
        by = writing.get_one(Person, world.supervisor)
        assign(writing, writing.get_one(WorkOrder, world.order), None, by, datetime.now(UTC))

    assert f"person:{world.caretaker}" not in buckets_of(session, f"brief_codes:{world.own_building}")


def test_what_changes_ends_and_another_takes_its_place(world, session):
    key = add(world, PLAIN)
    with transaction() as writing:
        new = replace(PLAIN, text="Vesi on pesutuvassa.")
        change_item(writing, writing.get_one(BriefItem, key), new, world.supervisor, datetime.now(UTC))

    assert "Vesi on pesutuvassa." in items(session, world)
    assert "Vesi on kellarissa." not in items(session, world)
    assert session.get_one(BriefItem, key).text == "Vesi on kellarissa."
    with transaction() as writing, pytest.raises(BriefItemEnded):
        end_item(writing, writing.get_one(BriefItem, key), datetime.now(UTC))


def test_an_item_of_later_days_comes_with_the_window(world, session):
    add(world, replace(PLAIN, valid_from=world.today + timedelta(days=20)))

    assert "Vesi on kellarissa." not in items(session, world)
    later = day_begin(world.today + timedelta(days=6)) + timedelta(hours=1)
    assert "Vesi on kellarissa." in items(session, world, now=later)


@pytest.mark.parametrize("span", [(None, -1), (3, 2)])
def test_an_item_that_would_never_hold_is_refused(world, app, span):
    begins, ends = (None if each is None else world.today + timedelta(days=each) for each in span)
    with pytest.raises(BriefSpan):
        add(world, replace(PLAIN, valid_from=begins, valid_to=ends))


def confirm(device, building, *read):
    target = f"brief_confirmation:{uuid7()}"
    payload = {"building": f"building:{building}", "items": list(read)}
    return target, device.sync(device.operation("brief.confirm", target, payload))[0]


def test_who_has_read_the_brief_is_on_record_and_on_the_phone(client, world, session):
    bao = Device(client, world.other_cleaner)
    read = [item["id"] for item in built(session, f"brief:{world.own_building}").body["items"]]

    target, result = confirm(bao, world.own_building, *read)

    assert result["status"] == "applied"
    assert bao.documents[target]["items"] == read
    row = session.scalars(select(BriefConfirmation)).one()
    assert (row.building_id, row.person_id, row.items) == (world.own_building, world.other_cleaner, read)
    entry = session.scalars(select(LogEntry).where(LogEntry.kind == "brief.confirm")).one()
    assert (entry.state, entry.building_id) == ("noted", world.own_building)
    aino = Device(client, world.cleaner)
    aino.sync()
    assert target not in aino.documents


def test_a_confirmation_is_held_for_a_year(client, world, session):
    target, _ = confirm(Device(client, world.other_cleaner), world.own_building)
    now = datetime.now(UTC)

    assert buckets(session, target, now + timedelta(days=364)) == {f"person:{world.other_cleaner}"}
    assert buckets(session, target, now + timedelta(days=367)) == set()


def test_a_building_that_is_none_and_a_confirmation_that_is_there(client, world):
    bao = Device(client, world.other_cleaner)
    _, unknown = confirm(bao, "0193b0c0-0000-7000-8000-00000000ffff")
    target, _ = confirm(bao, world.own_building)
    payload = {"building": f"building:{world.own_building}", "items": []}
    (again,) = bao.sync(bao.operation("brief.confirm", target, payload))

    assert (unknown["status"], unknown["reason"]) == ("quarantined", "unknown_target")
    assert (again["status"], again["reason"]) == ("quarantined", "target_exists")
