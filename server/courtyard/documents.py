"""The documents `courtyard_record`, `courtyard_check` and `call_out` (docs/documents.md)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.courtyard.answers import answers_to
from server.courtyard.models import CallOut, CourtyardCorrection, CourtyardRecord
from server.courtyard.rules import CHECKED_KINDS, decide_checks
from server.courtyard.terms import drain_interval
from server.feed import window
from server.feed.fields import day, instant, reference
from server.feed.registry import Built
from server.local_time import local_day
from server.people.models import Organisation
from server.places import buckets
from server.places.models import Building, Property, Space


def build_records(session: Session, keys: Collection[str], now: datetime) -> Mapping[str, Built]:
    """Records of the last 14 days with their corrections: for whoever made them, and who cares for yards there."""
    corrections: dict[str, list[dict[str, Any]]] = defaultdict(list)
    statement = (
        select(*CourtyardCorrection.__table__.columns)
        .where(CourtyardCorrection.record_id.in_(keys))
        .order_by(CourtyardCorrection.at, CourtyardCorrection.id)
    )
    for row in session.execute(statement):
        corrections[row.record_id].append(
            {
                "id": row.id,
                "by": f"person:{row.by_id}",
                "at": instant(row.at),
                "form_version": row.form_version,
                "fields": row._mapping["fields"],
                "text": row.text,
            }
        )
    records = (
        select(
            *CourtyardRecord.__table__.columns,
            Property.district_code,
            Organisation.kind.label("organisation_kind"),
        )
        .join(Property, Property.id == CourtyardRecord.property_id)
        .join(Organisation, Organisation.id == CourtyardRecord.organisation_id)
        .where(CourtyardRecord.id.in_(keys), CourtyardRecord.at >= window.begin(now))
    )
    return {
        row.id: Built(
            frozenset(
                {
                    buckets.person(row.by_id),
                    buckets.of_trade(
                        row.organisation_id, row.organisation_kind, "caretaking", row.district_code
                    ),
                }
            ),
            {
                "record_kind": row.record_kind,
                "form_version": row.form_version,
                "property": f"property:{row.property_id}",
                "building": reference("building", row.building_id),
                "space": row.space_id,
                "by": f"person:{row.by_id}",
                "at": instant(row.at),
                "started_at": instant(row.started_at),
                "ended_at": instant(row.ended_at),
                "fields": row._mapping["fields"],
                "text": row.text,
                "corrections": corrections[row.id],
            },
        )
        for row in session.execute(records)
    }


def build_checks(session: Session, keys: Collection[str], now: datetime) -> Mapping[str, Built]:
    """When the checks of a playground or storm drain are due, for the district's caretakers. The key is the space's.

    A space whose checks are all due later than what devices hold has no document.
    """
    last_on = last_days(session, keys)
    last_day = window.last_day(now)
    statement = (
        select(Space.id, Space.kind, Space.building_id, Building.property_id, Property.district_code)
        .join(Building, Building.id == Space.building_id)
        .join(Property, Property.id == Building.property_id)
        .where(Space.id.in_(keys), Space.kind.in_(CHECKED_KINDS))
    )
    found: dict[str, Built] = {}
    for row in session.execute(statement):
        checks = decide_checks(row.kind, last_on[row.id], drain_interval())
        if any(check.is_due(last_day) for check in checks):
            found[row.id] = Built(
                frozenset({buckets.caretaking(row.district_code)}),
                {
                    "property": f"property:{row.property_id}",
                    "building": f"building:{row.building_id}",
                    "space": row.id,
                    "record_kind": row.kind,
                    "checks": [
                        {
                            "level": check.level,
                            "interval": check.interval,
                            "last_on": day(check.last_on),
                            "due_on": day(check.due_on),
                        }
                        for check in checks
                    ],
                },
            )
    return found


def last_days(session: Session, space_ids: Collection[str]) -> Mapping[str, Mapping[str, date]]:
    """The last local day of each level of check, by space."""
    found: dict[str, dict[str, date]] = defaultdict(dict)
    statement = (
        select(CourtyardRecord.space_id, CourtyardRecord.check_level, func.max(CourtyardRecord.ended_at))
        .where(CourtyardRecord.space_id.in_(space_ids), CourtyardRecord.check_level.is_not(None))
        .group_by(CourtyardRecord.space_id, CourtyardRecord.check_level)
    )
    for space_id, level, ended_at in session.execute(statement):
        if space_id is not None and level is not None:
            found[space_id][level] = local_day(ended_at)
    return found


def build_call_outs(session: Session, keys: Collection[str], now: datetime) -> Mapping[str, Built]:
    """Call-outs of the last 14 days, for the district's caretakers, with the properties that have been seen to."""
    statement = select(CallOut).where(CallOut.id.in_(keys), CallOut.made_at >= window.begin(now))
    rows = session.scalars(statement).all()
    answers = answers_to(session, rows)
    return {
        row.id: Built(
            frozenset({buckets.caretaking(row.district_code)}),
            {
                "record_kind": row.record_kind,
                "district": row.district_code,
                "text": row.text,
                "made_by": f"person:{row.made_by_id}",
                "made_at": instant(row.made_at),
                "ended_at": instant(row.ended_at),
                "answers": [
                    {
                        "property": f"property:{record.property_id}",
                        "at": instant(record.ended_at),
                        "by": f"person:{record.by_id}",
                    }
                    for record in answers.get(row.id, ())
                ],
            },
        )
        for row in rows
    }
