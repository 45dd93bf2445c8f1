"""Inspections at the desk: a new one, its grades, what it led to, results, the tables, and who may see what."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from server.database import snapshot, transaction
from server.inspections import terms
from server.inspections.models import Inspection
from server.inspections.rules import DEFAULT_LEVELS, Step
from server.inspections.services import make_inspection
from server.inspections.standards import keep_sampling_table, required_levels, sampling_table
from server.people.models import Person
from server.places.models import Building
from server.work_orders.models import WorkOrder
from tests.device import Device
from tests.server.console.browser import Browser
from tests.world import World


def made(world: World, building: str, count: int = 1) -> list[str]:
    """Inspections of all spaces of a building, by their ids."""
    with transaction() as session:
        keep_sampling_table(session, (Step(1, 100),))
        inspector = session.get_one(Person, world.supervisor)
        place = session.get_one(Building, building)
        now = datetime.now(UTC)
        return [
            make_inspection(session, place, "maintenance_cleaning", world.today, inspector, now).id
            for _ in range(count)
        ]


def grade(client: FlaskClient, world: World, key: str, *levels: int, end: bool = True) -> None:
    """Give the first spaces these levels on the supervisor's phone."""
    with snapshot() as session:
        spaces = [each.space_id for each in session.get_one(Inspection, key).spaces]
    phone, target = Device(client, world.supervisor), f"inspection:{key}"
    stains = [{"soil": "stains", "object": "floor"}]
    sent = [
        phone.operation("inspection.grade", target, {"space": space, "level": level, "findings": stains})
        for space, level in zip(spaces, levels, strict=False)
    ]
    if end:
        sent.append(phone.operation("inspection.finish", target, {"note": "Kellari jäi"}))
    assert {each["status"] for each in phone.sync(*sent)} == {"applied"}


def test_a_new_inspection_shows_first_what_would_be_drawn(world: World, supervisor: Browser) -> None:
    assert "Kontulankaari 3 A" in supervisor.get("/console/inspections/new?place=kontulan").text
    part = supervisor.get("/console/inspections/new?place=kontula", **{"HX-Request": "true"})
    assert "Kontulankaari 3 A" in part.text
    assert "<html" not in part.text
    assert "No property of yours" in supervisor.get("/console/inspections/new?place=Mannerheimintie").text
    page = supervisor.get(f"/console/inspections/new?building={world.own_building}").text
    assert "What would be drawn" in page
    assert "<strong>3</strong>" in page
    assert "Sari Salo" in page

    form = {"building": world.own_building, "work": "basic_wash", "on": world.today.isoformat()}
    page = supervisor.post("/console/inspections/new", {**form, "inspector": world.supervisor}).text

    assert "3 of 7 spaces" in page
    with snapshot() as session:
        [inspection] = session.scalars(select(Inspection))
        assert (inspection.made_by_id, inspection.inspector_id) == (world.supervisor, world.supervisor)
        assert (inspection.work, inspection.organisation_id) == ("basic_wash", world.landlord)


def test_a_faulty_form_says_where(world: World, supervisor: Browser) -> None:
    yesterday = (world.today - timedelta(days=1)).isoformat()
    form = {"building": world.own_building, "work": "yard_care", "on": yesterday, "inspector": world.cleaner}

    answer = supervisor.post("/console/inspections/new", form)

    assert answer.status_code == 422
    assert answer.text.count("Choose one.") == 2
    assert "Choose today, or a day of the next three months." in answer.text
    with snapshot() as session:
        assert session.scalars(select(Inspection)).all() == []


def test_one_inspection_shows_grades_history_and_what_they_led_to(
    world: World, client: FlaskClient, supervisor: Browser
) -> None:
    [key] = made(world, world.own_building)
    grade(client, world, key, 2, end=False)
    grade(client, world, key, 1, 5)

    page = supervisor.get(f"/console/inspections/{key}/").text

    for words in ("1 space failed", "Floor: stains", "All 2 grades", "Level 2", "Kellari jäi", "Not graded"):
        assert words in page, words
    with snapshot() as session:
        [order] = session.scalars(select(WorkOrder).where(WorkOrder.origin_kind == "inspection"))
    assert f"T-{order.number}" in page
    assert "1 space failed" in supervisor.get("/console/inspections/?failed=1").text
    assert f"/console/inspections/{key}/" in supervisor.get(f"/console/orders/{order.id}/").text


