"""Rows of the small landlords that tests live on: each is flushed at once, so that ids grow in the order of calling."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from server.people.models import Organisation, Person, PersonDistrict
from server.places.models import Building, Property, Space
from server.products.models import Product
from server.rounds.models import PlanVisit, Round, RoundPlan, Visit

NORM_MINUTES = 15


def add_person(
    session: Session, name: str, role: str, organisation: Organisation, *districts: str, **fields: Any
) -> Person:
    """Somebody who works in these districts."""
    person = Person(
        name=name,
        role=role,
        organisation_id=organisation.id,
        districts=[PersonDistrict(district_code=code) for code in districts],
        **fields,
    )
    session.add(person)
    session.flush()
    return person


def add_building(
    session: Session,
    property_: Property,
    permanent_id: str,
    provider: Organisation,
    spaces: Sequence[tuple[str, str]],
    **fields: Any,
) -> Building:
    """A building with spaces, each (kind, name), cleaned by the provider."""
    building = Building(
        property_id=property_.id, permanent_id=permanent_id, cleaning_provider_id=provider.id, **fields
    )
    session.add(building)
    session.flush()
    for position, (kind, name) in enumerate(spaces, start=1):
        space = Space(building_id=building.id, position=position, kind=kind, name=name)
        space.area_m2, space.norm_minutes = 40.0, NORM_MINUTES
        session.add(space)
        session.flush()
    session.refresh(building)
    return building


def add_plan(
    session: Session,
    building: Building,
    organisation: Organisation,
    person: Person,
    tasks: Sequence[str],
    spaces: Sequence[Space],
    **fields: Any,
) -> RoundPlan:
    """A plan over these spaces of a building; `fields` say which work, how often and from when."""
    plan = RoundPlan(
        property_id=building.property_id,
        building_id=building.id,
        organisation_id=organisation.id,
        person_id=person.id,
        **fields,
    )
    session.add(plan)
    session.flush()
    for space in spaces:
        session.add(PlanVisit(plan_id=plan.id, **_of(space, tasks)))
        session.flush()
    return plan


def add_round(
    session: Session,
    building: Building,
    organisation: Organisation,
    person: Person | None,
    on: date,
    tasks: Sequence[str],
    *,
    work: str = "maintenance_cleaning",
    plan: RoundPlan | None = None,
) -> Round:
    """A round over all spaces of a building; yard care belongs to the property alone."""
    round_ = Round(
        plan_id=plan.id if plan is not None else None,
        property_id=building.property_id,
        building_id=None if work == "yard_care" else building.id,
        organisation_id=organisation.id,
        person_id=person.id if person is not None else None,
        work=work,
        on=on,
    )
    session.add(round_)
    session.flush()
    for space in building.spaces:
        session.add(Visit(round_id=round_.id, **_of(space, tasks)))
        session.flush()
    session.refresh(round_)
    return round_


def add_product(session: Session, name: str, purpose: str, dosing: dict[str, Any] | None = None) -> Product:
    """A product without hazards, measured in millilitres."""
    product = Product(name=name, manufacturer="Pesuaine Oy", purpose=purpose, unit="ml", dosing=dosing)
    product.hazards, product.h_statements, product.p_statements = [], [], []
    session.add(product)
    session.flush()
    return product


def _of(space: Space, tasks: Sequence[str]) -> dict[str, Any]:
    """What a visit says of its space, planned or made."""
    return {
        "space_id": space.id,
        "position": space.position,
        "tasks": list(tasks),
        "norm_minutes": NORM_MINUTES,
    }
