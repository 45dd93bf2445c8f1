"""Warns of licences that end within sixty days: a row a licence, which the console shows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from server.local_time import local_day
from server.products.licences import WARNED_AHEAD
from server.products.models import Licence, LicenceWarning


def warn(session: Session, now: datetime) -> int:
    """Write a warning of each licence that ends within sixty days and has none yet; returns how many were written."""
    today = local_day(now)
    statement = (
        select(Licence)
        .outerjoin(LicenceWarning, LicenceWarning.licence_id == Licence.id)
        .where(LicenceWarning.licence_id.is_(None))
        .where(Licence.valid_until.between(today, today + WARNED_AHEAD))
        .order_by(Licence.valid_until, Licence.id)
    )
    licences = session.scalars(statement).all()
    for licence in licences:
        assert licence.valid_until is not None, "it was selected by its end"
        session.add(LicenceWarning(licence_id=licence.id, ends_on=licence.valid_until, warned_at=now))
    return len(licences)


def warnings(session: Session, today: date) -> Sequence[LicenceWarning]:
    """The warnings of licences that have not ended yet, the first to end first."""
    statement = (
        select(LicenceWarning)
        .where(LicenceWarning.ends_on >= today)
        .order_by(LicenceWarning.ends_on, LicenceWarning.licence_id)
        .options(joinedload(LicenceWarning.licence).joinedload(Licence.product))
    )
    return session.scalars(statement).all()
