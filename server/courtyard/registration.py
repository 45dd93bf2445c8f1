"""What courtyards give to the feed and to the inbox."""

from __future__ import annotations

from server.courtyard import documents, operations, watches
from server.courtyard.models import CallOut, CourtyardCorrection, CourtyardRecord
from server.feed.registry import register_documents
from server.inbox.registry import register_handler
from server.places.models import Building, Property, Space


def register() -> None:
    """Register the documents and operations of courtyards. After places."""
    register_documents(
        "courtyard_record",
        documents.build_records,
        {
            CourtyardRecord: watches.record_itself,
            CourtyardCorrection: watches.record_of_correction,
            Property: watches.records_of_property,
        },
    )
    register_documents(
        "courtyard_check",
        documents.build_checks,
        {
            CourtyardRecord: watches.check_of_record,
            Space: watches.check_of_space,
            Building: watches.checks_of_building,
            Property: watches.checks_of_property,
        },
    )
    register_documents(
        "call_out",
        documents.build_call_outs,
        {CallOut: watches.call_out_itself, CourtyardRecord: watches.call_outs_of_record},
    )
    register_handler("courtyard.record", operations.record)
    register_handler("courtyard.correct", operations.correct)
