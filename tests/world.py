"""A small landlord for tests: two districts, a service company, one person of each role, a round, an order, products.

`World` holds ids only, so that a test reads what it needs in its own transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.orm import Session

from server.local_time import local_day
from server.people.models import Organisation, Person
from server.places.models import Area, BriefItem, Building, District, Property
from server.products.models import Licence, StockItem
from server.rounds.models import Round, RoundPlan
from server.work_orders.models import OrderNumber, WorkOrder
from tests.rows import add_building, add_person, add_plan, add_product, add_round

_SPACES = (
    ("stairwell", "Porras A"),
    ("stairwell", "Porras B"),
    ("stairwell", "Porras C"),
    ("shared_sauna", "Talosauna"),
    ("laundry_room", "Pesutupa"),
    ("drying_room", "Kuivaushuone"),
    ("waste_room", "Jätehuone"),
)
_TASKS = ("sweep", "mop")
_DOSING = {"amount": 20, "per_litres": 8}


@dataclass(frozen=True, slots=True)
class World:
    """Ids of what there is."""

    today: date
    landlord: str
    company: str
    cleaner: str
    other_cleaner: str
    caretaker: str
    company_cleaner: str
    manager: str
    supervisor: str
    company_supervisor: str
    admin: str
    property: str
    own_building: str
    company_building: str
    far_property: str
    far_building: str
    spaces: tuple[str, ...]
    company_spaces: tuple[str, ...]
    plan: str
    round: str
    visits: tuple[str, ...]
    company_round: str
    order: str
    eco_product: str
    plain_product: str
    unstocked_product: str


def make_world(session: Session) -> World:
    """Make it in the caller's transaction."""
    now = datetime.now(UTC)
    today = local_day(now)
    session.add(Area(code="7", name_fi="Itäinen", name_sv="Östra", name_en="Eastern"))
    session.flush()
    for code, name in (("703", "Mellunkylä"), ("704", "Vuosaari")):
        session.add(District(code=code, area_code="7", name_fi=name, name_sv=name, name_en=name))
    landlord = Organisation(name="Kaupungin Kodit", kind="landlord")
    company = Organisation(name="Puhdas Porras Oy", kind="service_company")
    session.add_all([landlord, company])
    session.flush()

    def person(name: str, role: str, organisation: Organisation, *districts: str) -> Person:
        return add_person(session, name, role, organisation, *districts, phone="+358 40 555 0100")

    cleaner = person("Aino Laine", "cleaner", landlord, "703")
    other_cleaner = person("Bao Nguyen", "cleaner", landlord, "703")
    caretaker = person("Kalle Koski", "caretaker", landlord, "703")
    company_cleaner = person("Olena Bondar", "cleaner", company, "703")
    manager = person("Maija Mäki", "building_manager", landlord)
    supervisor = person("Sari Salo", "supervisor", landlord, "703", "704")
    company_supervisor = person("Timo Turunen", "supervisor", company, "703")
    admin = person("Anna Admin", "admin", landlord)
    session.flush()

    home = Property(
        code="91-47-1-1",
        name="Kontulankaari 3",
        address="Kontulankaari 3",
        postal_code="00940",
        district_code="703",
        building_manager_id=manager.id,
    )
    far = Property(
        code="91-54-1-1", name="Vuotie 10", address="Vuotie 10", postal_code="00980", district_code="704"
    )
    session.add_all([home, far])
    session.flush()
    own = _building(session, home, "1000000001", "A", landlord)
    bought = _building(session, home, "1000000002", "B", company)
    far_building = _building(session, far, "1000000003", "A", landlord)
    session.add(
        BriefItem(building_id=own.id, topic="access", text="Avain talonmiehen kaapissa.", language="fi")
    )
    session.flush()

    plan, round_ = _round(session, own, landlord, cleaner, today)
    _, company_round = _round(session, bought, company, company_cleaner, today)

    number = OrderNumber(order_id="0193b0c0-0000-7000-8000-00000000a001")
    session.add(number)
    session.flush()
    order = WorkOrder(
        id=number.order_id,
        number=number.number,
        property_id=home.id,
        building_id=own.id,
        organisation_id=landlord.id,
        place="Porras A, 2. kerros",
        category="lighting",
        trade="caretaking",
        urgency="minor",
        description="Porrasvalo ei syty.",
        state="assigned",
        reporter="resident",
        reported_at=now - timedelta(days=1),
        due_on=today + timedelta(days=3),
        assigned_to_id=caretaker.id,
    )
    session.add(order)

    eco = add_product(session, "Pihta Yleis", "general_cleaning", _DOSING)
    session.add(
        Licence(
            product_id=eco.id,
            label="nordic_swan",
            licence="3026 0001",
            valid_from=today - timedelta(days=400),
        )
    )
    plain = add_product(session, "Kirkas Teho", "general_cleaning", _DOSING)
    unstocked = add_product(session, "Luja Rasva", "degreaser", _DOSING)
    for product in (eco, plain):
        session.add(StockItem(organisation_id=landlord.id, product_id=product.id))
    session.flush()

    return World(
        today=today,
        landlord=landlord.id,
        company=company.id,
        cleaner=cleaner.id,
        other_cleaner=other_cleaner.id,
        caretaker=caretaker.id,
        company_cleaner=company_cleaner.id,
        manager=manager.id,
        supervisor=supervisor.id,
        company_supervisor=company_supervisor.id,
        admin=admin.id,
        property=home.id,
        own_building=own.id,
        company_building=bought.id,
        far_property=far.id,
        far_building=far_building.id,
        spaces=tuple(space.id for space in own.spaces),
        company_spaces=tuple(space.id for space in bought.spaces),
        plan=plan.id,
        round=round_.id,
        visits=tuple(visit.id for visit in round_.visits),
        company_round=company_round.id,
        order=order.id,
        eco_product=eco.id,
        plain_product=plain.id,
        unstocked_product=unstocked.id,
    )


def _building(
    session: Session, property_: Property, permanent_id: str, name: str, provider: Organisation
) -> Building:
    address = f"{property_.address} {name}"
    return add_building(session, property_, permanent_id, provider, _SPACES, name=name, address=address)


def _round(
    session: Session, building: Building, organisation: Organisation, person: Person, on: date
) -> tuple[RoundPlan, Round]:
    often = {"work": "maintenance_cleaning", "rrule": "FREQ=DAILY", "starts_on": on - timedelta(days=7)}
    plan = add_plan(session, building, organisation, person, _TASKS, building.spaces, **often)
    return plan, add_round(session, building, organisation, person, on, _TASKS, plan=plan)
