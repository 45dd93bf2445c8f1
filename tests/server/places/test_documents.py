"""Places as devices see them, and where they lie by themselves."""

from datetime import timedelta

from server.database import transaction
from server.feed.models import Document
from server.feed.stamp import buckets_of
from server.places.models import Area, BriefItem, Building, Property, Space
from tests.server.subjects import buckets, built, count_queries, undone


def test_a_district_bears_its_names_and_its_areas(world, session):
    assert built(session, "district:703").body == {
        "code": "703",
        "names": {"fi": "Mellunkylä", "sv": "Mellunkylä", "en": "Mellunkylä"},
        "area": "7",
        "area_names": {"fi": "Itäinen", "sv": "Östra", "en": "Eastern"},
        "has_eves_off": True,
    }


def test_a_property_bears_its_own_fields_and_its_managers_id(world, session):
    assert built(session, f"property:{world.property}").body == {
        "code": "91-47-1-1",
        "name": "Kontulankaari 3",
        "address": "Kontulankaari 3",
        "postal_code": "00940",
        "district": "703",
        "building_manager": f"person:{world.manager}",
    }
    assert built(session, f"property:{world.far_property}").body["building_manager"] is None


def test_a_building_lists_its_spaces_in_walking_order(world, app):
    with undone() as session:
        first, second = (session.get_one(Space, key) for key in world.spaces[:2])
        first.position, second.position = second.position, first.position
        building = built(session, f"building:{world.own_building}").body

    assert building | {"spaces": None} == {
        "property": f"property:{world.property}",
        "permanent_id": "1000000001",
        "name": "A",
        "address": "Kontulankaari 3 A",
        "cleaning_provider": f"organisation:{world.landlord}",
        "spaces": None,
    }
    assert [space["id"] for space in building["spaces"]] == [
        world.spaces[1],
        world.spaces[0],
        *world.spaces[2:],
    ]
    assert building["spaces"][0].keys() == {"id", "kind", "name", "floor", "area_m2", "norm_minutes"}


def test_a_brief_holds_what_is_still_valid(world, app):
    with undone() as session:
        for topic, days in (("water", -1), ("hazard", 0), ("storage", 1)):
            session.add(
                BriefItem(
                    building_id=world.own_building,
                    topic=topic,
                    text="?",
                    language="fi",
                    valid_to=world.today + timedelta(days=days),
                )
            )
        brief = built(session, f"brief:{world.own_building}").body

    assert brief["building"] == f"building:{world.own_building}"
    assert [item["topic"] for item in brief["items"]] == ["access", "hazard", "storage"]
    assert brief["items"][0].keys() == {"id", "topic", "text", "language", "valid_from", "valid_to"}
    assert brief["items"][0]["valid_to"] is None
    assert brief["items"][1]["valid_to"] == world.today.isoformat()


def test_a_building_without_special_features_has_no_brief(world, session):
    assert buckets(session, f"brief:{world.far_building}") == set()


def test_what_the_landlord_cleans_lies_with_its_caretakers_and_cleaners(world, session):
    landlords = {"district:703:caretaking", "district:703:cleaning"}

    assert buckets(session, f"building:{world.own_building}") == landlords
    assert buckets(session, f"brief:{world.own_building}") == landlords


def test_what_a_company_cleans_lies_with_its_cleaners_and_the_landlords_caretakers(world, session):
    assert buckets(session, f"building:{world.company_building}") == {
        "district:703:caretaking",
        f"company:{world.company}:703",
    }


def test_a_property_lies_with_everybody_who_cleans_in_it(world, session):
    assert buckets(session, f"property:{world.property}") == {
        "district:703:caretaking",
        "district:703:cleaning",
        f"company:{world.company}:703",
    }
    assert buckets(session, f"property:{world.far_property}") == {
        "district:704:caretaking",
        "district:704:cleaning",
    }


def test_a_property_of_which_a_company_cleans_all_is_not_the_landlords_cleaners(world, app):
    with undone() as session:
        session.get_one(Building, world.own_building).cleaning_provider_id = world.company

        assert "district:703:cleaning" not in buckets(session, f"property:{world.property}")


