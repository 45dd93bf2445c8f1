"""Which rows of places change which documents."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from server.feed.rows import has_changed, session_of, values_of
from server.places.models import Area, BriefConfirmation, BriefItem, Building, District, Property, Space


def district_itself(row: District) -> Iterable[str]:
    """A district's own document."""
    return [row.code]


def districts_of_area(row: Area) -> Iterable[str]:
    """Districts bear the names of their area."""
    return session_of(row).scalars(select(District.code).where(District.area_code == row.code))


def districts_of_property(row: Property) -> Iterable[str]:
    """A property that moves may take a company out of one district and into another."""
    return values_of(row, "district_code") if has_changed(row, "district_code") else ()


def districts_of_building(row: Building) -> Iterable[str]:
    """Which companies clean in a district follows from its buildings."""
    if not has_changed(row, "cleaning_provider_id", "property_id"):
        return ()
    properties = values_of(row, "property_id")
    return session_of(row).scalars(select(Property.district_code).where(Property.id.in_(properties)))


def property_itself(row: Property) -> Iterable[str]:
    """A property's own document."""
    return [row.id]


def properties_of_building(row: Building) -> Iterable[str]:
    """Who cleans a building has its property too."""
    return values_of(row, "property_id")


def building_itself(row: Building) -> Iterable[str]:
    """A building's own document, and its brief, whose key is the same."""
    return [row.id]


def buildings_of_space(row: Space) -> Iterable[str]:
    """A building's document lists its spaces."""
    return values_of(row, "building_id")


def buildings_of_property(row: Property) -> Iterable[str]:
    """A property that moves to another district takes its buildings and briefs along."""
    if not has_changed(row, "district_code"):
        return ()
    return session_of(row).scalars(select(Building.id).where(Building.property_id == row.id))


def brief_of_item(row: BriefItem) -> Iterable[str]:
    """A brief lists its items."""
    return [row.building_id]


def confirmation_itself(row: BriefConfirmation) -> Iterable[str]:
    """A confirmation's own document."""
    return [row.id]
