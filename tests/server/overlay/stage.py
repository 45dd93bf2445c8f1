"""Puts the situation of a shared overlay case into a real server: rows from which the case's document is made."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from server.courtyard.models import CourtyardCorrection, CourtyardRecord
from server.database import Base
from server.duty.models import DutyAlert, DutyStep
from server.inspections.models import InspectedSpace, Inspection
from server.people.models import Organisation, Person, PersonDistrict
from server.places.models import Area, BriefConfirmation, Building, District, Property, Space
from server.products.models import Licence, Product, ProductUse, StockItem
from server.rounds.models import Round, Visit
from server.work_orders.models import OrderComment, OrderNumber, OrderPause, OrderVisitNote, WorkOrder
from sync.instants import parse_instant

NOW = datetime(2026, 4, 1, 6, tzinfo=UTC)
"""After all that happens in the cases."""


def _id(number: int) -> str:
    return f"01930000-0000-7000-8000-{number:012}"


# The ids that the cases use.
AUTHOR, OTHER, ORGANISATION = _id(1), _id(2), _id(3)
PROPERTY, BUILDING, ROUND, SPACE, ORDER, USE, PRODUCT = map(_id, (10, 11, 20, 31, 40, 50, 51))
ALERT = CONFIRMATION = _id(60)
RECORD = _id(70)
INSPECTION = _id(80)
VISITS = (_id(21), _id(22))


def stop_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """For the server it is NOW, in each of its modules."""

    class Stopped(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return NOW.astimezone(tz)

    for name, module in list(sys.modules.items()):
        if name.startswith("server.") and getattr(module, "datetime", None) is datetime:
            monkeypatch.setattr(module, "datetime", Stopped)


def set_up(session: Session, document: Mapping[str, Any] | None, target: str, is_labelled: bool) -> None:
    """What the case's operation may name, and the target when there is one, as the document says."""
    _set_up_places_and_people(session)
    _set_up_product(session, is_labelled)
    make = {
        "round": _make_round,
        "work_order": _make_order,
        "product_use": _make_use,
        "duty_alert": _make_alert,
        "brief_confirmation": _make_confirmation,
        "courtyard_record": _make_courtyard_record,
        "inspection": _make_inspection,
    }
    of_type = target.partition(":")[0] if document is None else document["type"]
    if of_type == "duty_alert":
        # An alert is about an order, and of its area.
        _make_order(session, {"state": "assigned", "comments": []})
    if document is not None:
        make[of_type](session, document)
    # A product use may name a round and an order; what is not the target of the case is in its way nowhere.
    if of_type == "product_use":
        _make_round(session, {"state": "running", "on": "2026-04-01", "visits": []})
        _make_order(session, {"state": "assigned", "comments": []})


def id_of(document: Mapping[str, Any], target: str) -> str:
    """The id of a case's document: the target's, or that of an alert about the target."""
    return target if target.startswith(f"{document['type']}:") else f"{document['type']}:{ALERT}"


def _add(session: Session, *rows: Base) -> None:
    session.add_all(rows)
    session.flush()


def _set_up_places_and_people(session: Session) -> None:
    _add(session, Area(code="7", name_fi="Itäinen", name_sv="Östra", name_en="Eastern"))
    _add(
        session,
        District(code="703", area_code="7", name_fi="Kontula", name_sv="Gårdsbacka", name_en="Kontula"),
    )
    _add(session, Organisation(id=ORGANISATION, name="Kaupungin Kodit", kind="landlord"))
    for key, name, role in ((AUTHOR, "Kalle Koski", "caretaker"), (OTHER, "Aino Laine", "cleaner")):
        districts = [PersonDistrict(district_code="703")]
        _add(session, Person(id=key, organisation_id=ORGANISATION, name=name, role=role, districts=districts))
    _add(
        session,
        Property(
            id=PROPERTY,
            code="91-47-1-1",
            name="Kaari 3",
            address="Kaari 3",
            postal_code="00940",
            district_code="703",
        ),
    )
    _add(
        session,
        Building(
            id=BUILDING,
            property_id=PROPERTY,
            permanent_id="1000000001",
            name="A",
            address="Kaari 3 A",
            cleaning_provider_id=ORGANISATION,
        ),
    )
    _add(
        session,
        Space(
            id=SPACE,
            building_id=BUILDING,
            position=1,
            kind="stairwell",
            name="A",
            area_m2=40.0,
            norm_minutes=15,
        ),
    )


