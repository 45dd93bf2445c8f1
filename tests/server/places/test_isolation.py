"""A whole district between the landlord and two companies: each cleaner receives the own part, counted, and no more."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from server.database import transaction
from server.people.models import Organisation, Person, PersonDistrict
from server.places.models import BriefItem, Building, Property, Space
from server.rounds.models import Round, Visit
from server.work_orders.services import Contact, NewOrder, create_order
from tests.device import Device

PROPERTIES = 6
PROVIDERS = ("landlord", "company", "rival")
"""Each property has a building of each of them."""


@dataclass(frozen=True)
class Place:
    provider: str
    property: str
    building: str


@pytest.fixture
def district(world, app):
    """District 704 with a building, a brief, an unassigned round and a cleaning order for each provider's building."""
    with transaction() as session:
        rival = Organisation(name="Kilpailija Oy", kind="service_company")
        session.add(rival)
        session.flush()
        organisations = {"landlord": world.landlord, "company": world.company, "rival": rival.id}
        cleaners = {}
        for name, organisation_id in organisations.items():
            cleaner = Person(
                name=name,
                role="cleaner",
                organisation_id=organisation_id,
                districts=[PersonDistrict(district_code="704")],
            )
            session.add(cleaner)
            session.flush()
            cleaners[name] = cleaner.id
        places = [
            make_place(session, number, name, organisations[name], world.today)
            for number in range(PROPERTIES)
            for name in PROVIDERS
        ]
    return cleaners, places, organisations


def make_place(session, number, provider, organisation_id, today):
    code = f"91-54-9-{number + 1}"
    property_ = session.query(Property).filter_by(code=code).one_or_none()
    if property_ is None:
        property_ = Property(code=code, name=code, address=code, district_code="704")
        session.add(property_)
        session.flush()
    building = Building(
        property_id=property_.id,
        permanent_id=f"3{number:04}{PROVIDERS.index(provider):04}X",
        name=provider,
        address=code,
        cleaning_provider_id=organisation_id,
        spaces=[Space(position=1, kind="stairwell", name="A", area_m2=30, norm_minutes=10)],
        brief_items=[BriefItem(topic="access", text=f"ovikoodi {number}", language="fi")],
    )
    session.add(building)
    session.flush()
    session.add(
        Round(
            property_id=property_.id,
            building_id=building.id,
            organisation_id=organisation_id,
            work="maintenance_cleaning",
            on=today + timedelta(days=1),
            visits=[Visit(position=1, space_id=building.spaces[0].id, tasks=["mop"], norm_minutes=10)],
        )
    )
    for category in ("cleaning", "lighting"):
        create_order(
            session,
            NewOrder(
                property=property_,
                building=building,
                category=category,
                description="?",
                reporter="resident",
                contact=Contact("R. Asukas", "+358 40 555 0199", "A 1"),
            ),
            datetime.now(UTC),
        )
    return Place(provider, property_.id, building.id)


def received(client, person_id):
    device = Device(client, person_id)
    device.sync()
    return device.documents


def places_named_in(documents):
    """Every building that any document names."""
    return {
        value
        for document in documents.values()
        for value in document.values()
        if isinstance(value, str) and value.startswith("building:")
    }


@pytest.mark.parametrize("provider", ["company", "rival"])
def test_a_companys_cleaner_receives_the_companys_part_and_no_more(client, district, provider):
    cleaners, places, organisations = district
    documents = received(client, cleaners[provider])

    own = {f"building:{place.building}" for place in places if place.provider == provider}
    assert {key for key in documents if key.startswith("building:")} == own
    assert places_named_in(documents) == own
    counts = Counter(document["type"] for document in documents.values())
    catalogue = {"product", "stock", "organisation", "person"}
    assert {kind: count for kind, count in counts.items() if kind not in catalogue} == {
        "district": 1,
        "property": PROPERTIES,
        "building": PROPERTIES,
        "brief": PROPERTIES,
        "round": PROPERTIES,
        "work_order": PROPERTIES,
    }
    work = [document for document in documents.values() if document["type"] in ("round", "work_order")]
    assert {document["organisation"] for document in work} == {f"organisation:{organisations[provider]}"}
    assert {document.get("category", "cleaning") for document in work} == {"cleaning"}


def test_the_landlords_cleaner_receives_what_the_landlord_cleans(client, district, world):
    cleaners, places, _ = district
    documents = received(client, cleaners["landlord"])

    own = {f"building:{place.building}" for place in places if place.provider == "landlord"}
    own.add(f"building:{world.far_building}")
    assert places_named_in(documents) | {key for key in documents if key.startswith("building:")} == own
    counts = Counter(document["type"] for document in documents.values())
    assert (counts["round"], counts["work_order"]) == (PROPERTIES, PROPERTIES)


def test_the_landlords_caretakers_know_every_building_and_no_cleaning(client, district, world):
    _, places, _ = district
    documents = received(client, world.supervisor)

    assert {f"building:{place.building}" for place in places} <= documents.keys()
    counts = Counter(document["type"] for document in documents.values())
    assert counts["round"] == 0
    orders = [document for document in documents.values() if document["type"] == "work_order"]
    assert {document["trade"] for document in orders} == {"caretaking"}
    assert len(orders) == PROPERTIES * len(PROVIDERS) + 1


def test_nobody_receives_contact_data_of_orders_they_do_not_have(client, district, world):
    cleaners, _, _ = district

    for person_id in (*cleaners.values(), world.supervisor, world.manager, world.caretaker):
        assert not any(key.startswith("order_contact:") for key in received(client, person_id))
