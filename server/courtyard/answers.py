"""Which records answer a call-out: of its kind, at a property of its district, ended after it was made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.sql.base import ExecutableOption

from server.courtyard.models import CallOut, CourtyardRecord
from server.places.models import Property


def answers_to(
    session: Session, call_outs: Collection[CallOut], *options: ExecutableOption
) -> Mapping[str, Sequence[CourtyardRecord]]:
    """By call-out the first record of each property that answers it, the earliest first. `options`: what to load."""
    found: dict[str, list[CourtyardRecord]] = defaultdict(list)
    if not call_outs:
        return found
    statement = (
        select(CourtyardRecord, Property.district_code)
        .join(Property, Property.id == CourtyardRecord.property_id)
        .where(
            CourtyardRecord.record_kind.in_({row.record_kind for row in call_outs}),
            CourtyardRecord.ended_at >= min(row.made_at for row in call_outs),
            Property.district_code.in_({row.district_code for row in call_outs}),
        )
        .order_by(CourtyardRecord.ended_at, CourtyardRecord.id)
        .options(*options)
    )
    rows = session.execute(statement).all()
    for call_out in call_outs:
        answered: set[str] = set()
        for record, district_code in rows:
            is_here = district_code == call_out.district_code and record.property_id not in answered
            if is_here and _is_answer(call_out, record):
                answered.add(record.property_id)
                found[call_out.id].append(record)
    return found


def _is_answer(call_out: CallOut, record: CourtyardRecord) -> bool:
    if record.record_kind != call_out.record_kind or record.ended_at < call_out.made_at:
        return False
    return call_out.ended_at is None or record.ended_at <= call_out.ended_at
