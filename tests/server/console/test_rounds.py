"""Rounds at the console: the week, late and missed ones, plans, covers, a building with its brief."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.database import transaction
from server.local_time import day_begin
from server.people.models import Person
from server.places.briefs import NewItem, add_item
from server.places.models import BriefItem
from server.rounds.covers import NewCover, make_cover
from server.rounds.models import Cover, Round, RoundPlan
from tests.device import Device
from tests.server.console.browser import Browser
from tests.world import World


def plan_fields(world: World, **changes: object) -> dict[str, str | list[str]]:
    fields: dict[str, object] = {
        "work": "maintenance_cleaning",
        "starts_on": world.today.isoformat(),
        "ends_on": "",
        "days": ["MO", "TU", "WE", "TH", "FR", "SA", "SU"],
        "every": "1",
        "rrule": "",
        "season_from": "",
        "season_to": "",
        "holidays": "keep",
        "on_skip": "next_round",
        "taker": f"person:{world.other_cleaner}",
        "spaces": list(world.spaces),
    }
    return fields | changes  # type: ignore[return-value]


def cover_fields(world: World, **changes: str) -> dict[str, str | list[str]]:
    return {
        "absent": world.cleaner,
        "starts_on": world.today.isoformat(),
        "ends_on": (world.today + timedelta(days=2)).isoformat(),
        "taker": f"person:{world.other_cleaner}",
        "reason": "absence",
    } | changes


def plans_of(session: Session, world: World) -> list[RoundPlan]:
    session.rollback()
    of_building = RoundPlan.building_id == world.own_building
    return list(session.scalars(select(RoundPlan).where(of_building).order_by(RoundPlan.id)))


def test_the_week_shows_rounds_by_person(supervisor: Browser, world: World) -> None:
    page = supervisor.get("/console/rounds/?district=703")

    assert page.status_code == 200
    for words in ("Aino Laine", "Olena Bondar", "Kontulankaari 3 A", "105 min"):
        assert words in page.text


def test_a_round_that_nobody_began_is_late_the_same_day_and_missed_after_it(
    supervisor: Browser, world: World
) -> None:
    def seen(days: int, hour: int) -> tuple[bool, bool]:
        with time_machine.travel(
            day_begin(world.today + timedelta(days=days)) + timedelta(hours=hour), tick=False
        ):
            text = (
                Browser(supervisor.client.application).sign_in(world.supervisor).get("/console/rounds/").text
            )
        return "Late and missed" in text, "Missed" in text

    assert seen(0, 12) == (False, False)
    assert seen(0, 17) == (True, False)
    assert seen(1, 9) == (True, True)


def test_a_finished_round_shows_what_it_took(supervisor: Browser, client: FlaskClient, world: World) -> None:
    aino = Device(client, world.cleaner)
    target = f"round:{world.round}"
    ticks = [aino.operation("round.tick", target, {"visit": visit, "minutes": 10}) for visit in world.visits]
    aino.sync(*ticks, aino.operation("round.finish", target))

    assert "70 of 105 min" in supervisor.get("/console/rounds/?district=703").text


def test_a_plan_is_changed_from_a_day_on(supervisor: Browser, world: World, session: Session) -> None:
    assert "every day" in supervisor.get(f"/console/rounds/plans/{world.plan}/").text
    tomorrow = (world.today + timedelta(days=1)).isoformat()

    page = supervisor.post(
        f"/console/rounds/plans/{world.plan}/",
        plan_fields(
            world, starts_on=tomorrow, season_from="1.11.", season_to="15.4", holidays="next_weekday"
        ),
    )

    assert page.status_code == 200, page.text
    old, new = plans_of(session, world)
    assert (old.ends_on, new.follows_id, new.person_id) == (world.today, old.id, world.other_cleaner)
    assert (new.season_from, new.season_to, new.holidays) == ("11-01", "04-15", "next_weekday")
    assert [visit.tasks for visit in new.visits] == [visit.tasks for visit in old.visits]
    assert supervisor.post(f"/console/rounds/plans/{world.plan}/", plan_fields(world)).status_code == 422


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"days": []}, "Choose a day of the week"),
        ({"rrule": "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"}, "never comes to a day"),
        ({"rrule": "EVERY MONDAY"}, "no rule of days"),
        ({"season_from": "1.11."}, "both a first and a last day"),
        ({"season_from": "31.6.", "season_to": "1.7."}, "day of the year"),
        ({"spaces": []}, "Choose a space"),
        ({"starts_on": "soon"}, "This is no date."),
        ({"starts_on": "2020-01-01"}, "from today on"),
        ({"taker": "person:nobody"}, "Choose one."),
        ({"every": "99"}, "Choose one."),
    ],
)
def test_what_is_wrong_with_a_plan_is_said_at_its_field(
    supervisor: Browser, world: World, session: Session, changes: dict[str, object], words: str
) -> None:
    page = supervisor.post(f"/console/rounds/plans/{world.plan}/", plan_fields(world, **changes))

    assert page.status_code == 422
    assert words in page.text
    assert len(plans_of(session, world)) == 1


def test_a_new_plan_of_a_building_and_of_its_yard(
    supervisor: Browser, world: World, session: Session
) -> None:
    for yard in ("", "1"):
        assert (
            supervisor.get(f"/console/rounds/plans/new?building={world.own_building}&yard={yard}").status_code
            == 200
        )
        fields = plan_fields(
            world, building=world.own_building, yard=yard, taker=f"organisation:{world.landlord}"
        )
        assert supervisor.post("/console/rounds/plans/new", fields).status_code == 200

    session.rollback()
    made = session.scalars(select(RoundPlan).where(RoundPlan.person_id.is_(None))).all()
    assert {plan.building_id for plan in made} == {world.own_building, None}


def test_a_plan_ends(supervisor: Browser, world: World, session: Session) -> None:
    page = supervisor.post(f"/console/rounds/plans/{world.plan}/end", {"last_on": world.today.isoformat()})
    assert page.status_code == 200
    assert plans_of(session, world)[0].ends_on == world.today

    late = supervisor.post(f"/console/rounds/plans/{world.plan}/end", {"last_on": "2020-01-01"})
    assert late.status_code == 422


def test_a_cover_is_made_shown_and_ended(supervisor: Browser, world: World, session: Session) -> None:
    page = supervisor.post("/console/rounds/covers", cover_fields(world))
    assert "Bao Nguyen" in page.text
    session.rollback()
    assert session.get_one(Round, world.round).person_id == world.other_cleaner
    assert "instead of Aino Laine" in supervisor.get("/console/rounds/?district=703").text

    key = session.scalars(select(Cover.id)).one()
    supervisor.post(f"/console/rounds/covers/{key}/end")
    session.rollback()
    assert session.get_one(Round, world.round).person_id == world.cleaner


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"absent": ""}, "Choose who is away."),
        ({"ends_on": "2020-01-01"}, "a year at most"),
        ({"reason": "flu"}, "Choose one."),
    ],
)
def test_what_is_wrong_with_a_cover_is_said(
    supervisor: Browser, world: World, changes: dict[str, str], words: str
) -> None:
    page = supervisor.post("/console/rounds/covers", cover_fields(world, **changes))

    assert page.status_code == 422
    assert words in page.text


def test_nobody_is_made_to_cover_for_themselves(supervisor: Browser, world: World) -> None:
    page = supervisor.post("/console/rounds/covers", cover_fields(world, taker=f"person:{world.cleaner}"))

    assert page.status_code == 422
    assert "Nobody stands in for themselves." in page.text


def test_a_brief_is_added_to_changed_and_ended(supervisor: Browser, world: World, session: Session) -> None:
    address = f"/console/buildings/{world.own_building}/"
    fields = {"topic": "access", "text": "Ovikoodi 2580", "language": "fi", "is_sensitive": "1"}
    assert "Ovikoodi 2580" in supervisor.post(f"{address}brief", fields).text
    item = session.scalars(select(BriefItem).where(BriefItem.is_sensitive)).one()
    assert item.made_by_id == world.supervisor

    assert "Ovikoodi 2580" in supervisor.get(f"{address}?change={item.id}").text
    page = supervisor.post(f"{address}brief", fields | {"item": item.id, "text": "Ovikoodi 1379"})
    assert "Ovikoodi 1379" in page.text
    assert "Ovikoodi 2580" not in page.text

    session.rollback()
    newest = session.scalars(select(BriefItem.id).where(BriefItem.text == "Ovikoodi 1379")).one()
    assert "Ovikoodi 1379" not in supervisor.post(f"{address}brief/end", {"item": newest}).text
    wrong = supervisor.post(f"{address}brief", fields | {"valid_to": "2020-01-01"})
    assert wrong.status_code == 422


def test_who_has_read_the_brief_is_shown(supervisor: Browser, client: FlaskClient, world: World) -> None:
    bao = Device(client, world.other_cleaner)
    bao.sync()
    items = [item["id"] for item in bao.documents[f"brief:{world.own_building}"]["items"]]
    target = "brief_confirmation:0193b0c0-0000-7000-8000-00000000b001"
    bao.sync(
        bao.operation("brief.confirm", target, {"building": f"building:{world.own_building}", "items": items})
    )
    address = f"/console/buildings/{world.own_building}/"
    assert "all of it" in supervisor.get(address).text

    with transaction() as session:
        new = NewItem(topic="hazard", text="Liukas lattia", language="fi")
        add_item(session, world.own_building, new, world.supervisor, datetime.now(UTC))

    assert "before it changed" in supervisor.get(address).text


def test_a_company_sees_and_changes_its_own_only(
    company_supervisor: Browser, world: World, session: Session
) -> None:
    week = company_supervisor.get("/console/rounds/?district=703").text
    assert "Olena Bondar" in week
    assert "Aino" not in week
    assert "Aino" not in company_supervisor.get("/console/rounds/plans/").text
    for address in (f"/console/rounds/plans/{world.plan}/", f"/console/buildings/{world.own_building}/"):
        assert company_supervisor.get(address).status_code == 404
    assert company_supervisor.get(f"/console/buildings/{world.company_building}/").status_code == 200
    page = company_supervisor.post(
        "/console/rounds/covers", cover_fields(world, taker=f"person:{world.company_cleaner}")
    )
    assert page.status_code == 422
    assert list(session.scalars(select(Cover))) == []


def test_a_company_does_not_see_who_is_away_at_the_landlords(
    company_supervisor: Browser, world: World, session: Session
) -> None:
    with transaction() as writing:
        span = {"starts_on": world.today, "ends_on": world.today}
        make_cover(
            writing,
            NewCover(
                absent=writing.get_one(Person, world.cleaner),
                person=writing.get_one(Person, world.other_cleaner),
                organisation_id=world.landlord,
                reason="absence",
                **span,
            ),
            None,
            datetime.now(UTC),
        )
    key = session.scalars(select(Cover.id)).one()

    assert "Aino" not in company_supervisor.get("/console/rounds/covers").text
    assert company_supervisor.post(f"/console/rounds/covers/{key}/end").status_code == 404


def test_a_building_manager_reads_and_changes_nothing(manager: Browser, world: World, app: Flask) -> None:
    assert "Aino Laine" in manager.get("/console/rounds/").text
    page = manager.get(f"/console/buildings/{world.own_building}/")
    assert page.status_code == 200
    assert "New item" not in page.text
    assert manager.post("/console/rounds/covers", cover_fields(world)).status_code == 403
    assert manager.get(f"/console/rounds/plans/new?building={world.own_building}").status_code == 403
