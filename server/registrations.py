"""Connects the subjects: each registers its documents, its operations and what it listens to."""

from __future__ import annotations

from server.duty import registration as duty
from server.people import registration as people
from server.places import registration as places
from server.products import registration as products
from server.review import registration as review
from server.rounds import registration as rounds
from server.work_orders import registration as work_orders


def register_all() -> None:
    """Register every subject, lowest first. May be called again: a later application replaces an earlier one's."""
    for subject in (places, people, rounds, work_orders, products, duty, review):
        subject.register()
