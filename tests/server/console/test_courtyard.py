"""Courtyards at the desk: the log with its CSV, checks that are due, call-outs."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from uuid_utils.compat import uuid7

from server.courtyard.models import CallOut
from server.database import snapshot, transaction
from server.places.models import Space
from tests.device import Device
from tests.server.console.browser import Browser
from tests.world import World

SNOW = {"depth_cm": 5.5, "method": "plough"}


def record(world: World, phone: Device, kind: str, fields: dict[str, Any], **others: Any) -> str:
    now = datetime.now(UTC)
    target = f"courtyard_record:{uuid7()}"
    payload = {
        "record_kind": kind,
        "form_version": 1,
        "property": f"property:{world.property}",
        "started_at": now.isoformat(timespec="milliseconds"),
        "ended_at": now.isoformat(timespec="milliseconds"),
        "fields": fields,
        **others,
    }
    [result] = phone.sync(phone.operation("courtyard.record", target, payload))
    assert result["status"] == "applied"
    return target


def correct(phone: Device, target: str, kind: str, fields: dict[str, Any], text: str) -> None:
    payload = {"record_kind": kind, "form_version": 1, "fields": fields, "text": text}
    phone.sync(phone.operation("courtyard.correct", target, payload))


@pytest.fixture
def phone(client: FlaskClient, world: World) -> Device:
    return Device(client, world.caretaker)


def rows(browser: Browser, query: str = "") -> list[list[str]]:
    answer = browser.get(f"/console/courtyard/log.csv{query}")
    assert answer.mimetype == "text/csv"
    assert answer.data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))


def test_the_log_shows_what_holds_and_keeps_the_original(
    world: World, phone: Device, supervisor: Browser
) -> None:
    made = record(world, phone, "snow_clearing", SNOW, text="Portti jäässä")
    correct(phone, made, "snow_clearing", {"depth_cm": 8, "method": "hand"}, "Mittasin väärin")

    page = supervisor.get("/console/courtyard/").text

    for words in (
        "Snow clearing",
        "8 cm",
        "By hand",
        "Mittasin väärin",
        "Original",
        "5.5 cm",
        "Portti jäässä",
    ):
        assert words in page


def test_filters_stand_in_the_address(world: World, phone: Device, supervisor: Browser) -> None:
    record(world, phone, "snow_clearing", SNOW)
    today, tomorrow = world.today.isoformat(), (world.today + timedelta(days=1)).isoformat()
    for query, is_there in (
        ("?kind=snow_clearing", True),
        ("?kind=gritting", False),
        ("?place=kontulan", True),
        ("?place=vuotie", False),
        ("?district=703", True),
        ("?district=704", False),
        (f"?from={today}&to={today}", True),
        (f"?from={tomorrow}", False),
        ("?from=nonsense&kind=nonsense", True),
    ):
        page = supervisor.get(f"/console/courtyard/{query}").text
        assert ("5.5 cm" in page) is is_there, query
        assert (len(rows(supervisor, query)) > 1) is is_there, query


def test_the_columns_of_the_csv_follow_the_form(world: World, phone: Device, supervisor: Browser) -> None:
    made = record(world, phone, "snow_clearing", SNOW, text="=HYPERLINK(1)")
    correct(phone, made, "snow_clearing", {"depth_cm": 8, "method": "hand"}, "Väärin")

    head, row = rows(supervisor, "?kind=snow_clearing")
    cells = dict(zip(head, row, strict=True))

    assert (cells["Snow depth (cm)"], cells["Method"], cells["Area (m²)"]) == ("8", "By hand", "")
    assert cells["Text"] == "'=HYPERLINK(1)"
    assert "5.5" in cells["Corrections"]
    assert "Väärin" in cells["Corrections"]
    assert "8 cm" in dict(zip(*rows(supervisor), strict=True))["Details"]


def test_mowing_without_a_nest_check_is_marked(world: World, phone: Device, supervisor: Browser) -> None:
    fields = {"surface": "lawn", "left_for_pollinators": False}
    ended = datetime(world.today.year, 5, 4, 9, tzinfo=UTC).isoformat(timespec="milliseconds")
    if datetime.fromisoformat(ended) > datetime.now(UTC):
        ended = datetime(world.today.year - 1, 5, 4, 9, tzinfo=UTC).isoformat(timespec="milliseconds")
    record(world, phone, "mowing", fields, started_at=ended, ended_at=ended)
    assert "No nest check" in supervisor.get("/console/courtyard/").text

    check = {"before": "mowing", "nest_seen": False}
    record(world, phone, "nest_check", check, started_at=ended, ended_at=ended)
    assert "No nest check" not in supervisor.get("/console/courtyard/").text


def test_due_checks_are_listed_until_they_are_made(world: World, phone: Device, supervisor: Browser) -> None:
    with transaction() as session:
        drain = Space(
            building_id=world.own_building,
            position=30,
            kind="storm_drain",
            name="Kaivo 7",
            area_m2=1,
            norm_minutes=5,
        )
        session.add(drain)
        session.flush()
        drain_id = drain.id
    assert "Kaivo 7" in supervisor.get("/console/courtyard/checks").text
    assert "Kaivo 7" not in supervisor.get("/console/courtyard/checks?kind=playground").text

    record(
        world,
        phone,
        "storm_drain",
        {"fill_percent": 10, "is_emptied": False, "is_blocked": False},
        space=drain_id,
    )

    assert "Kaivo 7" not in supervisor.get("/console/courtyard/checks").text


def test_a_call_out_is_made_watched_and_ended(world: World, phone: Device, supervisor: Browser) -> None:
    wrong = supervisor.post("/console/courtyard/call-outs/new", {"kind": "snow_clearing"})
    assert wrong.status_code == 422
    supervisor.post(
        "/console/courtyard/call-outs/new", {"kind": "snow_clearing", "district": "703", "text": "5 cm"}
    )
    page = supervisor.get("/console/courtyard/call-outs/").text
    assert "1 of 1 left" in page
    assert "Kontulankaari 3" in page
    assert "5 cm" in page

    record(world, phone, "snow_clearing", SNOW)
    page = supervisor.get("/console/courtyard/call-outs/").text
    assert "All done" in page
    assert "Kalle Koski" in page

    with snapshot() as session:
        key = session.scalars(select(CallOut.id)).one()
    supervisor.post(f"/console/courtyard/call-outs/{key}/end")
    assert "Over" in supervisor.get("/console/courtyard/call-outs/").text


def test_a_company_sees_its_own_records_and_no_call_outs(
    world: World, phone: Device, company_supervisor: Browser, client: FlaskClient
) -> None:
    record(world, phone, "snow_clearing", SNOW)
    own = {"fraction": "bio", "is_overfull": True, "has_bulky": False, "is_contaminated": False}
    record(world, Device(client, world.company_cleaner), "waste_room", own)

    page = company_supervisor.get("/console/courtyard/").text

    assert "Biowaste" in page
    assert "5.5 cm" not in page
    assert len(rows(company_supervisor)) == 2
    for address in ("checks", "call-outs/"):
        assert company_supervisor.get(f"/console/courtyard/{address}").status_code == 404
    form = {"kind": "gritting", "district": "703"}
    assert company_supervisor.post("/console/courtyard/call-outs/new", form).status_code == 404


def test_a_building_manager_reads_and_calls_nobody_out(world: World, phone: Device, manager: Browser) -> None:
    record(world, phone, "snow_clearing", SNOW)

    assert "5.5 cm" in manager.get("/console/courtyard/").text
    assert (
        manager.post("/console/courtyard/call-outs/new", {"kind": "gritting", "district": "703"}).status_code
        == 403
    )
