"""What the desk does: see what an inspection of a building would be, and make one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.database import new_id
from server.inspections.models import InspectedSpace, Inspection
from server.inspections.rules import DEFAULT_LEVELS, draw, sample_size
from server.inspections.standards import required_levels, sampling_table
from server.inspections.terms import on_fail
from server.people.models import Person
from server.places.models import Building, Space
from server.rounds.models import Round


@dataclass(frozen=True, slots=True)
class Prepared:
    """What an inspection would be: whose work, out of which spaces, and how many of them are drawn."""

    organisation_id: str
    lot: Sequence[Space]
    sample: int


def prepare(session: Session, building: Building, work: str, on: date) -> Prepared:
    """Of a building's spaces those that are inspected; the work is whose last round of it in the building was, or else
    the cleaning provider's."""
    lot = [space for space in building.spaces if space.kind in DEFAULT_LEVELS]
    last = session.scalars(
        select(Round.organisation_id)
        .where(Round.building_id == building.id, Round.work == work, Round.on <= on)
        .where(Round.withdrawn_at.is_(None))
        .order_by(Round.on.desc(), Round.id.desc())
        .limit(1)
    ).first()
    return Prepared(
        last or building.cleaning_provider_id, lot, sample_size(sampling_table(session), len(lot))
    )


def make_inspection(
    session: Session,
    building: Building,
    work: str,
    on: date,
    inspector: Person,
    now: datetime,
    *,
    by: Person | None = None,
    inspection_id: str | None = None,
) -> Inspection:
    """Draw the spaces, by the inspection's id, and give them to the inspector."""
    prepared = prepare(session, building, work, on)
    levels = required_levels(session)
    inspection = Inspection(
        id=inspection_id or new_id(),
        property_id=building.property_id,
        building_id=building.id,
        organisation_id=prepared.organisation_id,
        work=work,
        on=on,
        inspector_id=inspector.id,
        lot_size=len(prepared.lot),
        on_fail=on_fail(),
        made_by_id=by.id if by is not None else None,
        made_at=now,
    )
    session.add(inspection)
    session.flush()
    drawn = draw(inspection.id, [space.id for space in prepared.lot], prepared.sample)
    chosen = [space for space in prepared.lot if space.id in drawn]
    for position, space in enumerate(chosen, start=1):
        session.add(
            InspectedSpace(
                inspection_id=inspection.id,
                position=position,
                space_id=space.id,
                required=levels[space.kind],
                findings=[],
            )
        )
    session.flush()
    return inspection
