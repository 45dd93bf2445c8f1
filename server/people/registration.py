"""What people register with the feed and the inbox."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from server.feed.registry import register_documents
from server.feed.rows import has_changed, session_of, values_of
from server.feed.scope import register_scope
from server.inbox.registry import register_authors
from server.people.devices import author_from
from server.people.documents import build_organisations, build_persons
from server.people.models import Organisation, Person, PersonDistrict
from server.people.scope import buckets_of_persons
from server.places.models import Building, Property


def register() -> None:
    """Register persons, organisations, the scope and authors."""
    register_documents(
        "person",
        build_persons,
        {
            Person: lambda person: [person.id],
            PersonDistrict: lambda item: [item.person_id],
            Property: _managers_of_property,
            Building: _manager_of_building,
        },
    )
    register_documents("organisation", build_organisations, {Organisation: lambda row: [row.id]})
    register_scope("people", buckets_of_persons)
    register_authors(author_from)


def _managers_of_property(row: Property) -> Iterable[str]:
    """A manager lies in the buckets of the districts of the managed properties."""
    return (
        values_of(row, "building_manager_id")
        if has_changed(row, "building_manager_id", "district_code")
        else ()
    )


def _manager_of_building(row: Building) -> Iterable[str | None]:
    """A company that begins to clean a building needs to reach its manager."""
    if not has_changed(row, "cleaning_provider_id", "property_id"):
        return ()
    properties = values_of(row, "property_id")
    return session_of(row).scalars(select(Property.building_manager_id).where(Property.id.in_(properties)))
