"""The demo as a whole, loaded once: its size, its people's days, and that the server would have made the same."""

from __future__ import annotations

import stat
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

import orjson
import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from server import create_app
from server.cli.setting_up import set_up_database
from server.config import Settings
from server.database import db, snapshot, transaction
from server.demo.access import ACCESS_FILE, write_access
from server.demo.city import make_city
from server.demo.load import NotEmpty, load_demo
from server.demo.organisations import LANDLORD
from server.duty.roster import gaps_in, persons_on_duty
from server.duty.rules import Span
from server.feed.changes import touch
from server.feed.history import epoch
from server.feed.models import Bucket
from server.feed.scope import scope_of
from server.inbox.models import InboxOperation
from server.inspections.models import InspectedSpace, Inspection
from server.jobs import make_rounds_ahead
from server.local_time import day_begin, local_day
from server.people.models import Organisation, Person, PersonDistrict
from server.people.passwords import is_password_of, set_password
from server.places.models import Area, BriefItem, Building, District, Property, Space
from server.products.models import Licence, Product, StockItem
from server.review.models import LogEntry
from server.rounds.models import Round, RoundPlan, Visit, VisitRecord
from server.work_orders.models import OrderContact, OrderPause, WorkOrder
from server.work_orders.rules import OPEN_STATES
from sync.codes import PAUSE_REASONS
from sync.wire import canonical, parse_operation
from tests.conftest import NewDatabase

pytestmark = pytest.mark.slow


class Demo:
    """The loaded demo: its application, when it was loaded, and its settings."""

    def __init__(self, app: Flask, settings: Settings, now: datetime) -> None:
        self.app = app
        self.settings = settings
        self.now = now

    def access(self) -> list[dict]:
        path = write_access(self.settings, datetime.now(UTC))
        return orjson.loads(path.read_bytes())["people"]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase) -> Iterator[Demo]:
    folder = tmp_path_factory.mktemp("demo")
    with new_database(folder) as url:
        yield from _loaded(url, folder)


def _loaded(url: str, folder: Path) -> Iterator[Demo]:
    """A demo that was there before is thrown away: so loading and starting over are seen to work in one go."""
    settings = Settings(instance_path=folder, database_url=url, secret_key="test", is_demo=True)
    app = create_app(settings)
    app.config["KIERROS_JOIN_LIMIT"] = "100000 per minute"
    now = datetime.now(UTC)
    with app.app_context():
        set_up_database(now)
        with transaction() as session:
            session.add(Organisation(name=LANDLORD, kind="landlord"))
            session.add(Organisation(name="Left from before", kind="service_company"))
            before = epoch(session)
    with time_machine.travel(now, tick=False):
        result = app.test_cli_runner().invoke(args=["demo", "reset"])
    assert result.exit_code == 0, result.output
    assert str(folder / ACCESS_FILE) in result.output
    with app.app_context():
        assert epoch(db.session()) != before, "devices must not believe that it is the same history"
        yield Demo(app, settings, now)
        db.session.remove()
        db.engine.dispose()


def _count(model, *conditions) -> int:
    with snapshot() as session:
        return session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0


def test_it_is_of_the_landlords_size(demo: Demo) -> None:
    assert (_count(Area), _count(District), _count(Property)) == (8, 34, 500)
    assert 850 <= _count(Building) <= 950
    assert _count(Space) > 5_000
    assert _count(BriefItem) >= _count(Building)
    assert _count(Organisation, Organisation.kind == "service_company") == 3
    assert _count(Product) == 60
    assert 0 < _count(Licence) < 60
    assert _count(WorkOrder, WorkOrder.state.in_(OPEN_STATES)) >= 2_000
    assert 900 <= _count(WorkOrder, WorkOrder.state.not_in(OPEN_STATES)) <= 1_050
    assert _count(OrderContact) > 100


