"""Applies what devices recorded in yards (docs/operations.md). Corrections are appended, nothing is overwritten."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.courtyard.models import CourtyardCorrection, CourtyardRecord
from server.courtyard.rules import dangers, level_of
from server.courtyard.signals import Danger, danger_found
from server.inbox.registry import Outcome, Quarantine, Received
from server.places.models import Building, Property, Space
from sync.operations import CourtyardCorrect
from sync.operations import CourtyardRecord as Recorded


def record(session: Session, received: Received) -> Outcome:
    """`courtyard.record`"""
    payload = cast(Recorded, received.operation.payload)
    about = {"property_id": _key(payload.property), "building_id": _key(payload.building)}
    if session.get(CourtyardRecord, received.target_key) is not None:
        about |= {"courtyard_record_id": received.target_key}
        raise Quarantine("target_exists", received.operation.target, about)
    _require_place(session, payload, about)
    fields = dict(payload.fields)
    made = CourtyardRecord(
        id=received.target_key,
        record_kind=payload.record_kind,
        form_version=payload.form_version,
        property_id=about["property_id"],
        building_id=about["building_id"],
        space_id=payload.space,
        organisation_id=received.author.organisation_id,
        by_id=received.author.person_id,
        at=received.at,
        started_at=_corrected(payload.started_at, received),
        ended_at=_corrected(payload.ended_at, received),
        fields=fields,
        text=payload.text,
        check_level=level_of(payload.record_kind, fields),
    )
    session.add(made)
    session.flush()
    _tell_dangers(session, made, fields, received)
    return Outcome(about=_about(made))


def correct(session: Session, received: Received) -> Outcome:
    """`courtyard.correct`: the last in time says what holds."""
    payload = cast(CourtyardCorrect, received.operation.payload)
    made = session.get(CourtyardRecord, received.target_key, with_for_update=True, populate_existing=True)
    if made is None:
        raise Quarantine("unknown_target", f"no {received.operation.target}")
    if payload.record_kind != made.record_kind:
        raise Quarantine("invalid_payload", f"the record is of the kind {made.record_kind}", _about(made))
    if session.get(CourtyardCorrection, received.operation.id) is None:
        session.add(
            CourtyardCorrection(
                id=received.operation.id,
                record_id=made.id,
                form_version=payload.form_version,
                by_id=received.author.person_id,
                at=received.at,
                fields=dict(payload.fields),
                text=payload.text,
            )
        )
        session.flush()
    standing = _standing(session, made)
    made.check_level = level_of(made.record_kind, standing)
    _tell_dangers(session, made, standing, received)
    return Outcome(about=_about(made))


def _require_place(session: Session, payload: Recorded, about: dict[str, str | None]) -> None:
    property_ = session.get(Property, about["property_id"])
    building = session.get(Building, about["building_id"]) if payload.building else None
    space = session.get(Space, payload.space) if payload.space else None
    if property_ is None or (payload.building and building is None) or (payload.space and space is None):
        raise Quarantine("unknown_target", "no such property, building or space", about)
    if building is not None and building.property_id != property_.id:
        raise Quarantine("invalid_payload", "the building belongs elsewhere", about)
    if space is not None:
        is_here = space.building_id == building.id if building else space.building.property_id == property_.id
        if not is_here:
            raise Quarantine("invalid_payload", "the space belongs elsewhere", about)


def _corrected(at: datetime, received: Received) -> datetime:
    """An instant that the phone named, moved as far as its clock was wrong, and never after receipt."""
    moved = at + (received.at - received.operation.recorded_at)
    return min(moved.astimezone(UTC), received.received_at)


def _standing(session: Session, made: CourtyardRecord) -> dict[str, Any]:
    newest = (
        select(CourtyardCorrection.fields)
        .where(CourtyardCorrection.record_id == made.id)
        .order_by(CourtyardCorrection.at.desc(), CourtyardCorrection.id.desc())
        .limit(1)
    )
    standing: dict[str, Any] = session.scalars(newest).one()
    return standing


def _tell_dangers(
    session: Session, made: CourtyardRecord, fields: dict[str, Any], received: Received
) -> None:
    found = dangers(made.record_kind, fields)
    if found:
        danger = Danger(
            record_id=made.id,
            property_id=made.property_id,
            building_id=made.building_id,
            space_id=made.space_id,
            by_id=received.author.person_id,
            at=received.at,
            received_at=received.received_at,
            what=found,
            is_closed_off=fields["is_closed_off"],
        )
        danger_found.send(danger, session=session)


def _about(made: CourtyardRecord) -> dict[str, str | None]:
    return {
        "property_id": made.property_id,
        "building_id": made.building_id,
        "courtyard_record_id": made.id,
    }


def _key(document_id: str | None) -> str | None:
    return None if document_id is None else document_id.partition(":")[2]
