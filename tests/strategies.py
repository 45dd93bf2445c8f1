"""Hypothesis strategies for the protocol's values: operations of each kind, documents, clocks."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from sync import codes, operations
from sync.courtyard.checking import check
from sync.courtyard.forms import FORMS, Field, Form, newest_form
from sync.instants import Clock
from sync.limits import (
    AMOUNT_MAX,
    INTEGER_MAX,
    LEVEL_MAX,
    MINUTES_MAX,
    PLACE_CHARACTERS_MAX,
    TEXT_CHARACTERS_MAX,
)
from sync.operations import KINDS, Author, Operation

_offsets = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
_kinds = st.sampled_from(sorted(KINDS))

uuids = st.uuids().map(str)
authors = st.builds(
    Author, person=uuids.map("person:{}".format), organisation=uuids.map("organisation:{}".format)
)
minutes = st.integers(0, MINUTES_MAX)
revisions = st.integers(1, INTEGER_MAX)
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-INTEGER_MAX, INTEGER_MAX)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def instants() -> st.SearchStrategy[datetime]:
    """Aware datetimes of this century in any time zone, in whole milliseconds as devices record them."""
    return st.builds(
        lambda since, zone: (datetime(2000, 1, 1, tzinfo=UTC) + timedelta(milliseconds=since)).astimezone(
            zone
        ),
        st.integers(0, 100 * 365 * 24 * 60 * 60 * 1000),
        _offsets,
    )


def clocks() -> st.SearchStrategy[Clock]:
    """What a device may know of the server's time, however odd."""
    return st.builds(
        Clock,
        server_time=instants().map(lambda instant: instant.astimezone(UTC)),
        elapsed_ms=st.integers(0, 10**10) | st.integers(0, INTEGER_MAX),
    )


def document_ids(document_type: str) -> st.SearchStrategy[str]:
    """Full ids of documents of a type whose keys are UUIDs."""
    return uuids.map(lambda key: f"{document_type}:{key}")


def texts(characters_max: int = TEXT_CHARACTERS_MAX, *, may_be_blank: bool = True) -> st.SearchStrategy[str]:
    """Texts that a worker may write and a database can store."""
    characters = st.characters(codec="utf-8", exclude_characters="\0")
    written = st.text(characters, max_size=min(characters_max, 60))
    return written if may_be_blank else written.filter(lambda text: text.strip())


def findings() -> st.SearchStrategy[operations.Finding]:
    """What a space's level was given for."""
    return st.builds(
        operations.Finding, soil=st.sampled_from(codes.SOILS), object=st.sampled_from(codes.INSPECTED_OBJECTS)
    )


@st.composite
def payloads(draw: st.DrawFn, kind: str, visits: st.SearchStrategy[str] = uuids) -> operations.Payload:
    """A payload of the kind; `visits` chooses which visits a round's operations are about."""
    maybe_text = st.none() | texts()
    values: dict[str, st.SearchStrategy[Any]] = {
        "visit": visits,
        "minutes": st.none() | minutes,
        "text": maybe_text,
        "note": maybe_text,
        "result": st.sampled_from(codes.ORDER_RESULTS),
        "property": document_ids("property"),
        "building": st.none() | document_ids("building"),
        "space": st.none() | uuids,
        "place": st.none() | texts(PLACE_CHARACTERS_MAX),
        "category": st.sampled_from(codes.ORDER_CATEGORIES),
        "urgency": st.sampled_from(codes.URGENCIES),
        "description": texts(may_be_blank=False),
        "product": document_ids("product"),
        "amount": st.integers(1, AMOUNT_MAX) | st.floats(0, AMOUNT_MAX, exclude_min=True),
        "unit": st.sampled_from(codes.UNITS),
        "round": st.none() | document_ids("round"),
        "order": st.none() | document_ids("work_order"),
        "until": st.none() | st.dates().map(str),
        "found_on": st.none() | document_ids("round") | document_ids("work_order"),
        "items": st.lists(uuids, max_size=5).map(tuple),
        "level": st.integers(0, LEVEL_MAX),
        "findings": st.none() | st.lists(findings(), max_size=6, unique=True).map(tuple),
        "reason": st.sampled_from(codes.SKIP_REASONS)
        if kind == "round.skip"
        else st.sampled_from(codes.VISIT_NOTE_REASONS)
        if kind == "work_order.visit_note"
        else st.sampled_from(codes.PAUSE_REASONS)
        if kind == "work_order.pause"
        else st.none() | st.sampled_from(codes.ECO_REASONS),
    }
    if kind.startswith("courtyard."):
        return draw(courtyard_payloads(kind))
    made = KINDS[kind]
    chosen = {name: draw(values[name]) for name in (field.name for field in fields(made))}
    if kind == "inspection.grade":
        chosen["space"] = draw(visits)
    if kind == "brief.confirm":
        chosen["building"] = draw(document_ids("building"))
    if kind == "work_order.comment" or chosen.get("reason") == "other":
        chosen["text"] = draw(texts(may_be_blank=False))
    return made(**chosen)