def test_a_district_lies_with_the_companies_that_clean_there(world, session):
    assert buckets(session, "district:703") == {
        "district:703:caretaking",
        "district:703:cleaning",
        f"company:{world.company}:703",
    }
    assert buckets(session, "district:704") == {"district:704:caretaking", "district:704:cleaning"}


def test_another_cleaner_moves_building_brief_property_and_district(world, session):
    with transaction() as writing:
        writing.get_one(Building, world.far_building).cleaning_provider_id = world.company
        writing.add(BriefItem(building_id=world.far_building, topic="access", text="?", language="fi"))

    theirs = f"company:{world.company}:704"
    for document_id in (
        f"building:{world.far_building}",
        f"brief:{world.far_building}",
        f"property:{world.far_property}",
    ):
        assert buckets_of(session, document_id) == {"district:704:caretaking", theirs}
    assert theirs in buckets_of(session, "district:704")


def test_a_property_that_moves_takes_everything_along(world, session):
    with transaction() as writing:
        writing.get_one(Property, world.property).district_code = "704"

    for document_id in (
        f"property:{world.property}",
        f"building:{world.own_building}",
        f"building:{world.company_building}",
        f"brief:{world.own_building}",
        f"work_order:{world.order}",
    ):
        assert {name.split(":")[-1] for name in buckets_of(session, document_id)} & {"703"} == set()
        assert not any(name.startswith("district:703") for name in buckets_of(session, document_id))
    company = f"company:{world.company}"
    assert f"{company}:704" in buckets_of(session, f"building:{world.company_building}")
    assert f"{company}:704" in buckets_of(session, "district:704")
    assert f"{company}:703" not in buckets_of(session, "district:703")


def test_a_building_that_moves_to_another_property_changes_both(world, session):
    with transaction() as writing:
        writing.get_one(Building, world.company_building).property_id = world.far_property

    assert f"company:{world.company}:703" not in buckets_of(session, f"property:{world.property}")
    assert f"company:{world.company}:704" in buckets_of(session, f"property:{world.far_property}")
    assert f"company:{world.company}:703" not in buckets_of(session, "district:703")


def test_a_new_name_of_an_area_reaches_its_districts(world, session):
    with transaction() as writing:
        writing.get_one(Area, "7").name_sv = "Östliga"

    with undone() as reading:
        assert built(reading, "district:704").body["area_names"]["sv"] == "Östliga"
        assert _revision(reading, "district:704") == 2


def test_a_changed_space_changes_its_building_alone(world, session):
    documents = [
        f"building:{world.own_building}",
        f"property:{world.property}",
        f"brief:{world.own_building}",
    ]
    before = [_revision(session, document_id) for document_id in documents]
    session.rollback()
    with transaction() as writing:
        writing.get_one(Space, world.spaces[0]).norm_minutes = 99

    after = [_revision(session, document_id) for document_id in documents]
    assert [new - old for old, new in zip(before, after, strict=True)] == [1, 0, 0]


def test_more_places_take_no_more_queries(world, app):
    few = [world.own_building, world.company_building]
    with undone() as session:
        added = [
            Building(
                property_id=world.property,
                permanent_id=f"20000000{number:02}",
                name=f"T{number}",
                address="?",
                cleaning_provider_id=world.landlord,
                spaces=[Space(position=1, kind="stairwell", name="A", area_m2=1, norm_minutes=1)],
                brief_items=[BriefItem(topic="access", text="?", language="fi")],
            )
            for number in range(10)
        ]
        session.add_all(added)
        session.add(BriefItem(building_id=world.company_building, topic="access", text="?", language="fi"))
        session.flush()
        many = [*few, *(building.id for building in added)]

        for document_type in ("building", "brief"):
            assert count_queries(session, document_type, many) == count_queries(session, document_type, few)
        both = [world.property, world.far_property]
        assert count_queries(session, "property", both) == count_queries(session, "property", both[:1])
        assert count_queries(session, "district", ["703", "704"]) == count_queries(
            session, "district", ["703"]
        )


def _revision(session, document_id):
    return session.get_one(Document, document_id).revision
