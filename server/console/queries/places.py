"""The places that a viewer may choose from."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from server.places.models import Building, District, Property
from server.review.permission import Viewer, visible

SUGGESTIONS_MAX = 20


def districts(session: Session, viewer: Viewer) -> Sequence[District]:
    """Districts in the order of their codes, with their areas."""
    statement = (
        select(District)
        .where(visible(viewer, District))
        .options(joinedload(District.area))
        .order_by(District.code)
    )
    return session.scalars(statement).all()


def suggested_properties(session: Session, viewer: Viewer, text: str) -> Sequence[Property]:
    """Properties whose address, name or code has the text in it; those that begin with it come first."""
    if not text:
        return []
    columns = (Property.address, Property.name, Property.code)
    statement = (
        select(Property)
        .where(
            visible(viewer, Property), or_(*(column.icontains(text, autoescape=True) for column in columns))
        )
        .order_by(~Property.address.istartswith(text, autoescape=True), Property.address, Property.code)
        .limit(SUGGESTIONS_MAX)
        .options(selectinload(Property.buildings), joinedload(Property.district))
    )
    return session.scalars(statement).all()


def properties_where(district_code: str | None, place: str) -> Select[str] | None:
    """The ids of the properties of a district, or whose address, name or code has the text in it; None for all."""
    if not district_code and not place:
        return None
    places = select(Property.id)
    if district_code:
        places = places.where(Property.district_code == district_code)
    if place:
        columns = (Property.address, Property.name, Property.code)
        places = places.where(or_(*(column.icontains(place, autoescape=True) for column in columns)))
    return places


def buildings_to_choose(viewer: Viewer, property_: Property) -> Sequence[Building]:
    """A property's buildings that the viewer may order work for: a service company those that it cleans."""
    if viewer.is_landlord:
        return property_.buildings
    return [row for row in property_.buildings if row.cleaning_provider_id == viewer.organisation_id]