def form_values(form: Form) -> st.SearchStrategy[dict[str, Any]]:
    """What may be filled into a form, as it is kept."""
    required = {field.name: _form_value(field) for field in form.fields if field.is_required}
    optional = {field.name: _form_value(field) for field in form.fields if not field.is_required}
    filled = st.fixed_dictionaries(required, optional=optional)
    return filled.map(lambda raw: dict(check(form, raw).values))


def _form_value(field: Field) -> st.SearchStrategy[Any]:
    return {
        "integer": st.integers(int(field.minimum), int(field.maximum)),
        "decimal": st.floats(field.minimum, max(field.minimum, field.maximum)),
        "choice": st.sampled_from(field.codes or ("",)),
        "yes_no": st.booleans(),
        "text": texts(field.characters_max, may_be_blank=False),
        "date": st.dates().map(str),
        "list": st.lists(
            st.fixed_dictionaries({each.name: _form_value(each) for each in field.fields}), max_size=3
        ),
    }[field.type]


@st.composite
def courtyard_payloads(draw: st.DrawFn, kind: str) -> operations.Payload:
    """A courtyard record, or a correction of one, in a form that is known here."""
    form = draw(st.sampled_from(list(FORMS.values())))
    filled = {"record_kind": form.kind, "form_version": form.version, "fields": draw(_USUAL[form.kind])}
    if kind == "courtyard.correct":
        return operations.CourtyardCorrect(**filled, text=draw(texts(may_be_blank=False)))
    started, ended = sorted((draw(instants()), draw(instants())))
    return operations.CourtyardRecord(
        **filled,
        property=draw(document_ids("property")),
        building=draw(st.none() | document_ids("building")),
        space=draw(st.none() | uuids),
        started_at=started,
        ended_at=ended,
        text=draw(st.none() | texts()),
    )


@st.composite
def courtyard_records(draw: st.DrawFn) -> dict[str, Any]:
    """A record that somebody may correct."""
    form = draw(st.sampled_from(list(FORMS.values())))
    return {
        "type": "courtyard_record",
        "record_kind": form.kind,
        "form_version": form.version,
        "fields": draw(_USUAL[form.kind]),
        "corrections": [],
        "weather": draw(json_values),
    }


@st.composite
def recorded(
    draw: st.DrawFn,
    kinds: st.SearchStrategy[str] = _kinds,
    targets: st.SearchStrategy[str] | None = None,
    visits: st.SearchStrategy[str] = uuids,
) -> Operation:
    """An operation of one of the kinds, on one of the targets."""
    kind = draw(kinds)
    seen = st.fixed_dictionaries({}, optional={"state": st.text(), "is_eco_labelled": st.booleans()})
    return Operation(
        id=draw(uuids),
        sequence=draw(st.integers(1, INTEGER_MAX)),
        kind=kind,
        kind_version=KINDS[kind].version,
        target=draw(document_ids(KINDS[kind].target_type) if targets is None else targets),
        base_revision=draw(st.none() | revisions),
        recorded_at=draw(instants()),
        clock=draw(st.none() | clocks()),
        payload=draw(payloads(kind, visits)),
        seen=draw(seen),
    )


@st.composite
def confirmations(draw: st.DrawFn) -> dict[str, Any]:
    """What somebody has confirmed to have read."""
    return {
        "type": "brief_confirmation",
        "building": draw(document_ids("building")),
        "items": draw(st.lists(uuids, max_size=5)),
        "by": draw(document_ids("person")),
        "at": "2026-04-01T04:02:10.000Z",
        "weather": draw(st.integers()),
    }


