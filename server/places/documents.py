"""The documents `district`, `property` and `building` (docs/documents.md)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import column, select, table
from sqlalchemy.orm import Session, joinedload

from server.feed.fields import reference
from server.feed.registry import Built
from server.places import buckets
from server.places.models import Building, District, Property, Space
from server.places.work import Following, Work, work_by_property
from server.weekdays import are_eves_off

# People stand above places: of organisations only these two columns are needed here.
_organisations = table("organisations", column("id"), column("kind"))


def build_districts(session: Session, keys: Collection[str], now: datetime) -> Mapping[str, Built]:
    """Districts, for the landlord's people there, each company that cleans there, and whoever has work there."""
    own: dict[str, set[str]] = {code: {buckets.caretaking(code), buckets.cleaning(code)} for code in keys}
    statement = (
        select(Property.district_code, Building.cleaning_provider_id)
        .join(Building.property)
        .join(_organisations, _organisations.c.id == Building.cleaning_provider_id)
        .where(Property.district_code.in_(keys), _organisations.c.kind != buckets.LANDLORD)
        .distinct()
    )
    for code, organisation_id in session.execute(statement):
        own[code].add(buckets.company(organisation_id, code))
    in_districts = select(Property.id, Property.district_code).where(Property.district_code.in_(keys))
    district_of: dict[str, str] = {key: code for key, code in session.execute(in_districts)}  # noqa: C416 - rows
    works = work_by_property(session, district_of.keys(), now)
    following = Following(session, works, now)
    there: dict[str, list[Work]] = defaultdict(list)
    for property_id, at_property in works.items():
        there[district_of[property_id]] += at_property
    districts = select(District).options(joinedload(District.area)).where(District.code.in_(keys))
    return {
        district.code: Built(
            following.buckets(own[district.code], there[district.code]),
            {
                "code": district.code,
                "names": _names(district),
                "area": district.area_code,
                "area_names": _names(district.area),
                "has_eves_off": are_eves_off(),
            },
        )
        for district in session.scalars(districts)
    }


def build_properties(session: Session, keys: Collection[str], now: datetime) -> Mapping[str, Built]:
    """Properties, for the district's caretakers and for whoever cleans a building of theirs."""
    cleaners: dict[str, set[str]] = defaultdict(set)
    for row in _building_rows(session, Building.property_id.in_(keys)):
        cleaners[row.property_id].add(_cleaners_bucket(row))
    works = work_by_property(session, keys, now)
    following = Following(session, works, now)
    return {
        row.id: Built(
            following.buckets(
                {buckets.caretaking(row.district_code)} | cleaners[row.id], works.get(row.id, ())
            ),
            {
                "code": row.code,
                "name": row.name,
                "address": row.address,
                "postal_code": row.postal_code,
                "district": row.district_code,
                "building_manager": reference("person", row.building_manager_id),
            },
        )
        for row in session.execute(select(*Property.__table__.columns).where(Property.id.in_(keys)))
    }


def build_buildings(session: Session, keys: Collection[str], now: datetime) -> Mapping[str, Built]:
    """Buildings with their spaces in walking order."""
    rows = building_rows(session, keys)
    held = buckets_of_buildings(session, rows, now)
    spaces: dict[str, list[dict[str, Any]]] = defaultdict(list)
    statement = (
        select(*Space.__table__.columns).where(Space.building_id.in_(keys)).order_by(Space.position, Space.id)
    )
    for space in session.execute(statement):
        spaces[space.building_id].append(
            {
                "id": space.id,
                "kind": space.kind,
                "name": space.name,
                "floor": space.floor,
                "area_m2": space.area_m2,
                "norm_minutes": space.norm_minutes,
            }
        )
    return {
        row.id: Built(
            held[row.id],
            {
                "property": f"property:{row.property_id}",
                "permanent_id": row.permanent_id,
                "name": row.name,
                "address": row.address,
                "cleaning_provider": f"organisation:{row.cleaning_provider_id}",
                "spaces": spaces[row.id],
            },
        )
        for row in rows
    }


def building_rows(session: Session, keys: Collection[str]) -> Sequence[Any]:
    """Buildings with what their buckets depend on."""
    return _building_rows(session, Building.id.in_(keys))


def buckets_of_buildings(
    session: Session, rows: Sequence[Any], now: datetime
) -> Mapping[str, frozenset[str]]:
    """Where buildings lie, and their briefs with them. `rows` as of `building_rows`."""
    works = work_by_property(session, {row.property_id for row in rows}, now)
    following = Following(session, works, now)
    return {
        row.id: following.buckets(
            (buckets.caretaking(row.district_code), _cleaners_bucket(row)),
            (work for work in works.get(row.property_id, ()) if work.building_id == row.id),
        )
        for row in rows
    }


def _building_rows(session: Session, which: Any) -> Sequence[Any]:
    statement = (
        select(
            *Building.__table__.columns, Property.district_code, _organisations.c.kind.label("provider_kind")
        )
        .join(Building.property)
        .join(_organisations, _organisations.c.id == Building.cleaning_provider_id)
        .where(which)
    )
    return session.execute(statement).all()


def _cleaners_bucket(row: Any) -> str:
    return buckets.of_trade(row.cleaning_provider_id, row.provider_kind, "cleaning", row.district_code)


def _names(named: Any) -> dict[str, str]:
    return {"fi": named.name_fi, "sv": named.name_sv, "en": named.name_en}
