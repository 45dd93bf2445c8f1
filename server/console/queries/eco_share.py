"""The share of eco-labelled products in use, by uses, by litres and by products; ml and g are never added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from server.local_time import day_begin, local_day
from server.products.models import ProductUse
from server.review.permission import Viewer, visible

WEEKS = 8
"""Shown as a trend; the three figures are of the last four."""
_FIGURE_WEEKS = 4


@dataclass(frozen=True, slots=True)
class EcoShare:
    """Shares from 0 to 1, None where there was no use. `weeks` are shares of uses, the oldest first."""

    uses: float | None
    litres: float | None
    products: float | None
    weeks: Sequence[float | None]


def eco_share(session: Session, viewer: Viewer, now: datetime) -> EcoShare:
    """The figures of the last four weeks, and the trend of eight."""
    tomorrow = local_day(now) + timedelta(days=1)
    begins = [day_begin(tomorrow - timedelta(weeks=weeks)) for weeks in range(1, WEEKS + 1)]
    week = case(*((ProductUse.at >= begin, index) for index, begin in enumerate(begins)), else_=WEEKS)
    millilitres = func.sum(case((ProductUse.unit == "ml", ProductUse.amount), else_=0))
    conditions = (visible(viewer, ProductUse), ProductUse.voided_at.is_(None))
    rows = session.execute(
        select(week, ProductUse.is_eco_labelled, func.count(), millilitres)
        .where(*conditions, ProductUse.at >= begins[-1])
        .group_by(week, ProductUse.is_eco_labelled)
    ).all()
    products = session.execute(
        select(ProductUse.is_eco_labelled, func.count(ProductUse.product_id.distinct()))
        .where(*conditions, ProductUse.at >= begins[_FIGURE_WEEKS - 1])
        .group_by(ProductUse.is_eco_labelled)
    )
    recent = [row for row in rows if row[0] < _FIGURE_WEEKS]
    return EcoShare(
        uses=_share([(is_eco, count) for _, is_eco, count, _ in recent]),
        litres=_share([(is_eco, ml) for _, is_eco, _, ml in recent]),
        products=_share([(is_eco, count) for is_eco, count in products]),
        weeks=[
            _share([(is_eco, count) for index, is_eco, count, _ in rows if index == week_index])
            for week_index in reversed(range(WEEKS))
        ],
    )


def _share(parts: Sequence[tuple[bool, float]]) -> float | None:
    total = sum(part for _, part in parts)
    return sum(part for is_eco, part in parts if is_eco) / total if total else None