def _set_up_product(session: Session, is_labelled: bool) -> None:
    _add(
        session,
        Product(
            id=PRODUCT,
            name="Pihta",
            manufacturer="Pesuaine Oy",
            purpose="general_cleaning",
            unit="ml",
            hazards=[],
            h_statements=[],
            p_statements=[],
        ),
    )
    _add(session, StockItem(organisation_id=ORGANISATION, product_id=PRODUCT))
    if is_labelled:
        licence = {"label": "nordic_swan", "licence": "3026 0001", "valid_from": date(2025, 1, 1)}
        _add(session, Licence(product_id=PRODUCT, **licence))


def _make_round(session: Session, document: Mapping[str, Any]) -> None:
    _add(
        session,
        Round(
            id=ROUND,
            property_id=PROPERTY,
            building_id=BUILDING,
            organisation_id=ORGANISATION,
            person_id=_key(document.get("person")),
            work="yard_care",
            on=date.fromisoformat(document["on"]),
            state=document["state"],
            started_at=_instant(document.get("started_at")),
            finished_at=_instant(document.get("finished_at")),
            note=document.get("note"),
        ),
    )
    for position, visit in enumerate(document["visits"]):
        _add(
            session,
            Visit(
                id=visit["id"],
                round_id=ROUND,
                position=position,
                space_id=SPACE,
                tasks=[],
                norm_minutes=15,
                state=visit["state"],
                at=_instant(visit["at"]),
                by_id=_key(visit["by"]),
                minutes=visit["minutes"],
                reason=visit["reason"],
                text=visit["text"],
                is_returned=visit["is_returned"],
            ),
        )


def _make_order(session: Session, document: Mapping[str, Any]) -> None:
    number = int(document.get("number", "T-2041").removeprefix("T-"))
    _add(session, OrderNumber(number=number, order_id=ORDER))
    is_open = document["state"] not in ("done", "approved", "cancelled", "merged")
    _add(
        session,
        WorkOrder(
            id=ORDER,
            number=number,
            property_id=PROPERTY,
            building_id=BUILDING,
            organisation_id=ORGANISATION,
            category="lighting",
            trade="caretaking",
            urgency="minor",
            description="Porrasvalo ei syty",
            state=document["state"],
            reporter="resident",
            reported_at=NOW,
            assigned_to_id=_key(document.get("assigned_to")),
            started_at=_instant(document.get("started_at")),
            completed_at=_instant(document.get("completed_at")),
            completed_by_id=_key(document.get("completed_by")),
            closed_at=None if is_open else NOW,
            result=document.get("result"),
            minutes=document.get("minutes"),
            result_text=document.get("result_text"),
        ),
    )
    for comment in document["comments"]:
        at = _instant(comment["at"])
        by = _key(comment["by"])
        _add(session, OrderComment(id=comment["id"], order_id=ORDER, by_id=by, at=at, text=comment["text"]))

    if document.get("paused") is not None:
        paused = document["paused"]
        until = date.fromisoformat(paused["until"]) if paused["until"] else None
        span = {"id": paused["id"], "at": _instant(paused["at"]), "by_id": _key(paused["by"])}
        _add(
            session,
            OrderPause(order_id=ORDER, reason=paused["reason"], until=until, text=paused["text"], **span),
        )

    for note in document.get("visit_notes", []):
        at = _instant(note["at"])
        by = _key(note["by"])
        kept = {"id": note["id"], "reason": note["reason"], "text": note["text"]}
        _add(session, OrderVisitNote(order_id=ORDER, by_id=by, at=at, **kept))


