"""What inspections give to the feed and to the inbox."""

from __future__ import annotations

from server.feed.registry import register_documents
from server.inbox.registry import register_handler
from server.inspections import documents, operations, watches
from server.inspections.models import InspectedSpace, Inspection
from server.people.models import Organisation
from server.places.models import Space


def register() -> None:
    """Register the document and operations of inspections. After places and people."""
    register_documents(
        "inspection",
        documents.build_inspections,
        {
            Inspection: watches.inspection_itself,
            InspectedSpace: watches.inspection_of_space,
            Space: watches.inspections_naming,
            Organisation: watches.inspections_of_organisation,
        },
    )
    register_handler("inspection.grade", operations.grade)
    register_handler("inspection.finish", operations.finish)
