"""What places give to the feed and to the inbox."""

from __future__ import annotations

from server.feed.registry import register_documents
from server.inbox.registry import register_handler
from server.places import brief_documents, documents, operations, watches
from server.places.models import Area, BriefConfirmation, BriefItem, Building, District, Property, Space


def register() -> None:
    """Register the documents and operations of places. Before the subjects above, which add watches of their own."""
    register_documents(
        "district",
        documents.build_districts,
        {
            District: watches.district_itself,
            Area: watches.districts_of_area,
            Property: watches.districts_of_property,
            Building: watches.districts_of_building,
        },
    )
    register_documents(
        "property",
        documents.build_properties,
        {Property: watches.property_itself, Building: watches.properties_of_building},
    )
    register_documents(
        "building",
        documents.build_buildings,
        {
            Building: watches.building_itself,
            Space: watches.buildings_of_space,
            Property: watches.buildings_of_property,
        },
    )
    register_documents(
        "brief",
        brief_documents.build_briefs,
        {
            BriefItem: watches.brief_of_item,
            Building: watches.building_itself,
            Property: watches.buildings_of_property,
        },
    )
    register_documents("brief_codes", brief_documents.build_codes, {BriefItem: watches.brief_of_item})
    register_documents(
        "brief_confirmation",
        brief_documents.build_confirmations,
        {BriefConfirmation: watches.confirmation_itself},
    )
    register_handler("brief.confirm", operations.confirm)
