"""What rounds give to the feed, to places and to the inbox."""

from __future__ import annotations

from server.feed.registry import add_watch, register_documents
from server.inbox.registry import register_handler
from server.people.models import Person, PersonDistrict
from server.places.models import Property
from server.places.work import register_work
from server.rounds import documents, operations, watches
from server.rounds.models import Round, Visit


def register() -> None:
    """Register the documents and operations of rounds. After places."""
    register_documents(
        "round",
        documents.build_rounds,
        {Round: watches.round_itself, Visit: watches.round_of_visit, Property: watches.rounds_of_property},
    )
    register_work("rounds", documents.work_of_rounds)
    add_watch(
        "property",
        {
            Round: watches.properties_of_round,
            Person: watches.properties_of_person,
            PersonDistrict: watches.properties_of_person_district,
        },
    )
    for document_type in ("building", "brief"):
        add_watch(
            document_type,
            {
                Round: watches.buildings_of_round,
                Person: watches.buildings_of_person,
                PersonDistrict: watches.buildings_of_person_district,
            },
        )
    register_handler("round.start", operations.start)
    register_handler("round.tick", operations.tick)
    register_handler("round.skip", operations.skip)
    register_handler("round.untick", operations.untick)
    register_handler("round.finish", operations.finish)
