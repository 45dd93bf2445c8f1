"""The overview's figures."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from server.console.queries import overview as figures
from server.console.queries.eco_share import eco_share
from server.console.rules import ROUND_PROGRESS, WEEKDAYS_LEFT, round_progress, weekdays_left_group
from server.database import transaction
from server.local_time import day_begin
from server.people.models import Person
from server.places.models import Area, District, Property
from server.products.models import ProductUse
from server.review.permission import Viewer, viewer_of
from server.rounds.models import Round
from server.work_orders.models import WorkOrder
from server.work_orders.services import NewOrder, create_order
from tests.device import Device
from tests.server.console.browser import Browser
from tests.world import World

TODAY = date(2026, 4, 1)


@pytest.fixture
def viewer(session: Session, world: World) -> Viewer:
    """The landlord's supervisor."""
    found = viewer_of(session.get_one(Person, world.supervisor))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("state", "day", "hour", "expected"),
    [
        ("planned", 0, 8, "open"),
        ("planned", 0, 16, "late"),
        ("running", 0, 8, "running"),
        ("running", 0, 20, "running"),
        ("finished", 0, 8, "done"),
        ("planned", -1, 8, "late"),
        ("running", -1, 8, "late"),
        ("finished", -1, 8, "done"),
    ],
)
def test_where_a_round_stands(state: str, day: int, hour: int, expected: str) -> None:
    assert round_progress(state, TODAY + timedelta(days=day), TODAY, time(hour)) == expected


@given(st.sampled_from(["planned", "running", "finished"]), st.integers(-7, 0), st.times())
def test_every_round_stands_somewhere(state: str, day: int, now: time) -> None:
    assert round_progress(state, TODAY + timedelta(days=day), TODAY, now) in ROUND_PROGRESS


@given(st.integers(-500, 500))
def test_every_minor_order_has_a_group(weekdays: int) -> None:
    group = weekdays_left_group(weekdays)
    assert group in WEEKDAYS_LEFT
    assert (group == "late") == (weekdays < 0)


def test_rounds_are_counted_by_district_where_there_is_one_area(
    world: World, session: Session, viewer: Viewer
) -> None:
    with transaction() as writing:
        writing.get_one(Round, world.round).state = "running"
        for day, state in ((-1, "planned"), (-1, "finished"), (-30, "planned")):
            writing.add(
                Round(
                    property_id=world.far_property,
                    organisation_id=world.landlord,
                    work="yard_care",
                    on=world.today + timedelta(days=day),
                    state=state,
                )
            )
    morning = day_begin(world.today) + timedelta(hours=9)
    places = figures.rounds_by_place(session, viewer, morning)
    assert [(place.code, place.counts) for place in places] == [
        ("703", {"done": 0, "running": 1, "late": 0, "open": 1}),
        ("704", {"done": 0, "running": 0, "late": 1, "open": 0}),
    ]


def test_rounds_are_counted_by_area_where_there_are_several(world: World, session: Session) -> None:
    with transaction() as writing:
        writing.add(Area(code="1", name_fi="Eteläinen", name_sv="Södra", name_en="Southern"))
        writing.flush()
        writing.add(
            District(code="101", area_code="1", name_fi="Vironniemi", name_sv="Estnäs", name_en="Vironniemi")
        )
    admin = viewer_of(session.get_one(Person, world.admin))
    assert admin is not None
    places = figures.rounds_by_place(session, admin, day_begin(world.today) + timedelta(hours=9))
    assert [(place.code, place.total) for place in places] == [("7", 2)]
    assert places[0].names["en"] == "Eastern"


def test_minor_orders_are_counted_by_weekdays_left(world: World, session: Session, viewer: Viewer) -> None:
    wednesday = datetime(2026, 4, 8, 9, tzinfo=UTC)
    due = {
        "2026-04-07": 1,
        "2026-04-08": 1,
        "2026-04-09": 2,
        "2026-04-10": 1,
        "2026-04-13": 1,
        "2026-04-20": 1,
    }
    with transaction() as writing:
        writing.delete(writing.get_one(WorkOrder, world.order))
        property_ = writing.get_one(Property, world.property)
        for day, count in due.items():
            for _ in range(count):
                new = NewOrder(property=property_, category="yard", description="Aita", reporter="worker")
                create_order(writing, new, wednesday).due_on = date.fromisoformat(day)
    counts = figures.minor_orders_by_weekdays_left(session, viewer, wednesday)
    assert counts == {"late": 1, "0": 1, "1": 2, "2": 1, "3": 2}


