"""Places follow work: a substitute finds the building of a round handed over, and loses it with the round."""

from datetime import UTC, datetime

import pytest

from server.database import transaction
from server.feed.stamp import buckets_of
from server.people.models import Person, PersonDistrict
from server.places.models import BriefItem, Building
from server.rounds import services as rounds
from server.rounds.models import Round
from server.work_orders import services as orders
from server.work_orders.models import WorkOrder
from tests.device import Device


@pytest.fixture
def places(world, app):
    """What a round in the far building needs; its district is nobody's of 703."""
    with transaction() as session:
        session.add(BriefItem(building_id=world.far_building, topic="access", text="?", language="fi"))
    return (
        f"building:{world.far_building}",
        f"brief:{world.far_building}",
        f"property:{world.far_property}",
    )


@pytest.fixture
def far_round(world, app):
    with transaction() as session:
        round_ = Round(
            property_id=world.far_property,
            building_id=world.far_building,
            organisation_id=world.landlord,
            work="maintenance_cleaning",
            on=world.today,
        )
        session.add(round_)
    return round_.id


def assign(round_id, person_id):
    with transaction() as session:
        person = session.get_one(Person, person_id) if person_id else None
        rounds.reassign(session, session.get_one(Round, round_id), person)


def holders(session, document_id):
    session.rollback()
    return {name for name in buckets_of(session, document_id) if name.startswith("person:")}


def test_a_substitute_finds_the_place_and_loses_it_with_the_round(client, world, places, far_round):
    device = Device(client, world.cleaner)
    device.sync()
    assert not set(places) & device.documents.keys()

    assign(far_round, world.cleaner)
    device.sync()
    assert {*places, f"round:{far_round}"} <= device.documents.keys()

    assign(far_round, world.other_cleaner)
    device.sync()
    assert not {*places, f"round:{far_round}"} & device.documents.keys()


def test_whoever_has_the_district_downloads_each_place_once(world, places, far_round, session):
    with transaction() as writing:
        writing.add(PersonDistrict(person_id=world.cleaner, district_code="704"))

    assign(far_round, world.cleaner)

    assert all(holders(session, document_id) == set() for document_id in places)


def test_a_district_that_is_taken_away_leaves_the_places_of_ones_rounds(world, places, far_round, session):
    with transaction() as writing:
        writing.add(PersonDistrict(person_id=world.cleaner, district_code="704"))
    assign(far_round, world.cleaner)

    with transaction() as writing:
        writing.delete(writing.get_one(PersonDistrict, (world.cleaner, "704")))
    assert all(holders(session, document_id) == {f"person:{world.cleaner}"} for document_id in places)

    with transaction() as writing:
        writing.add(PersonDistrict(person_id=world.cleaner, district_code="704"))
    assert all(holders(session, document_id) == set() for document_id in places)


def test_a_person_who_changes_employer_keeps_the_places_of_rounds_and_orders(world, session):
    with transaction() as writing:
        orders.assign(
            writing,
            writing.get_one(WorkOrder, world.order),
            writing.get_one(Person, world.cleaner),
            writing.get_one(Person, world.supervisor),
            datetime.now(UTC),
        )
        writing.get_one(Person, world.other_cleaner).organisation_id = world.company
    assign(world.round, world.other_cleaner)

    with transaction() as writing:
        writing.get_one(Person, world.cleaner).organisation_id = world.company
    # The order was the landlord's when it was assigned; both persons are the company's now.
    assert holders(session, f"brief:{world.own_building}") == {
        f"person:{world.cleaner}",
        f"person:{world.other_cleaner}",
    }


def test_an_order_takes_its_place_to_a_person_from_elsewhere(world, places, session):
    with transaction() as writing:
        order = writing.get_one(WorkOrder, world.order)
        order.property_id, order.building_id = world.far_property, world.far_building

    assert all(holders(session, document_id) == {f"person:{world.caretaker}"} for document_id in places)


def test_an_order_about_the_property_alone_brings_no_building(world, places, session):
    with transaction() as writing:
        order = writing.get_one(WorkOrder, world.order)
        order.property_id, order.building_id = world.far_property, None

    assert holders(session, f"property:{world.far_property}") == {f"person:{world.caretaker}"}
    assert holders(session, f"building:{world.far_building}") == set()


def test_an_order_in_a_space_brings_the_building_of_the_space(world, session):
    with transaction() as writing:
        order = writing.get_one(WorkOrder, world.order)
        order.building_id, order.space_id = None, world.company_spaces[0]
        order.trade, order.organisation_id = "cleaning", world.landlord

    assert "district:703:cleaning" in buckets_of(session, f"building:{world.company_building}")


def test_a_company_gets_the_place_of_a_round_it_may_take_up(world, places, far_round, session):
    with transaction() as writing:
        writing.get_one(Round, far_round).organisation_id = world.company

    assert all(f"company:{world.company}:704" in buckets_of(session, key) for key in places)


def test_the_landlords_cleaners_get_a_companys_building_with_a_round_there(world, session):
    with transaction() as writing:
        round_ = writing.get_one(Round, world.company_round)
        round_.person_id, round_.organisation_id = None, world.landlord

    assert "district:703:cleaning" in buckets_of(session, f"building:{world.company_building}")
    with transaction() as writing:
        assert writing.get_one(Building, world.company_building).cleaning_provider_id == world.company
        writing.get_one(Round, world.company_round).organisation_id = world.company
    assert "district:703:cleaning" not in buckets_of(session, f"building:{world.company_building}")
