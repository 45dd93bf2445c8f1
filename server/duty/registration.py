"""What duty gives to the feed and to the inbox, and what it listens to."""

from __future__ import annotations

from server.duty import documents, listening, operations, watches
from server.duty.models import DutyAlert, DutyShift, DutyStep
from server.duty.scope import buckets_on_duty
from server.feed.registry import register_documents
from server.feed.scope import register_scope
from server.inbox.registry import register_handler
from server.people.models import Person, PersonDistrict
from server.places.models import Area


def register() -> None:
    """Register the documents and the operation of duty, its bucket, and listen to orders. After work orders."""
    register_documents(
        "duty_roster",
        documents.build_rosters,
        {
            DutyShift: watches.rosters_of_shift,
            Area: watches.roster_of_area,
            Person: watches.rosters_of_person,
            PersonDistrict: watches.rosters_of_person_district,
        },
    )
    register_documents(
        "duty_shift",
        documents.build_shifts,
        {DutyShift: watches.shift_itself, Area: watches.shifts_of_area},
    )
    register_documents(
        "duty_alert",
        documents.build_alerts,
        {DutyAlert: watches.alert_itself, DutyStep: watches.alert_of_step},
    )
    register_scope("duty", buckets_on_duty)
    register_handler("duty.acknowledge", operations.acknowledge)
    listening.register()
