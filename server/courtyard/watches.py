"""Which rows change the documents of courtyards."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, select

from server.courtyard.models import CallOut, CourtyardCorrection, CourtyardRecord
from server.courtyard.rules import CALLED_OUT_KINDS, CHECKED_KINDS
from server.feed.rows import has_changed, session_of
from server.places.models import Building, Property, Space


def record_itself(row: CourtyardRecord) -> Iterable[str]:
    """A record's own document."""
    return [row.id]


def record_of_correction(row: CourtyardCorrection) -> Iterable[str]:
    """A record's document lists its corrections."""
    return [row.record_id]


def check_of_record(row: CourtyardRecord) -> Iterable[str | None]:
    """A check that was made moves the day on which it is due again."""
    return [row.space_id] if row.record_kind in CHECKED_KINDS else ()


def check_of_space(row: Space) -> Iterable[str]:
    """A space may be one that is checked, or may have been."""
    return [row.id]


def checks_of_building(row: Building) -> Iterable[str]:
    """A building that goes to another property takes its spaces along."""
    if not has_changed(row, "property_id"):
        return ()
    return session_of(row).scalars(select(Space.id).where(Space.building_id == row.id, _is_checked()))


def checks_of_property(row: Property) -> Iterable[str]:
    """A property that moves to another district takes its spaces along."""
    if not has_changed(row, "district_code"):
        return ()
    spaces = select(Space.id).join(Building, Building.id == Space.building_id)
    return session_of(row).scalars(spaces.where(Building.property_id == row.id, _is_checked()))


def records_of_property(row: Property) -> Iterable[str]:
    """And its records."""
    if not has_changed(row, "district_code"):
        return ()
    return session_of(row).scalars(select(CourtyardRecord.id).where(CourtyardRecord.property_id == row.id))


def call_out_itself(row: CallOut) -> Iterable[str]:
    """A call-out's own document."""
    return [row.id]


def call_outs_of_record(row: CourtyardRecord) -> Iterable[str]:
    """The call-outs that a record may answer: of its kind, made before it ended, where its property is."""
    if row.record_kind not in CALLED_OUT_KINDS or not has_changed(row, "ended_at"):
        return ()
    statement = (
        select(CallOut.id)
        .join(Property, Property.district_code == CallOut.district_code)
        .where(Property.id == row.property_id, CallOut.record_kind == row.record_kind)
        .where(CallOut.made_at <= row.ended_at)
    )
    return session_of(row).scalars(statement)


def _is_checked() -> ColumnElement[bool]:
    return Space.kind.in_(CHECKED_KINDS)
