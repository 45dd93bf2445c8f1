"""Texts that may be kept no longer leave the inbox; the operations and their results stay."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from server.database import transaction
from server.inbox.decide import apply_quarantined, dismiss, mend
from server.inbox.erase import erase_texts
from server.inbox.models import InboxDecision, InboxOperation
from tests.device import Device

KIND = "work_order.comment"
SECRET = "Liisa ei ole kotona"


@pytest.fixture
def phone(client, world):
    return Device(client, world.caretaker)


@pytest.fixture
def target(world):
    return f"work_order:{world.order}"


def erase(*targets):
    with transaction() as session:
        return erase_texts(session, KIND, targets, ("text",))


def raw_of(session, key):
    session.expire_all()
    return session.get_one(InboxOperation, key).raw


def test_the_text_goes_and_the_rest_stays(phone, target, session):
    sent = phone.operation(KIND, target, {"text": SECRET})
    phone.sync(sent)
    assert erase(target) == [sent["id"]]
    raw = raw_of(session, sent["id"])
    assert SECRET.encode() not in raw
    assert json.loads(raw) == {**sent, "payload": {"text": None}}
    assert session.get_one(InboxOperation, sent["id"]).status == "applied"


def test_sent_again_it_is_known_and_brings_nothing_back(phone, target, session):
    sent = phone.operation(KIND, target, {"text": SECRET})
    (first,) = phone.sync(sent)
    erase(target)
    (again,) = phone.sync(sent)
    assert again == first
    assert SECRET.encode() not in raw_of(session, sent["id"])
    (other,) = phone.sync({**sent, "payload": {"text": "Muuta"}})
    assert other["reason"] == "id_reused"


def test_erasing_twice_is_erasing_once(phone, target, session):
    sent = phone.operation(KIND, target, {"text": SECRET})
    phone.sync(sent)
    erase(target)
    digest = session.get_one(InboxOperation, sent["id"]).erased_digest
    assert erase(target) == []
    session.expire_all()
    assert session.get_one(InboxOperation, sent["id"]).erased_digest == digest


def test_other_kinds_other_targets_and_other_fields_stay(phone, target, session):
    comment = phone.operation(KIND, target, {"text": SECRET})
    started = phone.operation("work_order.start", target)
    phone.sync(comment, started)
    before = raw_of(session, comment["id"])
    assert erase("work_order:0193b0c0-0000-7000-8000-00000000ffff") == []
    with transaction() as writing:
        assert erase_texts(writing, "work_order.complete", [target], ("text",)) == []
        assert erase_texts(writing, KIND, [target], ("note",)) == []
    assert raw_of(session, comment["id"]) == before


@pytest.mark.parametrize("payload", [{"text": [SECRET]}, [SECRET], None])
def test_what_could_not_be_read_is_searched_for_its_target(phone, target, session, payload):
    sent = {**phone.operation(KIND, target), "payload": payload}
    elsewhere = phone.operation(KIND, "work_order:x", {"text": SECRET})
    phone.sync(sent, elsewhere)
    has_text = isinstance(payload, dict)
    assert erase(target) == ([sent["id"]] if has_text else [])
    assert (SECRET.encode() in raw_of(session, sent["id"])) == (payload == [SECRET])
    assert SECRET.encode() in raw_of(session, elsewhere["id"])


def test_a_corrected_copy_loses_its_text_too(phone, target, world, session):
    sent = phone.operation(KIND, target, {"text": 7})
    plain = phone.operation(KIND, target, {"text": " "})
    phone.sync(sent, plain)
    now = datetime.now(UTC)
    with transaction() as writing:
        row = writing.get_one(InboxOperation, sent["id"])
        mend(writing, row, {**sent, "payload": {"text": SECRET}}, world.supervisor, None, now)
        apply_quarantined(writing, writing.get_one(InboxOperation, plain["id"]), world.supervisor, now)
        dismiss(writing, writing.get_one(InboxOperation, plain["id"]), world.supervisor, "Tyhjä", now)
    assert set(erase(target)) == {sent["id"], plain["id"]}
    copies = [row.mended for row in session.query(InboxDecision) if row.mended is not None]
    assert len(copies) == 1
    assert SECRET.encode() not in copies[0]
    assert erase(target) == []