def test_filters_stand_in_the_address(world: World, client: FlaskClient, supervisor: Browser) -> None:
    [own] = made(world, world.own_building)
    [bought] = made(world, world.company_building)
    grade(client, world, bought, 1)
    for query, found in (
        ("", {own, bought}),
        ("?state=open", {own}),
        ("?state=finished", {bought}),
        ("?failed=1", {bought}),
        (f"?organisation={world.company}", {bought}),
        ("?place=kontulan&district=703", {own, bought}),
        ("?district=704", set()),
        ("?place=nowhere", set()),
        (f"?from={world.today}&to={world.today}", {own, bought}),
        (f"?from={world.today + timedelta(days=1)}", set()),
        ("?state=nonsense&organisation=nonsense&from=nonsense", {own, bought}),
    ):
        page = supervisor.get(f"/console/inspections/{query}").text
        assert {key for key in (own, bought) if key in page} == found, query


def test_results_of_own_staff_and_companies_stand_side_by_side(
    world: World, client: FlaskClient, supervisor: Browser, company_supervisor: Browser
) -> None:
    [own] = made(world, world.own_building)
    [bought] = made(world, world.company_building)
    grade(client, world, own, 5, 4)
    grade(client, world, bought, 1, 4, 5)

    page = supervisor.get("/console/inspections/results").text
    for words in ("Kaupungin Kodit", "Own staff", "Puhdas Porras Oy", "4.5", "100 %", "67 %", "3.3"):
        assert words in page, words

    page = company_supervisor.get("/console/inspections/results").text
    assert "Puhdas Porras Oy" in page
    assert "Kaupungin Kodit" not in page


def test_a_company_sees_what_came_of_its_own_work_and_no_more(
    world: World, client: FlaskClient, company_supervisor: Browser
) -> None:
    [own] = made(world, world.own_building)
    bought, still_open = made(world, world.company_building, 2)
    grade(client, world, own, 5)
    grade(client, world, bought, 1)

    page = company_supervisor.get("/console/inspections/").text
    assert {key for key in (own, bought, still_open) if key in page} == {bought}
    assert company_supervisor.get(f"/console/inspections/{bought}/").status_code == 200
    for key in (own, still_open):
        assert company_supervisor.get(f"/console/inspections/{key}/").status_code == 404
    assert company_supervisor.get("/console/inspections/new").status_code == 404
    assert company_supervisor.get("/console/inspections/standards").status_code == 404
    form = {"building": world.company_building, "work": "basic_wash", "on": world.today.isoformat()}
    answer = company_supervisor.post("/console/inspections/new", {**form, "inspector": world.supervisor})
    assert answer.status_code == 404


def test_a_building_manager_reads_those_of_the_own_properties(world: World, manager: Browser) -> None:
    [own], [far] = made(world, world.own_building), made(world, world.far_building)

    page = manager.get("/console/inspections/").text

    assert own in page
    assert far not in page
    assert manager.get(f"/console/inspections/{far}/").status_code == 404
    assert manager.get("/console/inspections/new").status_code == 403


def test_the_tables_are_the_admins_to_change(world: World, admin: Browser, supervisor: Browser) -> None:
    form = {f"level-{kind}": "4" for kind in DEFAULT_LEVELS}
    form |= {"from-0": "1", "sample-0": "2", "from-3": "10", "sample-3": "5"}
    assert "administrator changes them" in supervisor.get("/console/inspections/standards").text
    assert supervisor.post("/console/inspections/standards", form).status_code == 403

    assert "Saved." in admin.post("/console/inspections/standards", form).text
    with snapshot() as session:
        assert sampling_table(session) == (Step(1, 2), Step(10, 5))
        assert set(required_levels(session).values()) == {4}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"from-0": "2"}, "The first line begins at 1 space."),
        ({"from-1": "1", "sample-1": "3"}, "Each line begins at more spaces than the one before."),
        ({"from-1": "5", "sample-1": "1"}, "A larger building never has fewer spaces drawn"),
        ({"from-1": "5", "sample-1": ""}, "Line 2: fill in two whole numbers."),
        ({"sample-0": "0"}, "Draw one space at least"),
        ({"level-lift": "6"}, "Choose one."),
    ],
)
def test_a_faulty_table_says_what_is_wrong(admin: Browser, changes: dict[str, str], words: str) -> None:
    form = {f"level-{kind}": "4" for kind in DEFAULT_LEVELS} | {"from-0": "1", "sample-0": "2"} | changes

    answer = admin.post("/console/inspections/standards", form)

    assert answer.status_code == 422
    assert words in answer.text


def test_a_space_that_waits_for_its_round_says_so(
    world: World, client: FlaskClient, supervisor: Browser
) -> None:
    assert terms.on_fail() == "next_round"
    cleaner = Device(client, world.cleaner)
    round_ = f"round:{world.round}"
    cleaner.sync(*(cleaner.operation("round.tick", round_, {"visit": visit}) for visit in world.visits))
    [key] = made(world, world.own_building)
    grade(client, world, key, 0)

    assert "Waits for the next round" in supervisor.get(f"/console/inspections/{key}/").text
