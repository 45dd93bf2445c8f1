"""The review page: the log in words, decisions on many entries."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from server.review.models import LogEntry
from tests.device import Device
from tests.server.console.browser import Browser, field, inputs
from tests.world import World


@pytest.fixture
def phone(client: FlaskClient, world: World) -> Device:
    """The cleaner's phone."""
    return Device(client, world.cleaner)


def _tick(phone: Device, world: World, *indexes: int, **fields: Any) -> list[str]:
    ticks = [
        phone.operation(
            "round.tick", f"round:{world.round}", {"visit": world.visits[index], "minutes": 12}, **fields
        )
        for index in indexes
    ]
    phone.sync(*ticks)
    return [tick["id"] for tick in ticks]


def _states(session: Session, keys: list[str]) -> list[str]:
    session.rollback()
    return [session.get_one(LogEntry, key).state for key in keys]


def _rows(page: str) -> list[str]:
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)) for row in body.split("<tr ")[1:]]


def test_a_row_says_who_did_what_where_and_for_how_long(
    world: World, phone: Device, supervisor: Browser
) -> None:
    _tick(phone, world, 0)
    [row] = _rows(supervisor.get("/console/review/").text)
    for words in (
        "Aino Laine",
        "Kontulankaari 3 A",
        "Mellunkylä",
        "Space done",
        "Porras A",
        "12 min",
        "In order",
    ):
        assert words in row


def test_every_kind_is_in_words(
    world: World, phone: Device, client: FlaskClient, supervisor: Browser
) -> None:
    caretaker = Device(client, world.caretaker)
    place = {"property": f"property:{world.property}", "building": f"building:{world.own_building}"}
    use = phone.operation(
        "product_use.record",
        "product_use:0193b0c0-0000-7000-8000-00000000c001",
        {
            "product": f"product:{world.plain_product}",
            "amount": 250,
            "unit": "ml",
            "reason": "out_of_stock",
            **place,
        },
        seen={"is_eco_labelled": False, "alternatives": []},
    )
    phone.sync(
        phone.operation("round.start", f"round:{world.round}"),
        phone.operation("round.skip", f"round:{world.round}", {"visit": world.visits[1], "reason": "locked"}),
        phone.operation("round.untick", f"round:{world.round}", {"visit": world.visits[1]}),
        use,
        phone.operation("product_use.void", use["target"], {"text": "Väärä aine"}),
        phone.operation("round.finish", f"round:{world.round}", {"note": "Kaikki kunnossa"}),
    )
    caretaker.sync(
        caretaker.operation("work_order.start", f"work_order:{world.order}"),
        caretaker.operation("work_order.comment", f"work_order:{world.order}", {"text": "Tilasin lampun"}),
        caretaker.operation(
            "work_order.complete",
            f"work_order:{world.order}",
            {"result": "fixed", "minutes": 20, "text": "Vaihdettu"},
        ),
        caretaker.operation(
            "work_order.create",
            "work_order:0193b0c0-0000-7000-8000-00000000c002",
            {**place, "category": "yard", "urgency": "minor", "description": "Aita on rikki"},
        ),
    )
    text = " ".join(_rows(supervisor.get("/console/review/?state=all").text))
    for words in (
        "Round started Maintenance cleaning",
        "Space skipped Porras B Locked",
        "Tick taken back Porras B",
        "Product used Kirkas Teho, 250 ml Eco-labelled one is out of stock",
        "Product use voided Kirkas Teho, 250 ml Väärä aine",
        "Round finished Maintenance cleaning Kaikki kunnossa",
        "Order started T-1 Lighting",
        "Comment on an order T-1 Lighting Tilasin lampun",
        "Order completed T-1 Lighting Fixed: Vaihdettu 20",
        "Defect reported T-2 Yard Aita on rikki",
    ):
        assert words in re.sub(r"\s+", " ", text)


def test_what_could_not_be_applied_comes_first_and_says_why(
    world: World, phone: Device, supervisor: Browser
) -> None:
    _tick(phone, world, 0)
    phone.sync(phone.operation("round.polish", f"round:{world.round}"), "nonsense")
    rows = _rows(supervisor.get("/console/review/").text)
    assert len(rows) == 3
    assert all("Could not be applied" in row for row in rows[:2])
    assert any("This kind of record is not known here" in row for row in rows)
    assert any("Unreadable record" in row and "The record is not readable" in row for row in rows)


def test_text_from_a_phone_can_not_become_markup(world: World, phone: Device, supervisor: Browser) -> None:
    text = "<script>alert(1)</script>"
    phone.sync(
        phone.operation("round.tick", f"round:{world.round}", {"visit": world.visits[0], "text": text}),
        phone.operation(text, f"round:{world.round}"),
    )
    page = supervisor.get("/console/review/").text
    assert text not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 2),
        ("?state=all", 2),
        ("?state=approved", 0),
        ("?person=Laine", 2),
        ("?person=Nguyen", 0),
        ("?district=704", 0),
        ("?kind=round.skip", 1),
        ("?place=Kontula", 2),
        ("?days=1", 2),
        ("?attention=needed", 0),
        ("?state=nonsense&attention=%00&kind=x&days=999999999999&page=-1", 2),
        ("?page=99999999999999999999", 2),
        ("?district=%27%3B+drop+table", 0),
    ],
)
def test_filters_stand_in_the_address(
    world: World, phone: Device, supervisor: Browser, query: str, count: int
) -> None:
    _tick(phone, world, 0)
    phone.sync(
        phone.operation("round.skip", f"round:{world.round}", {"visit": world.visits[1], "reason": "locked"})
    )
    page = supervisor.get(f"/console/review/{query}")
    assert page.status_code == 200
    assert len(_rows(page.text)) == count


