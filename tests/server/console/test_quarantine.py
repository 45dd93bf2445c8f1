"""Deciding at the desk what could not be applied."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from server.database import transaction
from server.inbox.models import InboxDecision, InboxOperation
from server.products.models import ProductUse
from server.review.models import LogEntry
from server.rounds.models import VisitRecord
from tests.device import Device
from tests.server.console.browser import Browser
from tests.world import World


@pytest.fixture
def phone(client: FlaskClient, world: World) -> Device:
    """The cleaner's phone."""
    return Device(client, world.cleaner)


def _broken(phone: Device, world: World, **fields: Any) -> str:
    """A tick with impossible minutes."""
    tick = phone.operation(
        "round.tick",
        f"round:{world.round}",
        {"visit": world.visits[0], "minutes": -5, "text": "Ok"},
        **fields,
    )
    [result] = phone.sync(tick)
    assert result["status"] == "quarantined"
    key: str = result["id"]
    return key


def _outcomes(session: Session, key: str) -> list[tuple[str, str]]:
    session.rollback()
    statement = select(InboxDecision).where(InboxDecision.operation_id == key).order_by(InboxDecision.at)
    return [(made.action, made.outcome) for made in session.scalars(statement)]


def test_the_entry_says_why_and_what_can_be_done(world: World, phone: Device, supervisor: Browser) -> None:
    page = supervisor.get(f"/console/review/{_broken(phone, world)}/").text
    for words in ("Something in the record is not valid", "Apply as it is", "Correct and apply", "Dismiss"):
        assert words in page
    assert "/approve" not in page


def test_applying_what_still_does_not_fit_says_so(
    world: World, phone: Device, supervisor: Browser, session: Session
) -> None:
    key = _broken(phone, world)
    page = supervisor.post(f"/console/review/{key}/apply")
    assert page.status_code == 422
    assert "It still could not be applied: Something in the record is not valid." in page.text
    assert _outcomes(session, key) == [("apply", "quarantined")]
    assert "What was decided of it" in page.text


def test_what_was_in_the_way_is_gone(
    world: World, phone: Device, supervisor: Browser, session: Session
) -> None:
    tick = phone.operation("round.tick", f"round:{world.round}", {"visit": world.visits[0]})
    phone.sync(tick)
    again = tick | {"payload": {"visit": world.visits[1]}}
    phone.sync(again)
    key = session.scalars(select(InboxOperation.id).where(InboxOperation.reason == "id_reused")).one()
    page = supervisor.post(f"/console/review/{key}/apply", {"next": "/console/review/?days=7"})
    assert "It is applied now." in page.text
    assert page.request.query_string == b"days=7"
    assert session.get_one(VisitRecord, key).visit_id == world.visits[1]


def test_in_the_sheet_the_answer_is_the_entry(world: World, phone: Device, supervisor: Browser) -> None:
    key = _broken(phone, world)
    sheet = supervisor.get(f"/console/review/{key}/", **{"HX-Request": "true"}).text
    assert f'hx-post="/console/review/{key}/dismiss"' in sheet
    answer = supervisor.post(f"/console/review/{key}/dismiss", {"why": "Turha"}, **{"HX-Request": "true"})
    assert "<html" not in answer.text
    assert "It is dismissed. The worker sees why." in answer.text
    assert "Sari Salo" in answer.text


def test_the_form_shows_what_the_phone_sent_in_words(
    world: World, phone: Device, supervisor: Browser
) -> None:
    page = supervisor.get(f"/console/review/{_broken(phone, world)}/correct").text
    assert f'<option value="{world.visits[0]}" selected>' in page
    assert "Porras B" in page
    assert 'name="payload.minutes" type="text"' in page
    assert 'value="-5"' in page
    assert ">Ok</textarea>" in page


def test_a_corrected_record_is_applied_and_the_worker_is_told(
    world: World, phone: Device, supervisor: Browser, session: Session
) -> None:
    key = _broken(phone, world)
    form = {"payload.visit": world.visits[0], "payload.minutes": "5", "payload.text": "", "way": "fields"}
    page = supervisor.post(f"/console/review/{key}/correct", form | {"comment": "Minuutit olivat väärin."})
    assert "The corrected record is applied." in page.text
    record = session.get_one(VisitRecord, key)
    assert (record.minutes, record.text, record.person_id) == (5, None, world.cleaner)
    phone.sync()
    assert phone.documents[f"decision:{key}"]["comment"] == "Minuutit olivat väärin."
    page = supervisor.get(f"/console/review/{key}/")
    assert "Corrected" in page.text
    assert "Minuutit olivat väärin." in page.text


@pytest.mark.parametrize("minutes", ["9999", "viisi", "1,5"])
def test_what_does_not_fit_is_said_at_its_field_and_is_no_attempt(
    world: World, phone: Device, supervisor: Browser, session: Session, minutes: str
) -> None:
    key = _broken(phone, world)
    form = {"payload.visit": world.visits[0], "payload.minutes": minutes, "comment": "Hei", "way": "fields"}
    page = supervisor.post(f"/console/review/{key}/correct", form)
    assert page.status_code == 422
    assert "This does not fit here." in page.text
    assert f'value="{minutes}"' in page.text
    assert _outcomes(session, key) == []


