"""What orders give to the feed, to places and to the inbox."""

from __future__ import annotations

from server.feed.registry import add_watch, register_documents
from server.inbox.registry import register_handler
from server.people.models import Person, PersonDistrict
from server.places.codes import register_visitors
from server.places.models import Property
from server.places.work import register_work
from server.work_orders import documents, operations, watches
from server.work_orders.models import OrderComment, OrderContact, OrderPause, OrderVisitNote, WorkOrder
from server.work_orders.visitors import visitors_of_orders


def register() -> None:
    """Register the documents and operations of orders. After places."""
    register_documents(
        "work_order",
        documents.build_orders,
        {
            WorkOrder: watches.order_itself,
            OrderComment: watches.order_of_comment,
            OrderVisitNote: watches.order_of_visit_note,
            OrderPause: watches.order_of_pause,
            Property: watches.orders_of_property,
        },
    )
    register_documents(
        "order_contact",
        documents.build_contacts,
        {OrderContact: watches.contact_itself, WorkOrder: watches.contact_of_order},
    )
    register_work("work_orders", documents.work_of_orders)
    register_visitors("work_orders", visitors_of_orders)
    add_watch("brief_codes", {WorkOrder: watches.codes_of_order})
    add_watch(
        "district",
        {
            WorkOrder: watches.districts_of_order,
            Person: watches.districts_of_person,
            PersonDistrict: watches.districts_of_person_district,
        },
    )
    add_watch(
        "property",
        {
            WorkOrder: watches.properties_of_order,
            Person: watches.properties_of_person,
            PersonDistrict: watches.properties_of_person_district,
        },
    )
    for document_type in ("building", "brief"):
        add_watch(
            document_type,
            {
                WorkOrder: watches.buildings_of_order,
                Person: watches.buildings_of_person,
                PersonDistrict: watches.buildings_of_person_district,
            },
        )
    register_handler("work_order.start", operations.start)
    register_handler("work_order.pause", operations.pause)
    register_handler("work_order.resume", operations.resume)
    register_handler("work_order.complete", operations.complete)
    register_handler("work_order.comment", operations.comment)
    register_handler("work_order.visit_note", operations.visit_note)
    register_handler("work_order.create", operations.create)
