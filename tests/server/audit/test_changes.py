"""What the audit log says of a change."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from server.audit.actor import act_as
from server.audit.chain import verify
from server.audit.models import AuditRow
from server.database import snapshot, transaction
from server.people.models import Organisation, Person
from server.work_orders.models import OrderContact, WorkOrder
from tests.device import Device
from tests.server.console.browser import Browser


@pytest.fixture
def organisation(app):
    act_as("command", "")
    with transaction() as session:
        made = Organisation(name="Kirkas Oy", kind="service_company")
        session.add(made)
        session.flush()
        return made.id


def rows(table, key):
    with snapshot() as session:
        assert verify(session) is None
        statement = (
            select(AuditRow).where(AuditRow.in_table == table, AuditRow.row_key == key).order_by(AuditRow.n)
        )
        return [
            (row.by_kind, row.by, row.what, json.loads(row.before or "null"), json.loads(row.after or "null"))
            for row in session.scalars(statement)
        ]


def test_a_row_is_made_changed_and_removed(organisation):
    act_as("person", "somebody")
    with transaction() as session:
        session.get_one(Organisation, organisation).name = "Kirkas Ab"
    act_as("job", "tidy")
    with transaction() as session:
        session.delete(session.get_one(Organisation, organisation))
    whole = {"id": organisation, "kind": "service_company"}
    assert rows("organisations", organisation) == [
        ("command", "", "made", None, {**whole, "name": "Kirkas Oy"}),
        ("person", "somebody", "changed", {"name": "Kirkas Oy"}, {"name": "Kirkas Ab"}),
        ("job", "tidy", "removed", {**whole, "name": "Kirkas Ab"}, None),
    ]


def test_the_former_value_is_known_though_it_was_not_loaded(organisation):
    with transaction() as session:
        row = session.get_one(Organisation, organisation)
        session.expire(row)
        row.name = "Uusi"
    assert rows("organisations", organisation)[-1][3:] == ({"name": "Kirkas Oy"}, {"name": "Uusi"})


def test_what_does_not_change_is_not_noted(organisation):
    with transaction() as session:
        session.get_one(Organisation, organisation).name = "Kirkas Oy"
    assert len(rows("organisations", organisation)) == 1


def test_what_a_savepoint_or_a_transaction_undid_is_not_noted(organisation):
    with transaction() as session:
        row = session.get_one(Organisation, organisation)
        row.name = "Ensin"
        session.flush()
        savepoint = session.begin_nested()
        row.name = "Turha"
        session.flush()
        with session.begin_nested():
            row.kind = "landlord"
        savepoint.rollback()
        with session.begin_nested():
            row.name = "Sitten"
    with transaction() as session:
        session.get_one(Organisation, organisation).name = "Ei koskaan"
        session.flush()
        session.rollback()
    changes = [(before, after) for _, _, _, before, after in rows("organisations", organisation)[1:]]
    assert changes == [
        ({"name": "Kirkas Oy"}, {"name": "Ensin"}),
        ({"name": "Ensin"}, {"name": "Sitten"}),
    ]


def test_secrets_and_what_must_be_erased_one_day_are_not_kept(app, world):
    with transaction() as session:
        session.get_one(Person, world.supervisor).password_hash = "argon2-hash-of-a-password"
        order = session.get_one(WorkOrder, world.order)
        if order.contact is not None:
            session.delete(order.contact)
            session.flush()
        session.add(
            OrderContact(order_id=order.id, name="Pihlajannimi Erehtymätön", phone="040", apartment="B 3")
        )
    with snapshot() as session:
        text = "".join(f"{row.before}{row.after}" for row in session.scalars(select(AuditRow)))
    for secret in ("argon2-hash", "Pihlajannimi", "B 3"):
        assert secret not in text
    *_, (_, _, what, _, after) = rows("order_contacts", world.order)
    assert (what, after["name"], after["phone"], after["pets"]) == ("made", "•", "•", None)


def test_who_changed_something_is_the_person_of_the_request(app, client, world):
    phone = Device(client, world.caretaker)
    phone.sync(phone.operation("work_order.start", f"work_order:{world.order}"))
    desk = Browser(app).sign_in(world.supervisor)
    desk.post(f"/console/orders/{world.order}/assign", {"person": ""})
    changes = [(kind, by, after.get("state")) for kind, by, _, _, after in rows("work_orders", world.order)]
    assert ("person", world.caretaker, "started") in changes
    assert changes[-1] == ("person", world.supervisor, "new")