def test_urgent_orders_are_listed_with_the_least_time_first(
    world: World, session: Session, viewer: Viewer
) -> None:
    now = datetime.now(UTC)
    with transaction() as writing:
        property_ = writing.get_one(Property, world.property)
        for minutes in (10, 70, 40):
            new = NewOrder(
                property=property_, category="sewer", description="Viemäri tulvii", reporter="resident"
            )
            create_order(writing, new, now - timedelta(minutes=minutes))
        started = create_order(writing, new, now - timedelta(minutes=90))
        started.state, started.started_at = "started", now
    found = figures.urgent_orders(session, viewer)
    left = [round((order.start_by - now).total_seconds() / 60) for order in found.first if order.start_by]
    assert left == [-10, 20, 50, -30]
    assert found.total == 4
    assert figures.urgent_orders_not_begun(session, viewer, now) == 1


def test_the_queue_and_the_phones_are_counted(
    world: World, session: Session, viewer: Viewer, client: FlaskClient
) -> None:
    device = Device(client, world.cleaner)
    waiting = {"count": 2, "oldest_recorded_at": "2026-04-01T08:00:00+03:00"}
    tick = device.operation("round.tick", f"round:{world.round}", {"visit": world.visits[0]})
    device.post(tick, device.operation("nonsense", "round:x"), pending=waiting)
    session.rollback()
    queue = figures.review_queue(session, viewer)
    assert (queue.total, queue.attention) == (2, 1)
    phones = figures.devices_with_unsent_work(session, viewer)
    assert [(phone.person.name, phone.pending_count) for phone in phones.first] == [("Aino Laine", 2)]


def test_the_eco_share_is_three_figures_that_never_add_millilitres_to_grams(
    world: World, session: Session, viewer: Viewer
) -> None:
    now = datetime.now(UTC)
    uses = [  # product, amount, unit, eco, days ago, voided
        (world.eco_product, 300, "ml", True, 1, False),
        (world.eco_product, 300, "ml", True, 2, False),
        (world.plain_product, 200, "ml", False, 3, False),
        (world.unstocked_product, 5_000, "g", False, 4, False),
        (world.plain_product, 9_000, "ml", False, 5, True),
        (world.plain_product, 9_000, "ml", False, 40, False),
    ]
    assert eco_share(session, viewer, now).uses is None
    session.rollback()
    with transaction() as writing:
        for index, (product, amount, unit, is_eco, days, is_voided) in enumerate(uses):
            writing.add(
                ProductUse(
                    id=f"0193b0c0-0000-7000-8000-00000000d{index:03}",
                    product_id=product,
                    amount=amount,
                    unit=unit,
                    property_id=world.property,
                    organisation_id=world.landlord,
                    by_id=world.cleaner,
                    at=now - timedelta(days=days),
                    is_eco_labelled=is_eco,
                    voided_at=now if is_voided else None,
                )
            )
    share = eco_share(session, viewer, now)
    assert (share.uses, share.litres, share.products) == (2 / 4, 600 / 800, 1 / 3)
    assert share.weeks == [None, None, 0.0, None, None, None, None, 0.5]


def test_the_page_shows_it_all_and_asks_for_news_by_itself(
    world: World, supervisor: Browser, client: FlaskClient
) -> None:
    page = supervisor.get("/console/").text
    for words in (
        "Rounds today",
        "Mellunkylä",
        "Nothing urgent is open.",
        "All is decided",
        "No product use",
    ):
        assert words in page
    assert 'hx-trigger="every 10s"' in page
    device = Device(client, world.cleaner)
    device.sync(device.operation("round.tick", f"round:{world.round}", {"visit": world.visits[0]}))
    part = supervisor.get("/console/", **{"HX-Request": "true"}).text
    assert "<html" not in part
    assert "<strong>1</strong>" in part


def test_an_empty_city_is_no_error(app: object, world: World, manager: Browser) -> None:
    with transaction() as session:
        session.get_one(Property, world.property).building_manager_id = None
    page = manager.get("/console/")
    assert page.status_code == 200
    assert "No rounds today." in page.text