def test_somebody_is_on_duty_in_every_area_but_for_one_night(demo: Demo) -> None:
    begin = day_begin(local_day(demo.now))
    span = Span(begin, begin + timedelta(days=21))
    with demo.app.app_context(), snapshot() as session:
        areas = session.scalars(select(Area.code).order_by(Area.code)).all()
        found = {area: gaps_in(session, area, span) for area in areas}
        chains = {area: persons_on_duty(session, area, begin) for area in areas}
    assert len(areas) == 8
    assert {area for area, gaps in found.items() if gaps} <= {"7"}
    assert sum(map(len, found.values())) <= 1
    assert all(len(chain) in (0, 2) for chain in chains.values())


def test_it_has_the_landlords_people(demo: Demo) -> None:
    with snapshot() as session:
        counts = Counter(
            session.execute(select(Organisation.kind, Person.role).join(Person.organisation)).all()
        )
        supervised = set(
            session.scalars(
                select(PersonDistrict.district_code)
                .join(PersonDistrict.person)
                .join(Person.organisation)
                .where(Person.role == "supervisor", Organisation.kind == "landlord")
            )
        )
    assert counts["landlord", "caretaker"] == 350
    assert counts["landlord", "cleaner"] == 120
    assert counts["service_company", "cleaner"] == 120
    assert counts["service_company", "supervisor"] == 3
    assert counts["landlord", "supervisor"] >= 8
    assert counts["landlord", "building_manager"] >= 20
    assert len(supervised) == 34


def test_companies_clean_half_of_the_buildings(demo: Demo) -> None:
    bought = _count(
        Building,
        Building.cleaning_provider_id.in_(select(Organisation.id).where(Organisation.kind != "landlord")),
    )
    assert 0.42 <= bought / _count(Building) <= 0.58


def test_every_employer_stocks_products_with_and_without_label(demo: Demo) -> None:
    with snapshot() as session:
        labelled = set(session.scalars(select(Licence.product_id)))
        stock: dict[str, set[bool]] = defaultdict(set)
        for organisation_id, product_id in session.execute(
            select(StockItem.organisation_id, StockItem.product_id)
        ):
            stock[organisation_id].add(product_id in labelled)
    assert list(stock.values()) == [{True, False}] * 4


def test_a_first_download_is_hundreds_of_documents(demo: Demo) -> None:
    with snapshot() as session:
        held = {bucket.name: bucket.documents for bucket in session.scalars(select(Bucket))}
        for person_id in session.scalars(select(Person.id)):
            scope = scope_of(session, person_id, demo.now)
            assert len(scope) <= 64
            assert sum(held.get(name, 0) for name in scope) < 1_200


def test_every_building_is_cleaned_and_every_yard_cared_for(demo: Demo) -> None:
    with snapshot() as session:
        cleaned = set(
            session.scalars(select(RoundPlan.building_id).where(RoundPlan.work == "maintenance_cleaning"))
        )
        washed = set(session.scalars(select(RoundPlan.building_id).where(RoundPlan.work == "basic_wash")))
        yards = set(session.scalars(select(RoundPlan.property_id).where(RoundPlan.work == "yard_care")))
        assert cleaned == washed == set(session.scalars(select(Building.id)))
        assert yards == set(session.scalars(select(Property.id)))


def test_a_working_day_is_a_natural_one(demo: Demo) -> None:
    """On a weekday: a cleaner has about three rounds, a caretaker one or two yards, and each round some visits."""
    with snapshot() as session:
        per_day = session.execute(
            select(Person.role, func.count())
            .join(Round, Round.person_id == Person.id)
            .where(Round.on > local_day(demo.now))
            .group_by(Person.id, Person.role, Round.on)
        ).all()
    counts: dict[str, list[int]] = defaultdict(list)
    for role, count in per_day:
        counts[role].append(count)
    assert 2 <= median(counts["cleaner"]) <= 4
    assert max(counts["cleaner"]) <= 8
    assert 1 <= median(counts["caretaker"]) <= 2
    assert max(counts["caretaker"]) <= 5
    assert _count(Visit) > 2 * _count(Round)


def test_the_maker_of_rounds_has_nothing_left_to_do(demo: Demo) -> None:
    assert make_rounds_ahead(demo.now) == 0


