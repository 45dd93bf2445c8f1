"""The small landlord of the simulation: enough for every kind of operation and every kind of bucket, and no more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.orm import Session

from server.local_time import local_day
from server.people.models import Organisation, Person, PersonDistrict
from server.places.models import Area, BriefItem, Building, District, Property, Space
from server.products.models import Licence, Product, StockItem
from server.rounds.models import PlanVisit, Round, RoundPlan, Visit
from server.work_orders.services import Contact, NewOrder, assign, create_order

DISTRICTS = ("703", "704")


@dataclass(frozen=True, slots=True)
class Place:
    """A building with its property and spaces, and who cleans it."""

    property: str
    building: str
    spaces: tuple[str, ...]
    provider: str


@dataclass(frozen=True, slots=True)
class World:
    """Ids of what there is at the beginning."""

    landlord: str
    company: str
    cleaner: str
    other_cleaner: str
    caretaker: str
    company_cleaner: str
    supervisor: str
    admin: str
    places: tuple[Place, ...]
    products: tuple[str, ...]
    rounds: tuple[str, ...]
    orders: tuple[str, ...]

    @property
    def workers(self) -> tuple[str, ...]:
        """Persons who may have phones."""
        return (self.cleaner, self.other_cleaner, self.caretaker, self.company_cleaner)


def make_world(session: Session) -> World:
    """Make it in the caller's transaction."""
    now = datetime.now(UTC)
    today = local_day(now)
    session.add(Area(code="7", name_fi="Itäinen", name_sv="Östra", name_en="Eastern"))
    session.flush()
    for code in DISTRICTS:
        session.add(District(code=code, area_code="7", name_fi=code, name_sv=code, name_en=code))
    landlord = Organisation(name="Kaupungin Kodit", kind="landlord")
    company = Organisation(name="Puhdas Porras Oy", kind="service_company")
    session.add_all([landlord, company])
    session.flush()

    cleaner = _person(session, "Aino Laine", "cleaner", landlord, "703")
    other = _person(session, "Bao Nguyen", "cleaner", landlord, "703")
    caretaker = _person(session, "Kalle Koski", "caretaker", landlord, "703")
    outside = _person(session, "Olena Bondar", "cleaner", company, "703")
    supervisor = _person(session, "Sari Salo", "supervisor", landlord, *DISTRICTS)
    admin = _person(session, "Anna Admin", "admin", landlord)
    session.flush()

    home = _property(session, "91-47-1-1", "703")
    far = _property(session, "91-54-1-1", "704")
    own = _building(session, home, "1000000001", landlord)
    bought = _building(session, home, "1000000002", company)
    distant = _building(session, far, "1000000003", landlord)
    session.add(BriefItem(building_id=own.id, topic="access", text="Avain kaapissa.", language="fi"))
    session.flush()

    rounds = [
        _round(session, own, landlord, cleaner, today),
        _round(session, own, landlord, None, today + timedelta(days=1)),
        _round(session, bought, company, outside, today),
        _round(session, distant, landlord, other, today + timedelta(days=2)),
        _round(session, own, landlord, caretaker, today, work="yard_care"),
    ]
    _plan(session, own, landlord, other, today)

    contact = Contact("Matti Meikäläinen", "+358 40 555 0199", "A 12")
    orders = []
    for building, category, contact_, person in (
        (own, "lighting", contact, caretaker),
        (own, "cleaning", None, None),
        (bought, "cleaning", contact, outside),
        (own, "water_leak", contact, None),
        (distant, "lock", None, None),
    ):
        order = create_order(
            session,
            NewOrder(
                property=building.property,
                building=building,
                category=category,
                description="Kuvaus.",
                reporter="resident",
                entry="at_home" if contact_ else "not_needed",
                contact=contact_,
            ),
            now,
        )
        session.flush()
        if person is not None:
            assign(session, order, person, supervisor, now)
        orders.append(order.id)

    products = [
        _product(session, "Pihta Yleis", "general_cleaning"),
        _product(session, "Kirkas Teho", "general_cleaning"),
        _product(session, "Luja Rasva", "degreaser"),
    ]
    session.add(
        Licence(
            product_id=products[0].id,
            label="nordic_swan",
            licence="3026 0001",
            valid_from=today - timedelta(days=400),
        )
    )
    for organisation in (landlord, company):
        session.add(StockItem(organisation_id=organisation.id, product_id=products[0].id))
    session.flush()
    return World(
        landlord=landlord.id,
        company=company.id,
        cleaner=cleaner.id,
        other_cleaner=other.id,
        caretaker=caretaker.id,
        company_cleaner=outside.id,
        supervisor=supervisor.id,
        admin=admin.id,
        places=tuple(
            Place(b.property_id, b.id, tuple(s.id for s in b.spaces), b.cleaning_provider_id)
            for b in (own, bought, distant)
        ),
        products=tuple(product.id for product in products),
        rounds=tuple(rounds),
        orders=tuple(orders),
    )


