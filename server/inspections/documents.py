"""The document `inspection` (docs/documents.md)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from server.feed import window
from server.feed.fields import instant, reference
from server.feed.registry import Built
from server.inspections.models import InspectedSpace, Inspection
from server.inspections.rules import has_passed
from server.people.models import Organisation
from server.places import buckets
from server.places.models import Space


def build_inspections(session: Session, keys: Collection[str], now: datetime) -> Mapping[str, Built]:
    """Inspections for whoever makes them: as long as they are open, and 14 days after their end."""
    spaces: dict[str, list[dict[str, Any]]] = defaultdict(list)
    statement = (
        select(*InspectedSpace.__table__.columns, Space.name)
        .join(Space, Space.id == InspectedSpace.space_id)
        .where(InspectedSpace.inspection_id.in_(keys))
        .order_by(InspectedSpace.position, InspectedSpace.id)
    )
    for row in session.execute(statement):
        spaces[row.inspection_id].append(
            {
                "space": row.space_id,
                "name": row.name,
                "required": row.required,
                "level": row.level,
                "findings": row.findings,
                "text": row.text,
                "at": instant(row.at),
                "by": reference("person", row.by_id),
                "passed": has_passed(row.level, row.required),
            }
        )
    is_held = or_(Inspection.state == "open", Inspection.finished_at >= window.begin(now))
    inspections = (
        select(*Inspection.__table__.columns, Organisation.name.label("organisation_name"))
        .join(Organisation, Organisation.id == Inspection.organisation_id)
        .where(Inspection.id.in_(keys), is_held)
    )
    return {
        row.id: Built(
            frozenset({buckets.person(row.inspector_id)}),
            {
                "property": f"property:{row.property_id}",
                "building": f"building:{row.building_id}",
                "work": row.work,
                "organisation": f"organisation:{row.organisation_id}",
                "organisation_name": row.organisation_name,
                "on": row.on.isoformat(),
                "inspector": f"person:{row.inspector_id}",
                "state": row.state,
                "finished_at": instant(row.finished_at),
                "finished_by": reference("person", row.finished_by_id),
                "note": row.note,
                "spaces": spaces[row.id],
            },
        )
        for row in session.execute(inspections)
    }
