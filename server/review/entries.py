"""Makes the log's entry of an operation, inside the transaction that applied it, and keeps it true after that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.courtyard.models import CourtyardRecord
from server.inbox.models import InboxDecision, InboxOperation
from server.people.models import Person
from server.places.models import Building, Property
from server.products.models import ProductUse
from server.review.models import LogEntry
from server.review.raw import RawOperation, read_raw
from server.review.rules import first_state, redone_by
from server.rounds.models import Round, Visit
from server.work_orders.models import WorkOrder

_ABOUT: Mapping[str, type[Any]] = {
    "property_id": Property,
    "building_id": Building,
    "round_id": Round,
    "visit_id": Visit,
    "order_id": WorkOrder,
    "product_use_id": ProductUse,
    "courtyard_record_id": CourtyardRecord,
}
_TARGETS: Mapping[str, tuple[str, type[Any]]] = {
    "round": ("round_id", Round),
    "work_order": ("order_id", WorkOrder),
    "product_use": ("product_use_id", ProductUse),
    "courtyard_record": ("courtyard_record_id", CourtyardRecord),
}


def on_operation_decided(
    session: Session, *, operation: InboxOperation, about: Mapping[str, str | None]
) -> None:
    """Listens to the inbox: every operation that is received for the first time becomes an entry."""
    record(session, operation, about)


def on_quarantine_decided(
    session: Session, *, decision: InboxDecision, operation: InboxOperation, about: Mapping[str, str | None]
) -> None:
    """Listens to the inbox: the entry of a quarantined operation follows what was decided of it.

    Applied, it is work like any other, with its place and time, and open where such work is reviewed. Dismissed, it is
    done with. An attempt that did not succeed leaves it open.
    """
    entry = session.get_one(LogEntry, operation.id, with_for_update=True, populate_existing=True)
    if decision.outcome == "dismissed":
        entry.state = "dismissed"
        entry.comment = decision.comment
        entry.reviewed_by_id, entry.reviewed_at = decision.by_id, decision.at
    elif decision.outcome != "quarantined":
        entry.kind = operation.kind
        entry.recorded_at = operation.corrected_at
        entry.status = operation.status
        entry.state = first_state(entry.kind, entry.status)
        _set_place(session, entry, {name: about.get(name) for name in _ABOUT})
        _answer_returns(session, entry)


def record(session: Session, operation: InboxOperation, about: Mapping[str, str | None]) -> LogEntry:
    """Add the entry of a received operation. `about` says where it belongs, as far as its handler knew."""
    sent = read_raw(operation.raw)
    person = session.get_one(Person, operation.person_id)
    entry = LogEntry(
        operation_id=operation.id,
        person_id=person.id,
        organisation_id=person.organisation_id,
        kind=sent.kind,
        recorded_at=operation.corrected_at,
        received_at=operation.received_at,
        status=operation.status,
        state=first_state(sent.kind, operation.status),
        is_redone=False,
    )
    _set_place(session, entry, _place(session, operation, sent, about))
    session.add(entry)
    _answer_returns(session, entry)
    return entry


def _set_place(session: Session, entry: LogEntry, place: Mapping[str, str | None]) -> None:
    for name, key in place.items():
        setattr(entry, name, key)
    property_ = session.get(Property, entry.property_id) if entry.property_id else None
    entry.district_code = property_.district_code if property_ is not None else None


def _place(
    session: Session, operation: InboxOperation, sent: RawOperation, about: Mapping[str, str | None]
) -> dict[str, str | None]:
    """What can be told of the place. What a quarantined operation refers to may not exist: it is looked up."""
    place = {name: about.get(name) for name in _ABOUT}
    if operation.status != "quarantined":
        return place
    place = {
        name: key if key is not None and session.get(model, key) is not None else None
        for (name, model), key in zip(_ABOUT.items(), place.values(), strict=True)
    }
    kind, _, key = (sent.target or "").partition(":")
    if place["property_id"] is None and kind in _TARGETS:
        column, model = _TARGETS[kind]
        target = session.get(model, key)
        if target is not None:
            place |= {column: target.id, "property_id": target.property_id, "building_id": target.building_id}
    return place


def _answer_returns(session: Session, entry: LogEntry) -> None:
    answered = redone_by(entry.kind, entry.status)
    if answered is None:
        return
    column, kinds = answered
    key = getattr(entry, column)
    if key is None:
        return
    returned = select(LogEntry).where(
        getattr(LogEntry, column) == key,
        LogEntry.kind.in_(kinds),
        LogEntry.state == "returned",
        LogEntry.is_redone.is_(False),
    )
    for earlier in session.scalars(returned):
        earlier.is_redone = True
