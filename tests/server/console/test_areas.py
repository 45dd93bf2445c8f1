"""Office hours of areas at the desk: who sets them, what is refused, and what they change."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.audit.models import AuditRow
from server.database import transaction
from server.places.models import Area, Building, District, Property
from server.work_orders.models import WorkOrder
from server.work_orders.services import NewOrder, create_order
from tests.server.console.browser import Browser
from tests.world import World

HOURS = "/console/areas/7/hours"
WEDNESDAY_AT_15 = datetime(2026, 4, 8, 12, tzinfo=UTC)


def hours(session: Session, code: str = "7") -> tuple[time | None, time | None]:
    session.rollback()
    area = session.get_one(Area, code)
    return area.opens, area.closes


def received(world: World) -> str:
    """A minor order received on a Wednesday at 15, local time."""
    with transaction() as session:
        new = NewOrder(
            property=session.get_one(Property, world.property),
            building=session.get_one(Building, world.own_building),
            category="lighting",
            description="Valo ei syty",
            reporter="resident",
        )
        return create_order(session, new, WEDNESDAY_AT_15).id


def due(session: Session, key: str) -> date | None:
    session.rollback()
    return session.get_one(WorkOrder, key).due_on


def test_hours_are_set_and_taken_back(supervisor: Browser, session: Session) -> None:
    assert "7:00–16:00" in supervisor.get("/console/areas/").text
    page = supervisor.post(HOURS, {"opens": "08:30", "closes": "14.15"})
    assert "The office hours are set." in page.text
    assert "8:30–14:15" in page.text
    assert hours(session) == (time(8, 30), time(14, 15))
    assert 'value="08:30"' in supervisor.get("/console/areas/?area=7").text
    supervisor.post(HOURS, {"opens": "", "closes": " "})
    assert hours(session) == (None, None)


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({"opens": "08:30", "closes": ""}, "Fill this in, or leave both empty."),
        ({"opens": "", "closes": "16:00"}, "Fill this in, or leave both empty."),
        ({"opens": "25:00", "closes": "26:00"}, "Give a time of day."),
        ({"opens": "seven", "closes": "16:00"}, "Give a time of day."),
        ({"opens": "16:00", "closes": "07:00"}, "The office closes after it opens"),
        ({"opens": "07:00", "closes": "07:00"}, "The office closes after it opens"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    supervisor: Browser, session: Session, form: dict[str, str], message: str
) -> None:
    page = supervisor.post(HOURS, form)
    assert page.status_code == 422
    assert message in page.text
    assert 'aria-invalid="true"' in page.text
    assert form["opens"] in page.text
    assert hours(session) == (None, None)


def test_they_count_from_then_on_and_promises_stay(
    world: World, supervisor: Browser, session: Session
) -> None:
    before = received(world)
    assert due(session, before) == date(2026, 4, 13)
    supervisor.post(HOURS, {"opens": "08:00", "closes": "14:00"})
    assert due(session, before) == date(2026, 4, 13)
    # At 15 the office is closed now: it counts as received on Thursday.
    assert due(session, received(world)) == date(2026, 4, 14)


def test_a_change_stands_in_the_audit_log(world: World, supervisor: Browser, session: Session) -> None:
    supervisor.post(HOURS, {"opens": "08:00", "closes": "14:00"})
    session.rollback()
    row = session.scalars(
        select(AuditRow).where(AuditRow.in_table == "areas").order_by(AuditRow.n.desc())
    ).first()
    assert row is not None
    assert (row.by, row.row_key, row.what) == (world.supervisor, "7", "changed")
    assert json.loads(row.before or "") == {"opens": None, "closes": None}
    assert json.loads(row.after or "") == {"opens": "08:00:00", "closes": "14:00:00"}


@pytest.mark.parametrize("who", ["company_supervisor", "manager"])
def test_the_landlords_planners_only(request: pytest.FixtureRequest, session: Session, who: str) -> None:
    browser: Browser = request.getfixturevalue(who)
    assert browser.get("/console/areas/").status_code == 404
    assert browser.post(HOURS, {"opens": "08:00", "closes": "14:00"}).status_code in {403, 404}
    assert hours(session) == (None, None)


def test_a_supervisor_sets_those_of_the_own_areas_only(
    world: World, supervisor: Browser, admin: Browser, session: Session
) -> None:
    with transaction() as writing:
        writing.add(Area(code="8", name_fi="Östersundom", name_sv="Östersundom", name_en="Östersundom"))
        writing.flush()
        writing.add(
            District(code="801", area_code="8", name_fi="Karhusaari", name_sv="Björnsö", name_en="Karhusaari")
        )
    form = {"opens": "08:00", "closes": "14:00"}
    assert "Östersundom" not in supervisor.get("/console/areas/").text
    assert supervisor.get("/console/areas/?area=8").status_code == 404
    assert supervisor.post("/console/areas/8/hours", form).status_code == 404
    assert hours(session, "8") == (None, None)
    admin.post("/console/areas/8/hours", form)
    assert hours(session, "8") == (time(8), time(14))
