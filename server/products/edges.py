"""Documents of products that leave the devices as days pass."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.feed import window
from server.products.models import ProductUse


def ids_at_edges(session: Session, now: datetime) -> list[str]:
    """Ids of product uses that have left the window lately, for the daily job to touch."""
    begin, until = window.span_left(now)
    statement = select(ProductUse.id).where(ProductUse.at >= begin, ProductUse.at < until)
    return [f"product_use:{key}" for key in session.scalars(statement)]
