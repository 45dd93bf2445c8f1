"""What places give to the feed."""

from __future__ import annotations

from server.feed.registry import register_documents
from server.places import documents, watches
from server.places.models import Area, BriefItem, Building, District, Property, Space


def register() -> None:
    """Register the documents of places. Before the subjects above, which add watches of their own to these."""
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
        documents.build_briefs,
        {
            BriefItem: watches.brief_of_item,
            Building: watches.building_itself,
            Property: watches.buildings_of_property,
        },
    )