def test_what_was_done_has_its_record_and_lies_in_the_past(demo: Demo) -> None:
    with snapshot() as session:
        recorded = select(VisitRecord.visit_id)
        assert (
            session.scalar(
                select(func.count())
                .select_from(Visit)
                .where(Visit.state != "open", Visit.id.not_in(recorded))
            )
            == 0
        )
        assert session.scalar(select(func.max(Visit.at))) <= demo.now
        assert session.scalar(select(func.max(InboxOperation.received_at))) <= demo.now
        assert session.scalar(select(func.max(WorkOrder.reported_at))) <= demo.now
        assert session.scalar(select(func.max(WorkOrder.closed_at))) <= demo.now
        entries = session.scalar(select(func.count()).select_from(LogEntry))
        assert entries == session.scalar(select(func.count()).select_from(InboxOperation))


def test_recorded_operations_are_operations_of_the_protocol(demo: Demo) -> None:
    with snapshot() as session:
        rows = session.scalars(
            select(InboxOperation).where(InboxOperation.status == "applied").order_by(InboxOperation.id)
        ).all()[::60]
    for row in rows:
        raw = orjson.loads(row.raw)
        assert canonical(raw) == row.raw
        operation = parse_operation(raw)
        assert (operation.id, operation.kind, operation.target) == (row.id, row.kind, row.target)
        assert operation.sequence == row.sequence
        assert abs(operation.recorded_at - row.corrected_at) < timedelta(milliseconds=1)


def test_a_phones_operations_came_in_their_order(demo: Demo) -> None:
    with snapshot() as session:
        received: dict[str, list[tuple[int, datetime]]] = defaultdict(list)
        for row in session.execute(
            select(InboxOperation.stream, InboxOperation.sequence, InboxOperation.received_at).where(
                InboxOperation.status == "applied"
            )
        ):
            received[row.stream].append((row.sequence, row.received_at))
    for operations in received.values():
        operations.sort()
        assert [at for _, at in operations] == sorted(at for _, at in operations)
        assert len({sequence for sequence, _ in operations}) == len(operations)


def test_the_review_has_work_and_every_kind_of_exception(demo: Demo) -> None:
    with snapshot() as session:
        flags = {
            flag
            for flags in session.scalars(
                select(InboxOperation.flags).where(InboxOperation.status == "flagged")
            )
            for flag in flags
        }
        reasons = set(
            session.scalars(select(InboxOperation.reason).where(InboxOperation.reason.is_not(None)))
        )
    assert {
        "already_done",
        "reassigned",
        "done_after_cancellation",
        "outside_scope",
        "clock_skew",
        "round_finished",
        "eco_reason_missing",
        "eco_product_unstocked",
    } <= flags
    assert reasons == {"unknown_target", "unknown_kind", "invalid_payload"}
    assert _count(LogEntry, LogEntry.state == "open") >= 200
    assert _count(LogEntry, LogEntry.state == "returned") >= 20


def test_the_gateway_finds_nothing_to_add(demo: Demo) -> None:
    """Documents loaded in bulk are those that the same rows give through the ORM: touching them changes no bucket."""
    with snapshot() as session:
        before = dict(session.execute(select(Bucket.name, Bucket.version)).all())
        orders = session.scalars(select(WorkOrder.id).order_by(WorkOrder.id)).all()[::10]
        rounds = session.scalars(select(Round.id).order_by(Round.id)).all()[::40]
        buildings = session.scalars(select(Building.id).order_by(Building.id)).all()[::5]
    with transaction() as session:
        touch(session, (f"work_order:{key}" for key in orders))
        touch(session, (f"round:{key}" for key in rounds))
        touch(session, (f"{kind}:{key}" for key in buildings for kind in ("building", "brief")))
    with snapshot() as session:
        assert dict(session.execute(select(Bucket.name, Bucket.version)).all()) == before


def test_it_is_not_loaded_over_anything(demo: Demo) -> None:
    with pytest.raises(NotEmpty):
        load_demo(demo.now)
    assert _count(Property) == 500