def test_a_valid_copy_that_the_server_can_not_apply_is_an_attempt(
    world: World, phone: Device, supervisor: Browser, session: Session
) -> None:
    key = _broken(phone, world)
    form = {"payload.visit": str(uuid7()), "payload.minutes": "5", "way": "fields"}
    page = supervisor.post(f"/console/review/{key}/correct", form)
    assert page.status_code == 422
    assert "It still could not be applied: What it is about does not exist." in page.text
    assert _outcomes(session, key) == [("mend", "quarantined")]


def test_a_fault_outside_the_payload_leads_to_the_json(
    world: World, phone: Device, supervisor: Browser, session: Session
) -> None:
    key = _broken(phone, world, base_revision="x")
    form = {"payload.visit": world.visits[0], "payload.minutes": "5", "way": "fields"}
    page = supervisor.post(f"/console/review/{key}/correct", form)
    assert page.status_code == 422
    assert "Outside these fields something is wrong, too: base_revision." in page.text
    raw = json.loads(session.get_one(InboxOperation, key).raw)
    good = raw | {"base_revision": None, "payload": {"visit": world.visits[0]}}
    page = supervisor.post(f"/console/review/{key}/correct", {"way": "json", "json": json.dumps(good)})
    assert "The corrected record is applied." in page.text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "This is not a JSON object."),
        ("[]", "This is not a JSON object."),
        ('{"kind": "round.polish"}', "Not valid: "),
        ("", "This is not a JSON object."),
    ],
)
def test_what_is_wrong_with_typed_json_is_said(
    world: World, phone: Device, supervisor: Browser, session: Session, text: str, words: str
) -> None:
    key = _broken(phone, world)
    page = supervisor.post(f"/console/review/{key}/correct", {"way": "json", "json": text})
    assert page.status_code == 422
    assert words in page.text
    assert _outcomes(session, key) == []


@pytest.mark.parametrize("sent", ["nonsense", {"kind": "round.polish"}, {"kind": "\ud83d"}, [1], None])
def test_what_no_form_fits_is_corrected_as_json_alone(
    world: World, phone: Device, supervisor: Browser, sent: Any
) -> None:
    [result] = phone.sync(sent)
    page = supervisor.get(f"/console/review/{result['id']}/correct")
    assert page.status_code == 200
    assert 'name="json"' in page.text
    assert "payload." not in page.text


def test_every_kind_has_a_form_in_words(
    world: World, client: FlaskClient, supervisor: Browser, phone: Device, session: Session
) -> None:
    use = phone.operation(
        "product_use.record",
        f"product_use:{uuid7()}",
        {
            "product": f"product:{world.eco_product}",
            "amount": 0,
            "unit": "ml",
            "property": f"property:{world.property}",
        },
    )
    phone.sync(use)
    page = supervisor.get(f"/console/review/{use['id']}/correct").text
    assert "Pihta Yleis" in page
    assert "Out of stock" in page or "out of stock" in page
    form = {
        "payload.product": f"product:{world.eco_product}",
        "payload.amount": "12,5",
        "payload.unit": "ml",
        "payload.property": f"property:{world.property}",
        "way": "fields",
    }
    assert "is applied" in supervisor.post(f"/console/review/{use['id']}/correct", form).text
    assert session.scalars(select(ProductUse)).one().amount == 12.5


def test_dismissing_needs_a_reason(
    world: World, phone: Device, supervisor: Browser, session: Session
) -> None:
    key = _broken(phone, world)
    page = supervisor.post(f"/console/review/{key}/dismiss", {"why": " "})
    assert page.status_code == 422
    assert "Fill this in." in page.text
    supervisor.post(f"/console/review/{key}/dismiss", {"why": "Tehty jo."})
    session.rollback()
    assert session.get_one(LogEntry, key).state == "dismissed"
    assert "Tehty jo." in supervisor.get(f"/console/review/{key}/").text
    assert key in supervisor.get("/console/review/?state=dismissed").text


@pytest.mark.parametrize("action", ["apply", "correct", "dismiss"])
def test_what_somebody_else_decided_meanwhile_is_told(
    world: World, phone: Device, supervisor: Browser, admin: Browser, action: str
) -> None:
    key = _broken(phone, world)
    admin.post(f"/console/review/{key}/dismiss", {"why": "Turha."})
    form = {"why": "Hei", "way": "fields", "payload.visit": world.visits[0]}
    page = supervisor.post(f"/console/review/{key}/{action}", form)
    assert page.status_code == 409
    assert "Somebody else decided this meanwhile" in page.text
    assert supervisor.get(f"/console/review/{key}/correct").status_code == 409


def test_a_copy_beyond_the_bound_is_refused(world: World, phone: Device, supervisor: Browser) -> None:
    key = _broken(phone, world)
    with transaction() as session:
        raw = json.loads(session.get_one(InboxOperation, key).raw)
    big = raw | {"payload": {"visit": world.visits[0]}, "seen": {"x": "y" * 70_000}}
    page = supervisor.post(f"/console/review/{key}/correct", {"way": "json", "json": json.dumps(big)})
    assert page.status_code == 422
    assert "This is too much for one record." in page.text


def test_a_building_manager_only_looks(world: World, phone: Device, manager: Browser) -> None:
    key = _broken(phone, world)
    assert "Apply as it is" not in manager.get(f"/console/review/{key}/").text
    assert manager.get(f"/console/review/{key}/correct").status_code == 403


def test_bulk_approval_passes_over_it_and_says_so(world: World, phone: Device, supervisor: Browser) -> None:
    key = _broken(phone, world)
    page = supervisor.post("/console/review/approve", {"entry": [key]})
    assert "those are decided one by one" in page.text
