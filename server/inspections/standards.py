"""The sampling table and the required levels: the desk's, and where it has said nothing the defaults."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.inspections.models import RequiredLevel, SamplingStep
from server.inspections.rules import DEFAULT_LEVELS, DEFAULT_SAMPLING, Step


def sampling_table(session: Session) -> tuple[Step, ...]:
    """The table that holds now, the smallest lot first."""
    rows = session.scalars(select(SamplingStep).order_by(SamplingStep.lot_from)).all()
    return tuple(Step(row.lot_from, row.sample) for row in rows) or DEFAULT_SAMPLING


def required_levels(session: Session) -> Mapping[str, int]:
    """The level that is required of each kind of space that is inspected."""
    kept = {row.space_kind: row.level for row in session.scalars(select(RequiredLevel))}
    return {kind: kept.get(kind, level) for kind, level in DEFAULT_LEVELS.items()}


def keep_sampling_table(session: Session, sampling: Sequence[Step]) -> None:
    """Take the desk's table instead of the one before. Inspections that were made keep their sample."""
    rows = {row.lot_from: row for row in session.scalars(select(SamplingStep))}
    for step in sampling:
        row = rows.pop(step.lot_from, None)
        if row is None:
            session.add(SamplingStep(lot_from=step.lot_from, sample=step.sample))
        else:
            row.sample = step.sample
    for row in rows.values():
        session.delete(row)
    session.flush()


def keep_required_levels(session: Session, levels: Mapping[str, int]) -> None:
    """Take the desk's levels. Spaces that were drawn keep what was required of them."""
    rows = {row.space_kind: row for row in session.scalars(select(RequiredLevel))}
    for kind, level in levels.items():
        if kind in rows:
            rows[kind].level = level
        else:
            session.add(RequiredLevel(space_kind=kind, level=level))
    session.flush()