def test_an_empty_log_says_what_comes_next(supervisor: Browser) -> None:
    assert "New work appears here" in supervisor.get("/console/review/").text
    assert "No entry fits this filter" in supervisor.get("/console/review/?person=x").text


def test_selected_entries_are_approved(
    world: World, phone: Device, supervisor: Browser, session: Session
) -> None:
    keys = _tick(phone, world, 0, 1, 2)
    page = supervisor.get("/console/review/").text
    assert sorted(inputs(page)["entry"]) == sorted(keys)
    page = supervisor.post("/console/review/approve", {"entry": keys[:2], "next": "/console/review/?days=1"})
    assert (page.request.path, page.request.query_string) == ("/console/review/", b"days=1")
    assert "2 entries approved." in page.text
    assert _states(session, keys) == ["approved", "approved", "open"]


def test_one_is_told_when_somebody_else_was_faster(world: World, phone: Device, supervisor: Browser) -> None:
    keys = _tick(phone, world, 0, 1)
    supervisor.post("/console/review/approve", {"entry": keys[:1]})
    page = supervisor.post("/console/review/approve", {"entry": keys})
    assert "1 entry approved." in page.text
    assert "The others had been decided already" in page.text


def test_a_clean_day_is_approved_at_once_and_nothing_else(
    world: World, phone: Device, supervisor: Browser, session: Session
) -> None:
    clean = _tick(phone, world, 0, 1)
    [odd] = _tick(phone, world, 2, clock={"server_time": "2026-01-01T00:00:00Z", "elapsed_ms": 0})
    page = supervisor.get("/console/review/").text
    assert "Approve 2 clean entries" in page
    seen_at = field(page, "seen_at")
    [late] = _tick(phone, world, 3)
    page = supervisor.post("/console/review/approve-clean", {"seen_at": seen_at})
    assert "2 entries approved." in page.text
    assert _states(session, [*clean, odd, late]) == ["approved", "approved", "open", "open"]


def test_only_what_the_filter_shows_is_approved(
    world: World, phone: Device, supervisor: Browser, session: Session
) -> None:
    keys = _tick(phone, world, 0)
    form = {"seen_at": datetime.now(UTC).isoformat(), "person": "Nguyen"}
    supervisor.post("/console/review/approve-clean", form)
    assert _states(session, keys) == ["open"]


@pytest.mark.parametrize("seen_at", ["", "yesterday", "2026-04-01T00:00:00"])
def test_approving_all_needs_to_know_what_was_seen(supervisor: Browser, seen_at: str) -> None:
    assert supervisor.post("/console/review/approve-clean", {"seen_at": seen_at}).status_code == 400


def test_sending_back_asks_for_a_comment_and_loses_nothing(
    world: World, phone: Device, supervisor: Browser, session: Session
) -> None:
    keys = _tick(phone, world, 0, 1)
    page = supervisor.post("/console/review/return", {"entry": keys, "next": "/console/review/?days=1"})
    assert page.status_code == 200
    assert "Send 2 entries back" in page.text
    assert "Porras A" in page.text
    page = supervisor.post(
        "/console/review/return", {"entry": keys, "comment": "  ", "next": "/console/review/?days=1"}
    )
    assert page.status_code == 422
    assert "Fill this in." in page.text
    assert sorted(inputs(page.text)["entry"]) == sorted(keys)
    assert _states(session, keys) == ["open", "open"]
    page = supervisor.post("/console/review/return", {"entry": keys, "comment": "Ovi jäi auki."})
    assert "2 entries were sent back." in page.text
    assert _states(session, keys) == ["returned", "returned"]


def test_a_comment_that_is_too_long_is_kept_in_its_field(
    world: World, phone: Device, supervisor: Browser
) -> None:
    [key] = _tick(phone, world, 0)
    page = supervisor.post("/console/review/return", {"entry": key, "comment": "ä" * 2_001})
    assert page.status_code == 422
    assert "at most 2000 characters" in page.text
    assert "ä" * 2_001 in page.text


def test_sending_back_nothing_is_no_page(supervisor: Browser) -> None:
    assert supervisor.post("/console/review/return", {}).status_code == 404


def test_a_building_manager_has_nothing_to_press(world: World, phone: Device, manager: Browser) -> None:
    _tick(phone, world, 0)
    page = manager.get("/console/review/").text
    assert "Aino Laine" in page
    assert 'name="entry"' not in page
    assert "/approve" not in page