def _make_alert(session: Session, document: Mapping[str, Any]) -> None:
    is_open = document["state"] == "open"
    alert = DutyAlert(
        id=ALERT,
        order_id=ORDER,
        area_code="7",
        state=document["state"],
        raised_at=NOW,
        next_at=_instant(document["next_at"]),
        acknowledged_by_id=_key(document["acknowledged_by"]),
        acknowledged_at=_instant(document["acknowledged_at"]),
        ended_at=None if is_open else NOW,
    )
    _add(session, alert)
    # Only those whom an alert has asked have it, but for whoever is on duty.
    _add(session, DutyStep(alert_id=ALERT, number=0, person_id=AUTHOR, role="supervisor", at=NOW))


def _make_use(session: Session, document: Mapping[str, Any]) -> None:
    _add(
        session,
        ProductUse(
            id=USE,
            product_id=_key(document["product"]),
            amount=document["amount"],
            unit="ml",
            property_id=PROPERTY,
            organisation_id=ORGANISATION,
            by_id=_key(document["by"]),
            at=_instant(document["at"]),
            is_eco_labelled=False,
            voided_at=_instant(document["voided_at"]),
        ),
    )


def _make_confirmation(session: Session, document: Mapping[str, Any]) -> None:
    _add(
        session,
        BriefConfirmation(
            id=CONFIRMATION,
            building_id=BUILDING,
            person_id=_key(document["by"]),
            at=_instant(document["at"]),
            items=document["items"],
        ),
    )


def _make_courtyard_record(session: Session, document: Mapping[str, Any]) -> None:
    _add(
        session,
        CourtyardRecord(
            id=RECORD,
            record_kind=document["record_kind"],
            form_version=document["form_version"],
            property_id=PROPERTY,
            organisation_id=ORGANISATION,
            by_id=_key(document["by"]),
            at=_instant(document["at"]),
            started_at=_instant(document["started_at"]),
            ended_at=_instant(document["ended_at"]),
            fields=document["fields"],
        ),
    )
    for each in document["corrections"]:
        kept = {name: each[name] for name in ("id", "form_version", "fields", "text")}
        by_id, at = _key(each["by"]), _instant(each["at"])
        _add(session, CourtyardCorrection(record_id=RECORD, by_id=by_id, at=at, **kept))


def _key(document_id: str | None) -> str | None:
    return None if document_id is None else document_id.partition(":")[2]


def _instant(text: str | None) -> datetime | None:
    return None if text is None else parse_instant(text)


def _make_inspection(session: Session, document: Mapping[str, Any]) -> None:
    # Whose grades count is a supervisor.
    session.get_one(Person, AUTHOR).role = "supervisor"
    _add(
        session,
        Inspection(
            id=INSPECTION,
            property_id=PROPERTY,
            building_id=BUILDING,
            organisation_id=ORGANISATION,
            work=document["work"],
            on=date.fromisoformat(document["on"]),
            inspector_id=AUTHOR,
            lot_size=len(document["spaces"]),
            on_fail="nothing",
            state=document["state"],
            made_at=NOW,
            finished_at=_instant(document["finished_at"]),
            finished_by_id=_key(document["finished_by"]),
            note=document["note"],
        ),
    )
    for position, space in enumerate(document["spaces"], start=1):
        if space["space"] != SPACE:
            made = Space(id=space["space"], building_id=BUILDING, position=position + 1, kind="stairwell")
            made.name, made.area_m2, made.norm_minutes = space["name"], 40.0, 15
            _add(session, made)
        inspected = InspectedSpace(inspection_id=INSPECTION, position=position, space_id=space["space"])
        inspected.required, inspected.level = space["required"], space["level"]
        inspected.findings, inspected.text = space["findings"], space["text"]
        inspected.at, inspected.by_id = _instant(space["at"]), _key(space["by"])
        _add(session, inspected)
