"""Puts checked rows into the database. Where nothing changes nothing is written, and no device downloads anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from server.database import chunks, new_id
from server.places.importing.row import RegisterRow
from server.places.importing.space_list import SpaceEntry
from server.places.models import Building, Property, Space
from server.places.space_kinds import SPACE_KINDS

Counts = Counter[tuple[str, str]]
"""(`property`, `building` or `space`; `created`, `changed` or `unchanged`) → how many."""


def load_rows(session: Session, rows: Sequence[RegisterRow]) -> Counts:
    """Create what is new and change what differs, by property code and permanent building id.

    A space is known by its kind and name in its building. One that the register does not name stays, after the others.
    """
    properties = _properties(session, {row.property_code for row in rows})
    buildings = _buildings(session, {row.building_permanent_id for row in rows})
    outcomes: dict[tuple[str, str], str] = {}
    for row in rows:
        owner, outcome = _put_property(session, properties.get(row.property_code), row)
        properties[row.property_code] = owner
        _note(outcomes, ("property", owner.id), outcome)
        building, outcome = _put_building(session, buildings.get(row.building_permanent_id), owner, row)
        buildings[row.building_permanent_id] = building
        _note(outcomes, ("building", building.id), outcome)
        for space, outcome in _put_spaces(session, building, row.spaces):
            _note(outcomes, ("space", space.id), outcome)
    session.flush()
    return Counter((what, outcome) for (what, _), outcome in outcomes.items())


def _note(outcomes: dict[tuple[str, str], str], key: tuple[str, str], outcome: str) -> None:
    """A later row about the same thing counts only when it adds to what an earlier one left unchanged."""
    if outcomes.get(key, "unchanged") == "unchanged":
        outcomes[key] = outcome


def _properties(session: Session, codes: set[str]) -> dict[str, Property]:
    found: dict[str, Property] = {}
    for batch in chunks(sorted(codes)):
        found.update(
            {row.code: row for row in session.scalars(select(Property).where(Property.code.in_(batch)))}
        )
    return found


def _buildings(session: Session, permanent_ids: set[str]) -> dict[str, Building]:
    found: dict[str, Building] = {}
    for batch in chunks(sorted(permanent_ids)):
        statement = (
            select(Building).where(Building.permanent_id.in_(batch)).options(selectinload(Building.spaces))
        )
        found.update({row.permanent_id: row for row in session.scalars(statement)})
    return found


def _put_property(session: Session, owner: Property | None, row: RegisterRow) -> tuple[Property, str]:
    values: dict[str, Any] = {
        "name": row.property_name,
        "address": row.address,
        "postal_code": row.postal_code,
        "district_code": row.district,
    }
    if row.building_manager is not None:
        values["building_manager_id"] = row.building_manager
    if owner is None:
        owner = Property(code=row.property_code, **values)
        session.add(owner)
        session.flush()
        return owner, "created"
    return owner, _change(owner, values)


def _put_building(
    session: Session, building: Building | None, owner: Property, row: RegisterRow
) -> tuple[Building, str]:
    values: dict[str, Any] = {"name": row.building_name, "cleaning_provider_id": row.cleaning_provider}
    if row.building_address is not None:
        values["address"] = row.building_address
    if building is None:
        building = Building(
            permanent_id=row.building_permanent_id, property_id=owner.id, **{"address": row.address, **values}
        )
        building.spaces = []
        session.add(building)
        session.flush()
        return building, "created"
    return building, _change(building, values)


def _put_spaces(
    session: Session, building: Building, entries: Sequence[SpaceEntry]
) -> list[tuple[Space, str]]:
    if not entries:
        return []
    there = {(space.kind, space.name): space for space in building.spaces}
    outcomes = []
    for position, entry in enumerate(entries, start=1):
        space = there.pop((entry.kind, entry.name), None)
        if space is None:
            space = _new_space(position, entry)
            building.spaces.append(space)
            outcomes.append((space, "created"))
        else:
            said = {"floor": entry.floor, "area_m2": entry.area_m2, "norm_minutes": entry.norm_minutes}
            values = {name: value for name, value in said.items() if value is not None}
            outcomes.append((space, _change(space, {"position": position, **values})))
    for position, space in enumerate(there.values(), start=len(entries) + 1):
        _change(space, {"position": position})
    session.flush()
    return outcomes


def _new_space(position: int, entry: SpaceEntry) -> Space:
    usual = SPACE_KINDS[entry.kind]
    return Space(
        id=new_id(),
        position=position,
        kind=entry.kind,
        name=entry.name,
        floor=entry.floor,
        area_m2=usual.area_m2 if entry.area_m2 is None else entry.area_m2,
        norm_minutes=usual.norm_minutes if entry.norm_minutes is None else entry.norm_minutes,
    )


def _change(row: Property | Building | Space, values: dict[str, Any]) -> str:
    differing = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in differing.items():
        setattr(row, name, value)
    return "changed" if differing else "unchanged"
