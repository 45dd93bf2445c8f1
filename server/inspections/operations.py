"""Applies what devices recorded on inspections (docs/operations.md).

The inspection's row is locked first. Every grade is kept; the last in time is the one that holds, also after the end:
a correction then changes what the space has led to.
"""

from __future__ import annotations

from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.inbox.registry import Author, Outcome, Quarantine, Received
from server.inspections.failed import follow
from server.inspections.models import InspectedSpace, Inspection, InspectionGrade
from server.inspections.rules import may_inspect
from server.people.models import Organisation
from server.places.buckets import LANDLORD
from sync.operations import InspectionFinish
from sync.operations import InspectionGrade as Graded


def grade(session: Session, received: Received) -> Outcome:
    """`inspection.grade`"""
    payload = cast(Graded, received.operation.payload)
    inspection = _locked(session, received)
    inspected = session.scalars(
        select(InspectedSpace)
        .where(InspectedSpace.inspection_id == inspection.id, InspectedSpace.space_id == payload.space)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if inspected is None:
        raise Quarantine(
            "unknown_target", f"no space {payload.space} in {received.operation.target}", _about(inspection)
        )
    session.add(
        InspectionGrade(
            operation_id=received.operation.id,
            inspected_space_id=inspected.id,
            level=payload.level,
            findings=[{"soil": each.soil, "object": each.object} for each in payload.findings or ()],
            text=payload.text,
            by_id=received.author.person_id,
            at=received.at,
            counts=_inspects(session, received.author),
        )
    )
    session.flush()
    _take_last(session, inspected)
    if inspection.state == "finished":
        follow(session, inspection, inspected, received)
    return Outcome(_flags(inspection, received.author), _about(inspection))


def finish(session: Session, received: Received) -> Outcome:
    """`inspection.finish`"""
    payload = cast(InspectionFinish, received.operation.payload)
    inspection = _locked(session, received)
    if inspection.state != "finished" and _inspects(session, received.author):
        inspection.state = "finished"
        inspection.finished_at, inspection.finished_by_id = received.at, received.author.person_id
        inspection.note = payload.note
        session.flush()
        for inspected in inspection.spaces:
            follow(session, inspection, inspected, received)
    return Outcome(_flags(inspection, received.author), _about(inspection))


def _locked(session: Session, received: Received) -> Inspection:
    inspection = session.get(Inspection, received.target_key, with_for_update=True, populate_existing=True)
    if inspection is None:
        raise Quarantine("unknown_target", f"no {received.operation.target}")
    return inspection


def _inspects(session: Session, author: Author) -> bool:
    employer = session.get_one(Organisation, author.organisation_id)
    return may_inspect(author.role, is_landlord=employer.kind == LANDLORD)


def _take_last(session: Session, inspected: InspectedSpace) -> None:
    last = session.scalars(
        select(InspectionGrade)
        .where(InspectionGrade.inspected_space_id == inspected.id, InspectionGrade.counts)
        .order_by(InspectionGrade.at.desc(), InspectionGrade.operation_id.desc())
        .limit(1)
    ).one_or_none()
    if last is not None:
        inspected.level, inspected.findings, inspected.text = last.level, last.findings, last.text
        inspected.at, inspected.by_id = last.at, last.by_id


def _flags(inspection: Inspection, author: Author) -> tuple[str, ...]:
    return () if author.person_id == inspection.inspector_id else ("reassigned",)


def _about(inspection: Inspection) -> dict[str, str | None]:
    return {"property_id": inspection.property_id, "building_id": inspection.building_id}
