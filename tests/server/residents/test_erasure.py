"""After the retention time nothing of a resident is left, in any table or document, and a log says what went."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import inspect, select

from server import jobs
from server.database import Base, transaction
from server.people.models import Person
from server.places.models import Building
from server.residents import erasure, services
from server.residents.models import Erasure, ResidentReport
from server.residents.rules import Caller, Home, Report
from server.work_orders.models import OrderContact, OrderPause, WorkOrder
from server.work_orders.services import assign
from tests.device import Device

SECRETS = {
    "name": "Liisa Lipponen",
    "phone": "+358 40 555 0177",
    "email": "liisa.lipponen@esimerkki.fi",
    "apartment": "B 4711",
    "pets": "Kissa nimeltä Misse",
    "alarm": "Hälytin eteisessä",
    "preferred_time": "Tiistaisin viiden jälkeen",
    "note": "Naapuri sanoi, että matkoilla",
    "secret": "salaisuus-salaisuus",
    "number": "lomakkeen-numero",
}
CLOSED_AGO = timedelta(days=400)


@pytest.fixture
def order(world, client):
    """An order of a resident's, with a visit note, done more than a year ago."""
    with transaction() as session:
        told = Report(
            "flat",
            None,
            "",
            "plumbing",
            "Hana vuotaa",
            Home(SECRETS["apartment"], False, SECRETS["pets"], SECRETS["alarm"], SECRETS["preferred_time"]),
            Caller(SECRETS["name"], SECRETS["phone"], SECRETS["email"]),
        )
        form = services.Form(SECRETS["number"], SECRETS["secret"], "fi")
        building = session.get_one(Building, world.own_building)
        made = services.make_report(session, building, told, form, datetime.now(UTC))
        assert made is not None
        row = session.get_one(WorkOrder, made.order_id)
        assign(
            session,
            row,
            session.get_one(Person, world.caretaker),
            session.get_one(Person, world.supervisor),
            datetime.now(UTC),
        )
    phone = Device(client, world.caretaker)
    target = f"work_order:{row.id}"
    phone.sync(
        phone.operation("work_order.visit_note", target, {"reason": "other", "text": SECRETS["note"]}),
        # What no build should ever have sent, and is kept all the same.
        phone.operation("work_order.visit_note", target, {"reason": "tired", "text": SECRETS["note"]}),
    )
    assert phone.documents[f"order_contact:{row.id}"]["preferred_time"] == SECRETS["preferred_time"]
    assert phone.documents[target]["visit_notes"][0]["text"] == SECRETS["note"]
    phone.sync(phone.operation("work_order.complete", target, {"result": "fixed"}))
    return row.id, phone


def close(order_id, ago):
    with transaction() as session:
        session.get_one(WorkOrder, order_id).closed_at = datetime.now(UTC) - ago


def left(session):
    """Which of the secrets stand where: every column of every table, as text."""
    found = set()
    for table in Base.metadata.sorted_tables:
        for row in session.execute(select(table)):
            for column, value in row._mapping.items():
                told = value.decode(errors="replace") if isinstance(value, bytes) else str(value)
                found |= {
                    (table.name, str(column), name) for name, secret in SECRETS.items() if secret in told
                }
    return found


def test_every_table_of_the_database_is_searched(order, session):
    there = set(inspect(session.connection()).get_table_names()) - {"alembic_version"}
    assert there == {table.name for table in Base.metadata.sorted_tables}
    names = {name for _, _, name in left(session)}
    assert names == SECRETS.keys() - {"secret", "number"}


def test_contact_data_and_what_notes_say_leave_the_phones_when_the_order_closes(order):
    order_id, phone = order
    assert f"order_contact:{order_id}" not in phone.documents
    (note,) = phone.documents[f"work_order:{order_id}"]["visit_notes"]
    assert (note["reason"], note["text"]) == ("other", None)


