"""Who sees and decides what."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from server.database import transaction
from server.people.models import Device as DeviceRow
from server.people.models import Organisation, Person, PersonDistrict
from server.places.models import District, Property
from server.products.models import ProductUse
from server.review.models import LogEntry
from server.review.permission import Viewer, find, may_manage, viewer_of, visible
from server.rounds.models import Round
from server.work_orders.models import WorkOrder
from tests.device import Device
from tests.world import World

SHOWN = (LogEntry, Round, WorkOrder, ProductUse, Property, District, Person, DeviceRow)


def _viewer(session: Session, key: str) -> Viewer:
    viewer = viewer_of(session.get_one(Person, key))
    assert viewer is not None
    return viewer


def _seen(session: Session, viewer: Viewer, model: type) -> set[str]:
    [key] = model.__mapper__.primary_key
    return set(session.scalars(select(key).where(visible(viewer, model))))


def _narrow(world: World, *districts: str) -> None:
    with transaction() as session:
        person = session.get_one(Person, world.supervisor)
        person.districts = [PersonDistrict(district_code=code) for code in districts]


@pytest.mark.parametrize("who", ["cleaner", "other_cleaner", "caretaker", "company_cleaner"])
def test_workers_may_not_use_the_console(world: World, session: Session, who: str) -> None:
    assert viewer_of(session.get_one(Person, getattr(world, who))) is None


def test_nor_may_anybody_whose_access_has_ended(world: World, session: Session) -> None:
    with transaction() as writing:
        writing.get_one(Person, world.supervisor).is_active = False
    assert viewer_of(session.get_one(Person, world.supervisor)) is None


def test_the_administrator_sees_everything(world: World, session: Session, company_phone: Device) -> None:
    viewer = _viewer(session, world.admin)
    for model in SHOWN:
        [key] = model.__mapper__.primary_key
        assert _seen(session, viewer, model) == set(session.scalars(select(key)))
    assert len(_seen(session, viewer, DeviceRow)) == 1


def test_a_supervisor_sees_the_own_districts(world: World, session: Session) -> None:
    _narrow(world, "704")
    viewer = _viewer(session, world.supervisor)
    assert _seen(session, viewer, Property) == {world.far_property}
    assert _seen(session, viewer, District) == {"704"}
    assert _seen(session, viewer, WorkOrder) == set()
    assert _seen(session, viewer, Round) == set()
    assert _seen(session, viewer, Person) == {world.supervisor}
    _narrow(world, "703", "704")
    viewer = _viewer(session, world.supervisor)
    assert {world.round, world.company_round} <= _seen(session, viewer, Round)
    assert world.company_cleaner in _seen(session, viewer, Person)


def test_a_company_sees_its_own_and_nothing_else(
    world: World, session: Session, phone: Device, company_phone: Device
) -> None:
    phone.sync(phone.operation("round.tick", f"round:{world.round}", {"visit": world.visits[0]}))
    own = company_phone.operation("round.start", f"round:{world.company_round}")
    company_phone.sync(own)
    viewer = _viewer(session, world.company_supervisor)
    assert _seen(session, viewer, LogEntry) == {own["id"]}
    assert _seen(session, viewer, Round) == {world.company_round}
    assert _seen(session, viewer, WorkOrder) == set()
    assert _seen(session, viewer, Person) == {world.company_cleaner, world.company_supervisor}
    assert _seen(session, viewer, DeviceRow) == {company_phone.joined["device"]}
    assert _seen(session, viewer, Property) == {world.property}
    assert _seen(session, viewer, District) == {"703"}


def test_an_administrator_of_a_company_sees_no_more_than_its_supervisor(
    world: World, session: Session
) -> None:
    with transaction() as writing:
        writing.get_one(Person, world.company_supervisor).role = "admin"
    viewer = _viewer(session, world.company_supervisor)
    assert not viewer.sees_everything
    assert _seen(session, viewer, Round) == {world.company_round}


def test_a_building_manager_sees_the_own_properties_and_no_people(
    world: World, session: Session, phone: Device
) -> None:
    tick = phone.operation("round.tick", f"round:{world.round}", {"visit": world.visits[0]})
    phone.sync(tick)
    viewer = _viewer(session, world.manager)
    assert not viewer.may_decide
    assert _seen(session, viewer, Property) == {world.property}
    assert _seen(session, viewer, LogEntry) == {tick["id"]}
    assert {world.order} <= _seen(session, viewer, WorkOrder)
    assert _seen(session, viewer, Person) == set()
    assert _seen(session, viewer, DeviceRow) == set()


def test_what_could_not_be_placed_is_seen_by_the_authors_supervisors(
    world: World, session: Session, phone: Device
) -> None:
    broken = phone.operation("nonsense", f"round:{uuid7()}")
    phone.sync(broken)
    assert broken["id"] in _seen(session, _viewer(session, world.supervisor), LogEntry)
    assert broken["id"] not in _seen(session, _viewer(session, world.company_supervisor), LogEntry)
    assert broken["id"] not in _seen(session, _viewer(session, world.manager), LogEntry)
    _narrow(world, "704")
    assert broken["id"] not in _seen(session, _viewer(session, world.supervisor), LogEntry)


def test_a_guessed_id_finds_nothing(world: World, session: Session) -> None:
    viewer = _viewer(session, world.company_supervisor)
    assert find(session, viewer, WorkOrder, world.order) is None
    assert find(session, viewer, Round, world.round) is None
    assert find(session, viewer, Person, world.cleaner) is None
    assert find(session, viewer, Round, world.company_round) is not None


@pytest.mark.parametrize(
    ("who", "whom", "may"),
    [
        ("supervisor", "cleaner", True),
        ("supervisor", "caretaker", True),
        ("supervisor", "supervisor", True),
        ("supervisor", "company_cleaner", False),
        ("supervisor", "company_supervisor", False),
        ("supervisor", "admin", False),
        ("supervisor", "manager", False),
        ("admin", "supervisor", True),
        ("admin", "company_supervisor", True),
        ("company_supervisor", "company_cleaner", True),
        ("company_supervisor", "cleaner", False),
        ("manager", "cleaner", False),
        ("manager", "manager", True),
    ],
)
def test_who_may_act_in_whose_name(world: World, session: Session, who: str, whom: str, may: bool) -> None:
    viewer = _viewer(session, getattr(world, who))
    assert may_manage(viewer, session.get_one(Person, getattr(world, whom))) is may


def test_a_companys_administrator_manages_the_company_only(world: World, session: Session) -> None:
    with transaction() as writing:
        writing.get_one(Person, world.company_supervisor).role = "admin"
        colleague = Person(name="Ville Vesa", role="supervisor", organisation_id=world.company)
        writing.add(colleague)
        writing.flush()
        key = colleague.id
    viewer = _viewer(session, world.company_supervisor)
    assert may_manage(viewer, session.get_one(Person, key))
    assert not may_manage(viewer, session.get_one(Person, world.supervisor))


def test_two_companies_do_not_see_each_other(world: World, session: Session) -> None:
    with transaction() as writing:
        other = Organisation(name="Kiilto Oy", kind="service_company")
        writing.add(other)
        writing.flush()
        boss = Person(name="Kai Kiilto", role="supervisor", organisation_id=other.id)
        boss.districts = [PersonDistrict(district_code="703")]
        writing.add(boss)
        writing.flush()
        key = boss.id
    viewer = _viewer(session, key)
    for model in (LogEntry, Round, WorkOrder, ProductUse, Property, District):
        assert _seen(session, viewer, model) == set()
    assert _seen(session, viewer, Person) == {key}
