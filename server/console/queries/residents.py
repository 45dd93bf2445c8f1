"""What the console tells of the resident behind an order, beside the contact itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.residents.models import Erasure
from server.residents.services import has_link


@dataclass(frozen=True, slots=True)
class ResidentSide:
    """Whether a private link leads to the order, and when the resident's data was erased, if it was."""

    has_link: bool
    erased_at: datetime | None


def resident_side(session: Session, order_id: str) -> ResidentSide:
    """Of an order that the viewer may see."""
    erased_at = session.scalar(select(func.max(Erasure.at)).where(Erasure.order_id == order_id))
    return ResidentSide(has_link(session, order_id), erased_at)
