"""The write gateway: every change reaches devices, whoever made it; versions, counts and sums hold."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server.database import transaction
from server.feed.changes import BulkOnDocuments, bulk_statements, touch
from server.feed.models import Bucket, Entry
from server.feed.pull import pull
from server.people.models import Person, PersonDistrict
from server.places.models import Building, Property
from server.work_orders.models import WorkOrder
from sync import sums
from tests.device import Device
from tests.world import World


def _sums_by_hand(session: Session) -> dict[str, tuple[int, int]]:
    session.rollback()
    found: dict[str, tuple[int, int]] = dict.fromkeys(session.scalars(select(Bucket.name)), (0, 0))
    for entry in session.scalars(select(Entry).where(Entry.is_deleted.is_(False))):
        count, total = found[entry.bucket]
        found[entry.bucket] = count + 1, sums.add(total, entry.document_id, entry.revision)
    return found


def _kept_sums(session: Session) -> dict[str, tuple[int, int]]:
    session.rollback()
    return {row.name: (row.documents, row.sum) for row in session.scalars(select(Bucket))}


def test_a_plain_write_through_the_orm_reaches_the_device(client: FlaskClient, world: World) -> None:
    device = Device(client, world.caretaker)
    device.sync()
    with transaction() as session:
        session.get_one(Property, world.property).name = "Kontulan helmi"
    device.sync()
    assert device.documents[f"property:{world.property}"]["name"] == "Kontulan helmi"


def test_a_write_that_changes_no_document_costs_nothing(
    client: FlaskClient, world: World, session: Session
) -> None:
    device = Device(client, world.caretaker)
    device.sync()
    before = device.cursor
    with transaction() as session_:
        row = session_.get_one(Property, world.property)
        row.name = "x"
        session_.flush()
        row.name = "Kontulankaari 3"
    device.sync()
    assert device.cursor == before


def test_versions_are_unique_and_grow_and_sums_are_right(
    client: FlaskClient, world: World, session: Session
) -> None:
    device = Device(client, world.cleaner)
    for visit in world.visits:
        device.sync(device.operation("round.tick", f"round:{world.round}", {"visit": visit}))
    with transaction() as session_:
        session_.delete(session_.get_one(Building, world.own_building).brief_items[0])
    session.rollback()
    for bucket in session.scalars(select(Bucket)):
        versions = session.scalars(select(Entry.version).where(Entry.bucket == bucket.name)).all()
        assert len(set(versions)) == len(versions)
        assert max(versions) == bucket.version
    assert _kept_sums(session) == _sums_by_hand(session)


def test_a_move_between_buckets_is_a_tombstone_and_a_put(
    client: FlaskClient, world: World, session: Session
) -> None:
    landlords, companys = Device(client, world.cleaner), Device(client, world.company_cleaner)
    landlords.sync()
    companys.sync()
    document = f"building:{world.own_building}"
    assert document in landlords.documents
    assert document not in companys.documents
    with transaction() as session_:
        session_.get_one(Building, world.own_building).cleaning_provider_id = world.company
    landlords.sync()
    companys.sync()
    assert document in companys.documents
    assert document not in landlords.by_bucket.get("district:703:cleaning", {})
    assert _kept_sums(session) == _sums_by_hand(session)


def test_bulk_statements_past_the_gateway_are_refused(app, world: World) -> None:
    with pytest.raises(BulkOnDocuments), transaction() as session:
        session.execute(update(WorkOrder).values(description="x"))


def test_bulk_statements_may_pass_where_they_name_their_documents(
    client: FlaskClient, world: World, session: Session
) -> None:
    device = Device(client, world.caretaker)
    device.sync()
    with transaction() as session_:
        with bulk_statements(session_):
            session_.execute(update(WorkOrder).values(description="Lamppu vilkkuu."))
        touch(session_, [f"work_order:{world.order}"])
    device.sync()
    assert device.documents[f"work_order:{world.order}"]["description"] == "Lamppu vilkkuu."


def test_a_failed_transaction_stamps_nothing(client: FlaskClient, world: World, session: Session) -> None:
    before = _kept_sums(session)
    with pytest.raises(RuntimeError):
        _change_and_fail(world)
    with transaction():
        pass
    assert _kept_sums(session) == before


def _change_and_fail(world: World) -> None:
    with transaction() as session:
        session.get_one(Property, world.property).name = "never"
        session.flush()
        raise RuntimeError


def test_an_interrupted_download_resumes_where_it_was_cut(
    client: FlaskClient, world: World, monkeypatch
) -> None:
    whole, cut = Device(client, world.caretaker), Device(client, world.caretaker)
    whole.sync()
    monkeypatch.setattr("server.api.sync.pull", _tiny_pages())
    cut.sync()
    assert cut.documents == whole.documents
    assert cut.cursor == whole.cursor


def _tiny_pages():
    return lambda session, scope, asked, now: pull(session, scope, asked, now, page_bytes_max=900)


def test_checks_tell_what_the_device_holds(client: FlaskClient, world: World) -> None:
    device = Device(client, world.caretaker)
    answer = device.post()
    end = json.loads(answer.text.splitlines()[-1])
    device.sync()
    for bucket, check in end["checks"].items():
        held = device.by_bucket.get(bucket, {})
        total = 0
        for document_id, (revision, _) in held.items():
            total = sums.add(total, document_id, revision)
        assert (check["count"], check["sum"]) == (len(held), total)


def test_scope_that_is_lost_is_dropped_and_scope_that_comes_is_added(
    client: FlaskClient, world: World
) -> None:
    device = Device(client, world.caretaker)
    device.sync()
    assert f"property:{world.property}" in device.documents
    with transaction() as session:
        session.get_one(Person, world.caretaker).districts = [PersonDistrict(district_code="704")]
    device.sync()
    assert f"property:{world.far_property}" in device.documents
    assert "district:703:caretaking" not in device.cursor
