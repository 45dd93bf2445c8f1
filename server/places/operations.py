"""Applies what devices recorded on briefs (docs/operations.md)."""

from __future__ import annotations

from typing import cast

from sqlalchemy.orm import Session

from server.inbox.registry import Outcome, Quarantine, Received
from server.places.models import BriefConfirmation, Building
from sync.operations import BriefConfirm


def confirm(session: Session, received: Received) -> Outcome:
    """`brief.confirm`: who has read which items of a building's brief, and when."""
    payload = cast(BriefConfirm, received.operation.payload)
    building = session.get(Building, payload.building.partition(":")[2])
    if building is None:
        raise Quarantine("unknown_target", f"no {payload.building}")
    about = {"property_id": building.property_id, "building_id": building.id}
    if session.get(BriefConfirmation, received.target_key) is not None:
        raise Quarantine("target_exists", received.operation.target, about)
    session.add(
        BriefConfirmation(
            id=received.target_key,
            building_id=building.id,
            person_id=received.author.person_id,
            at=received.at,
            items=list(payload.items),
        )
    )
    return Outcome(about=about)
