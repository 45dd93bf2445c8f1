"""Which rows change the documents of inspections."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from server.feed.rows import has_changed, session_of
from server.inspections.models import InspectedSpace, Inspection
from server.people.models import Organisation
from server.places.models import Space


def inspection_itself(row: Inspection) -> Iterable[str]:
    """An inspection's own document."""
    return [row.id]


def inspection_of_space(row: InspectedSpace) -> Iterable[str]:
    """An inspection's document lists its spaces."""
    return [row.inspection_id]


def inspections_naming(row: Space) -> Iterable[str]:
    """It names them, too."""
    if not has_changed(row, "name"):
        return ()
    named = select(InspectedSpace.inspection_id).where(InspectedSpace.space_id == row.id)
    return session_of(row).scalars(named)


def inspections_of_organisation(row: Organisation) -> Iterable[str]:
    """And the organisation whose work is inspected."""
    if not has_changed(row, "name"):
        return ()
    return session_of(row).scalars(select(Inspection.id).where(Inspection.organisation_id == row.id))
