"""What rounds give to the feed, to places and to the inbox."""

from __future__ import annotations

from server.feed.registry import add_watch, register_documents
from server.inbox.registry import register_handler
from server.people.models import Person, PersonDistrict
from server.places.codes import register_visitors
from server.places.models import Property
from server.places.work import register_work
from server.rounds import documents, operations, watches
from server.rounds.models import Cover, Round, Visit


def register() -> None:
    """Register the documents and operations of rounds. After places."""
    register_documents(
        "round",
        documents.build_rounds,
        {
            Round: watches.round_itself,
            Visit: watches.round_of_visit,
            Property: watches.rounds_of_property,
            Cover: watches.rounds_of_cover,
        },
    )
    register_work("rounds", documents.work_of_rounds)
    register_visitors("rounds", documents.visitors_of_rounds)
    add_watch(
        "district",
        {
            Round: watches.districts_of_round,
            Cover: watches.districts_of_cover,
            Person: watches.districts_of_person,
            PersonDistrict: watches.districts_of_person_district,
        },
    )
    add_watch(
        "property",
        {
            Round: watches.properties_of_round,
            Cover: watches.properties_of_cover,
            Person: watches.properties_of_person,
            PersonDistrict: watches.properties_of_person_district,
        },
    )
    for document_type in ("building", "brief"):
        add_watch(
            document_type,
            {
                Round: watches.buildings_of_round,
                Cover: watches.buildings_of_cover,
                Person: watches.buildings_of_person,
                PersonDistrict: watches.buildings_of_person_district,
            },
        )
    add_watch("brief_codes", {Round: watches.codes_of_round})
    register_handler("round.start", operations.start)
    register_handler("round.tick", operations.tick)
    register_handler("round.skip", operations.skip)
    register_handler("round.untick", operations.untick)
    register_handler("round.finish", operations.finish)