def test_after_the_retention_time_nothing_is_left(order, session, app):
    order_id, _ = order
    close(order_id, CLOSED_AGO)
    assert jobs.erase_residents_data(datetime.now(UTC)) == 1
    assert left(session) == set()
    assert session.get(OrderContact, order_id) is None
    assert services.find_report(session, SECRETS["secret"]) is None
    row = session.scalars(select(Erasure)).one()
    assert row.order_id == order_id
    assert row.fields == [
        *(f"contact.{name}" for name in erasure._CONTACT_FIELDS),
        "visit_note.text",
        "link",
    ]
    assert not any(secret in str(row.fields) for secret in SECRETS.values())
    # The order itself, and that somebody came, stay.
    order_row = session.get_one(WorkOrder, order_id)
    assert order_row.description == "Hana vuotaa"
    assert [note.reason for note in order_row.visit_notes] == ["other"]


def test_it_may_run_again(order, session, app):
    close(order[0], CLOSED_AGO)
    jobs.erase_residents_data(datetime.now(UTC))
    assert jobs.erase_residents_data(datetime.now(UTC)) == 0
    assert len(session.scalars(select(Erasure)).all()) == 1


@pytest.mark.parametrize("ago", [timedelta(days=300), timedelta(days=364)])
def test_before_that_everything_stays(order, session, ago):
    close(order[0], ago)
    assert jobs.erase_residents_data(datetime.now(UTC)) == 0
    assert session.get(OrderContact, order[0]) is not None
    assert session.get(ResidentReport, order[0]) is not None


def test_an_order_opened_again_meanwhile_keeps_its_data(order, session):
    order_id, _ = order
    close(order_id, CLOSED_AGO)
    now = datetime.now(UTC)
    with transaction() as writing:
        assert erasure.find_to_erase(writing, now) == [order_id]
        writing.get_one(WorkOrder, order_id).closed_at = None
        writing.flush()
        assert erasure.erase(writing, [order_id], now, now) == []
    assert session.get(OrderContact, order_id) is not None


def test_a_duplicate_keeps_its_data_as_long_as_the_order_that_lives_on(order, world, session):
    order_id, _ = order
    close(order_id, CLOSED_AGO)
    with transaction() as writing:
        writing.get_one(WorkOrder, order_id).merged_into_id = world.order
    assert jobs.erase_residents_data(datetime.now(UTC)) == 0
    close(world.order, CLOSED_AGO)
    assert jobs.erase_residents_data(datetime.now(UTC)) == 1
    assert left(session) == set()


def test_what_a_pause_says_goes_too(order, world, session):
    order_id, _ = order
    with transaction() as writing:
        pause = OrderPause(
            order_id=order_id,
            by_id=world.caretaker,
            at=datetime.now(UTC),
            reason="no_entry",
            text=SECRETS["note"],
        )
        writing.add(pause)
    close(order_id, CLOSED_AGO)
    jobs.erase_residents_data(datetime.now(UTC))
    assert left(session) == set()
    assert "pause.text" in session.scalars(select(Erasure)).one().fields


def test_a_note_that_comes_again_brings_no_text_back(order, session):
    order_id, phone = order
    sent = phone.operation(
        "work_order.visit_note", f"work_order:{order_id}", {"reason": "pet", "text": SECRETS["note"]}
    )
    (first,) = phone.sync(sent)
    close(order_id, CLOSED_AGO)
    jobs.erase_residents_data(datetime.now(UTC))
    (again,) = phone.sync(sent)
    assert (again["id"], again["status"], again["flags"]) == (first["id"], first["status"], first["flags"])
    assert left(session) == set()
    # Whereas another operation under its id is kept beside it, as ever.
    (other,) = phone.sync({**sent, "payload": {"reason": "pet"}})
    assert other["reason"] == "id_reused"


def test_what_is_personal_is_marked_so_that_no_copy_is_made_of_it():
    marked = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.info.get("is_personal")
    }
    assert {f"order_contacts.{name}" for name in erasure._CONTACT_FIELDS} <= marked
    assert "order_visit_notes.text" in marked
