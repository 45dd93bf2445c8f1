"""Rounds out of the demo's plans: the last week and the days that phones hold ahead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from server.demo.chance import Chance
from server.demo.plans import DemoPlan
from server.demo.rows import Rows
from server.rounds.models import Round, Visit
from server.rounds.recurrence import days_of_plan


@dataclass(frozen=True, slots=True)
class DemoRound:
    """A round's row and its visits' rows in walking order, still to be amended by what was done."""

    on: date
    person_id: str | None
    row: dict[str, Any]
    visits: tuple[dict[str, Any], ...]


def make_rounds(
    rows: Rows, chance: Chance, plans: Iterable[DemoPlan], first: date, last: date
) -> list[DemoRound]:
    """All rounds of the plans from the first day to the last, both included, as they are before anybody starts."""
    # Thousands of plans share a few dozen rules.
    days_of_rule = cache(lambda rrule, starts_on: days_of_plan(rrule, starts_on, None, first, last))
    return [
        _make_round(rows, chance, plan, on)
        for plan in plans
        for on in days_of_rule(plan.rrule, plan.starts_on)
    ]


def _make_round(rows: Rows, chance: Chance, plan: DemoPlan, on: date) -> DemoRound:
    round_id = chance.new_id()
    row = rows.add(
        Round,
        id=round_id,
        plan_id=plan.id,
        property_id=plan.property_id,
        building_id=plan.building_id,
        organisation_id=plan.organisation_id,
        person_id=plan.person_id,
        work=plan.work,
        on=on,
        state="planned",
        started_at=None,
        finished_at=None,
        note=None,
        is_returned=False,
    )
    visits = tuple(
        rows.add(
            Visit,
            id=chance.new_id(),
            round_id=round_id,
            position=position,
            space_id=visit.space_id,
            tasks=visit.tasks,
            norm_minutes=visit.norm_minutes,
            state="open",
            at=None,
            by_id=None,
            minutes=None,
            reason=None,
            text=None,
            is_returned=False,
            is_extra=False,
        )
        for position, visit in enumerate(plan.visits, start=1)
    )
    return DemoRound(on, plan.person_id, row, visits)