def test_the_same_seed_and_instant_make_the_same_city(demo: Demo) -> None:
    city = make_city(demo.now)
    with snapshot() as session:
        assert [row["id"] for row in city.rows.of(WorkOrder)] == list(
            # Inspections add theirs when they are played.
            session.scalars(
                select(WorkOrder.id)
                .where(WorkOrder.origin_kind.is_distinct_from("inspection"))
                .order_by(WorkOrder.number)
            )
        )
        names = {row["id"]: row["name"] for row in city.rows.of(Person)}
        assert names == dict(session.execute(select(Person.id, Person.name)).all())
        assert {row["id"] for row in city.rows.of(Round)} == set(session.scalars(select(Round.id)))


def test_supervisors_have_an_inspection_to_do_and_some_spaces_failed(demo: Demo) -> None:
    with snapshot() as session:
        todo = set(session.scalars(select(Inspection.inspector_id).where(Inspection.state == "open")))
    landlords = {
        each["id"]
        for each in demo.access()
        if each["role"] == "supervisor" and each["organisation"] == LANDLORD
    }
    assert todo == landlords
    assert _count(InspectedSpace, InspectedSpace.level < InspectedSpace.required) >= len(landlords)


def test_two_dozen_people_of_all_roles_are_offered(demo: Demo) -> None:
    people = demo.access()
    path = demo.settings.instance_path / ACCESS_FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(people) == 24
    assert all(
        list(person)
        == ["id", "name", "role", "organisation", "districts", "join_code", "username", "password"]
        for person in people
    )
    assert {person["role"] for person in people} == {
        "admin",
        "supervisor",
        "building_manager",
        "caretaker",
        "cleaner",
    }
    assert len({person["organisation"] for person in people}) == 4
    for person in people:
        is_console_user = person["role"] not in {"caretaker", "cleaner"}
        assert (person["username"] is not None) == (person["password"] is not None) == is_console_user


def test_whoever_is_offered_has_work_on_every_day_of_the_week(demo: Demo) -> None:
    workers = [person["id"] for person in demo.access() if person["role"] in {"caretaker", "cleaner"}]
    days = {local_day(demo.now) + timedelta(days=ahead) for ahead in range(7)}
    with snapshot() as session:
        for person_id in workers:
            on = set(session.scalars(select(Round.on).where(Round.person_id == person_id)))
            assert days <= on
            today = select(Round.state).where(Round.person_id == person_id, Round.on == min(days))
            assert "planned" in set(session.scalars(today))


def test_what_an_offered_worker_records_an_offered_supervisor_can_review(demo: Demo) -> None:
    people = demo.access()
    supervised: dict[str, set[str]] = defaultdict(set)
    for person in people:
        if person["role"] == "supervisor":
            supervised[person["organisation"]].update(person["districts"])
    for person in people:
        if person["role"] in {"caretaker", "cleaner"}:
            assert supervised[person["organisation"]] & set(person["districts"])


def test_codes_are_renewed_at_each_start_and_passwords_stay(demo: Demo) -> None:
    first, second = demo.access(), demo.access()
    assert [person["password"] for person in first] == [person["password"] for person in second]
    client = demo.app.test_client()
    old, new = (
        client.post(
            "/api/join", json={"code": people[0]["join_code"], "device_name": "Testi", "language": "fi"}
        )
        for people in (first, second)
    )
    assert (old.status_code, new.status_code) == (404, 200)


def test_a_changed_password_is_given_back_at_the_next_start(demo: Demo) -> None:
    person = next(person for person in demo.access() if person["username"])
    with transaction() as session:
        set_password(session.get_one(Person, person["id"]), "jotain aivan muuta")
    demo.access()
    with snapshot() as session:
        assert is_password_of(session.get_one(Person, person["id"]), person["password"])


def test_some_orders_wait_some_are_late_and_some_were_reported_twice(demo: Demo) -> None:
    assert {reason for (reason,) in db.session.execute(select(OrderPause.reason))} == set(PAUSE_REASONS)
    assert _count(WorkOrder, WorkOrder.promised_on.is_not(None)) > 5
    assert _count(WorkOrder, WorkOrder.state == "merged", WorkOrder.merged_into_id.is_not(None)) >= 5
    assert _count(WorkOrder, WorkOrder.state.in_(OPEN_STATES), WorkOrder.due_on < local_day(demo.now)) > 20