@st.composite
def visits_of(draw: st.DrawFn, visit_id: str, person: str) -> dict[str, Any]:
    """A visit in any state, recorded by this person or by another one."""
    state = draw(st.sampled_from(["open", "done", "skipped"]))
    is_open = state == "open"
    return {
        "id": visit_id,
        "state": state,
        "at": None if is_open else "2026-04-01T04:02:10.000Z",
        "by": None if is_open else draw(st.just(person) | document_ids("person")),
        "minutes": None if is_open else draw(st.none() | minutes),
        "reason": "locked" if state == "skipped" else None,
        "text": None if is_open else draw(st.none() | texts()),
        "is_returned": draw(st.booleans()),
        "weather": draw(st.integers()),
    }


@st.composite
def inspections(draw: st.DrawFn, space_ids: list[str]) -> dict[str, Any]:
    """An inspection in any state with these spaces, some of them graded."""
    is_finished = draw(st.booleans())
    spaces = []
    for space_id in space_ids:
        level = draw(st.none() | st.integers(0, LEVEL_MAX))
        required = draw(st.integers(0, LEVEL_MAX))
        passed = None if level is None else level >= required
        spaces.append({"space": space_id, "required": required, "level": level, "passed": passed})
        spaces[-1] |= {"findings": [], "text": None, "at": None, "by": None, "weather": "rain"}
    return {
        "type": "inspection",
        "state": "finished" if is_finished else "open",
        "finished_at": "2026-04-01T05:00:00.000Z" if is_finished else None,
        "finished_by": draw(document_ids("person")) if is_finished else None,
        "note": None,
        "spaces": spaces,
        "weather": "rain",
    }


@st.composite
def rounds(draw: st.DrawFn, visit_ids: list[str], person: str) -> dict[str, Any]:
    """A round in any state with these visits."""
    state = draw(st.sampled_from(["planned", "running", "finished"]))
    return {
        "type": "round",
        "state": state,
        "person": draw(st.none() | st.just(person) | document_ids("person")),
        "started_at": None if state == "planned" else "2026-04-01T04:00:00.000Z",
        "finished_at": "2026-04-01T05:00:00.000Z" if state == "finished" else None,
        "note": None,
        "visits": [draw(visits_of(visit_id, person)) for visit_id in visit_ids],
        "weather": draw(st.integers()),
    }


@st.composite
def work_orders(draw: st.DrawFn, person: str) -> dict[str, Any]:
    """A work order in any state."""
    return {
        "type": "work_order",
        "state": draw(
            st.sampled_from(
                ["new", "assigned", "started", "done", "approved", "returned", "cancelled", "merged"]
            )
        ),
        "assigned_to": draw(st.none() | st.just(person) | document_ids("person")),
        "started_at": draw(st.none() | st.just("2026-04-01T04:00:00.000Z")),
        "completed_at": None,
        "completed_by": None,
        "result": None,
        "minutes": None,
        "result_text": None,
        "comments": [
            {"id": comment_id, "by": person, "at": "2026-04-01T04:00:00.000Z", "text": "?"}
            for comment_id in draw(st.lists(uuids, max_size=3, unique=True))
        ],
        "visit_notes": [
            {"id": note_id, "by": person, "at": "2026-04-01T04:00:00.000Z", "reason": "pet", "text": "?"}
            for note_id in draw(st.lists(uuids, max_size=2, unique=True))
        ],
        "paused": draw(st.none() | st.builds(dict, id=uuids, reason=st.sampled_from(codes.PAUSE_REASONS))),
        "weather": draw(st.integers()),
    }


@st.composite
def duty_alerts(draw: st.DrawFn, person: str) -> dict[str, Any]:
    """An alert in any state, acknowledged by this person or by another one."""
    state = draw(st.sampled_from(["open", "acknowledged", "closed"]))
    is_acknowledged = state == "acknowledged"
    return {
        "type": "duty_alert",
        "state": state,
        "next_at": "2026-04-01T04:15:00.000Z" if state == "open" else None,
        "acknowledged_by": draw(st.just(person) | document_ids("person")) if is_acknowledged else None,
        "acknowledged_at": "2026-04-01T04:05:00.000Z" if is_acknowledged else None,
        "weather": draw(st.integers()),
    }


@st.composite
def product_uses(draw: st.DrawFn, person: str) -> dict[str, Any]:
    """A product use, void or not."""
    return {
        "type": "product_use",
        "by": person,
        "voided_at": draw(st.none() | st.just("2026-04-01T04:00:00.000Z")),
        "weather": draw(st.integers()),
    }


_USUAL: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    kind: form_values(newest_form(kind)) for kind, _ in FORMS
}