def _person(session: Session, name: str, role: str, organisation: Organisation, *districts: str) -> Person:
    person = Person(
        name=name,
        role=role,
        organisation_id=organisation.id,
        districts=[PersonDistrict(district_code=code) for code in districts],
    )
    session.add(person)
    session.flush()
    return person


def _property(session: Session, code: str, district: str) -> Property:
    row = Property(code=code, name=code, address=code, postal_code="00940", district_code=district)
    session.add(row)
    session.flush()
    return row


def _building(session: Session, property_: Property, permanent_id: str, provider: Organisation) -> Building:
    building = Building(
        property_id=property_.id,
        permanent_id=permanent_id,
        name=permanent_id[-1],
        address=property_.address,
        cleaning_provider_id=provider.id,
    )
    session.add(building)
    session.flush()
    for position, kind in enumerate(("stairwell", "shared_sauna", "courtyard"), start=1):
        session.add(
            Space(
                building_id=building.id,
                position=position,
                kind=kind,
                name=kind,
                area_m2=40.0,
                norm_minutes=15,
            )
        )
        session.flush()
    session.refresh(building)
    return building


def _round(
    session: Session,
    building: Building,
    organisation: Organisation,
    person: Person | None,
    on: date,
    work: str = "maintenance_cleaning",
) -> str:
    round_ = Round(
        property_id=building.property_id,
        building_id=None if work == "yard_care" else building.id,
        organisation_id=organisation.id,
        person_id=person.id if person is not None else None,
        work=work,
        on=on,
    )
    session.add(round_)
    session.flush()
    for space in building.spaces:
        session.add(
            Visit(
                round_id=round_.id,
                position=space.position,
                space_id=space.id,
                tasks=["sweep"],
                norm_minutes=15,
            )
        )
        session.flush()
    return round_.id


def _plan(session: Session, building: Building, organisation: Organisation, person: Person, on: date) -> None:
    """Every second week, so that days that pass bring rounds, but not many."""
    plan = RoundPlan(
        property_id=building.property_id,
        building_id=building.id,
        organisation_id=organisation.id,
        person_id=person.id,
        work="basic_wash",
        rrule="FREQ=WEEKLY;INTERVAL=2",
        starts_on=on,
    )
    session.add(plan)
    session.flush()
    for space in building.spaces[:2]:
        session.add(
            PlanVisit(
                plan_id=plan.id,
                position=space.position,
                space_id=space.id,
                tasks=["mop"],
                norm_minutes=15,
            )
        )
    session.flush()


def _product(session: Session, name: str, purpose: str) -> Product:
    product = Product(
        name=name,
        manufacturer="Pesuaine Oy",
        purpose=purpose,
        unit="ml",
        hazards=[],
        h_statements=[],
        p_statements=[],
        dosing=None,
    )
    session.add(product)
    session.flush()
    return product
