"""Connects the subjects: each registers its documents, its operations and what it listens to.

Subjects of one layer do not know each other; what one of them tells the other goes through here.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from server.courtyard import registration as courtyard
from server.courtyard.signals import Danger as FoundDanger
from server.courtyard.signals import danger_found
from server.duty import registration as duty
from server.inspections import registration as inspections
from server.people import registration as people
from server.places import registration as places
from server.products import registration as products
from server.review import registration as review
from server.rounds import registration as rounds
from server.rounds.signals import SkippedSpace, skip_undone, space_skipped
from server.work_orders import registration as work_orders
from server.work_orders.dangers import Danger, order_danger
from server.work_orders.skipped import Skip, cancel_skipped, order_skipped


def register_all() -> None:
    """Register every subject, lowest first. May be called again: a later application replaces an earlier one's."""
    for subject in (places, people, rounds, work_orders, products, courtyard, inspections, duty, review):
        subject.register()
    space_skipped.connect(_on_space_skipped)
    skip_undone.connect(_on_skip_undone)
    danger_found.connect(_on_danger_found)


def _on_space_skipped(skipped: SkippedSpace, *, session: Session) -> None:
    order_skipped(session, _skip(skipped), skipped.at)


def _on_skip_undone(skipped: SkippedSpace, *, session: Session, at: datetime) -> None:
    cancel_skipped(session, _skip(skipped), at)


def _on_danger_found(found: FoundDanger, *, session: Session) -> None:
    danger = Danger(
        record_id=found.record_id,
        property_id=found.property_id,
        building_id=found.building_id,
        space_id=found.space_id,
        by_id=found.by_id,
        what=found.what,
        is_closed_off=found.is_closed_off,
    )
    order_danger(session, danger, found.at, found.received_at)


def _skip(skipped: SkippedSpace) -> Skip:
    return Skip(
        id=skipped.skip_id,
        round_id=skipped.round_id,
        property_id=skipped.property_id,
        space_id=skipped.space_id,
        is_yard=skipped.work == "yard_care",
        by_id=skipped.by_id,
        reason=skipped.reason,
        text=skipped.text,
    )
