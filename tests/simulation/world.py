"""The small landlord of the simulation: enough for every kind of operation and every kind of bucket, and no more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from server.database import new_id
from server.duty.models import DutyAlert, DutyStep
from server.inspections.services import make_inspection
from server.local_time import local_day
from server.people.models import Organisation
from server.places.models import Area, BriefItem, Building, District, Property
from server.products.models import Licence, StockItem
from server.work_orders.services import Contact, NewOrder, assign, create_order
from tests.rows import add_building, add_person, add_plan, add_product, add_round

DISTRICTS = ("703", "704")
_SPACES = tuple((kind, kind) for kind in ("stairwell", "shared_sauna", "courtyard"))
_TASKS = ("sweep",)


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

    cleaner = add_person(session, "Aino Laine", "cleaner", landlord, "703")
    other = add_person(session, "Bao Nguyen", "cleaner", landlord, "703")
    # A supervisor has a caretaker's buckets, and inspects.
    caretaker = add_person(session, "Kalle Koski", "supervisor", landlord, "703")
    outside = add_person(session, "Olena Bondar", "cleaner", company, "703")
    supervisor = add_person(session, "Sari Salo", "supervisor", landlord, *DISTRICTS)
    admin = add_person(session, "Anna Admin", "admin", landlord)
    session.flush()

    home = _property(session, "91-47-1-1", "703")
    far = _property(session, "91-54-1-1", "704")
    own = _building(session, home, "1000000001", landlord)
    bought = _building(session, home, "1000000002", company)
    distant = _building(session, far, "1000000003", landlord)
    session.add(BriefItem(building_id=own.id, topic="access", text="Avain kaapissa.", language="fi"))
    for building in (own, distant):
        code = BriefItem(building_id=building.id, topic="access", text="Ovikoodi 2580", language="fi")
        code.is_sensitive = True
        session.add(code)
    session.flush()

    rounds = [
        add_round(session, own, landlord, cleaner, today, _TASKS),
        add_round(session, own, landlord, None, today + timedelta(days=1), _TASKS),
        add_round(session, bought, company, outside, today, _TASKS),
        add_round(session, distant, landlord, other, today + timedelta(days=2), _TASKS),
        add_round(session, own, landlord, caretaker, today, _TASKS, work="yard_care"),
    ]
    # Every second week, so that days that pass bring rounds, but not many.
    often = {"work": "basic_wash", "rrule": "FREQ=WEEKLY;INTERVAL=2", "starts_on": today}
    add_plan(session, own, landlord, other, ("mop",), own.spaces[:2], **often)

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

    for building, on_fail in ((own, "order"), (bought, "nothing")):
        inspection = make_inspection(session, building, "basic_wash", today, caretaker, now)
        inspection.on_fail = on_fail

    for order_id, asked in zip(orders, (cleaner, caretaker, outside, caretaker), strict=False):
        _alert(session, order_id, asked.id, now)

    products = [
        add_product(session, "Pihta Yleis", "general_cleaning"),
        add_product(session, "Kirkas Teho", "general_cleaning"),
        add_product(session, "Luja Rasva", "degreaser"),
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
        rounds=tuple(each.id for each in rounds),
        orders=tuple(orders),
    )


def _alert(session: Session, order_id: str, asked_id: str, now: datetime) -> None:
    """Somebody was asked about an order as a supervisor is, which leaves the order where it is; nobody more will be."""
    alert = DutyAlert(id=new_id(), order_id=order_id, area_code="7", raised_at=now, next_at=None)
    session.add(alert)
    session.flush()
    session.add(DutyStep(alert_id=alert.id, number=0, person_id=asked_id, role="supervisor", at=now))
    session.flush()


def _property(session: Session, code: str, district: str) -> Property:
    row = Property(code=code, name=code, address=code, postal_code="00940", district_code=district)
    session.add(row)
    session.flush()
    return row


def _building(session: Session, property_: Property, permanent_id: str, provider: Organisation) -> Building:
    name, address = permanent_id[-1], property_.address
    return add_building(session, property_, permanent_id, provider, _SPACES, name=name, address=address)
