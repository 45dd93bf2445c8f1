"""Call-outs as the console shows them: by group, with what is done and what is left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from server.courtyard.answers import answers_to
from server.courtyard.models import CallOut, CourtyardRecord
from server.places.models import Property
from server.review.permission import Viewer, visible

SHOWN_FOR = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class CalledOut:
    """One district's call-out: the record of each property that was seen to, and the properties that are left."""

    call_out: CallOut
    done: Sequence[CourtyardRecord]
    left: Sequence[Property]


def call_outs(session: Session, viewer: Viewer, now: datetime) -> Sequence[CalledOut]:
    """Call-outs of the last two weeks: those that run first, then the newest."""
    statement = (
        select(CallOut)
        .where(visible(viewer, CallOut), CallOut.made_at >= now - SHOWN_FOR)
        .order_by(CallOut.ended_at.is_not(None), CallOut.made_at.desc(), CallOut.district_code)
        .options(joinedload(CallOut.district), joinedload(CallOut.made_by), joinedload(CallOut.ended_by))
    )
    rows = session.scalars(statement).all()
    answers = answers_to(session, rows, joinedload(CourtyardRecord.by), joinedload(CourtyardRecord.property))
    properties: dict[str, list[Property]] = defaultdict(list)
    in_districts = Property.district_code.in_({row.district_code for row in rows})
    for place in session.scalars(select(Property).where(in_districts).order_by(Property.address)):
        properties[place.district_code].append(place)
    return [_called_out(row, answers.get(row.id, ()), properties[row.district_code]) for row in rows]


def _called_out(row: CallOut, done: Sequence[CourtyardRecord], properties: Sequence[Property]) -> CalledOut:
    seen_to = {record.property_id for record in done}
    return CalledOut(row, done, [place for place in properties if place.id not in seen_to])
