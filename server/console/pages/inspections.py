"""Inspections: the list, a new one, results, and the tables they are made by."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import format_decimal
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from server.console.access import viewer
from server.console.forms import Form
from server.console.inspection_form import filled_standards, read_levels, read_sampling
from server.console.plan_form import read_day
from server.console.queries import inspections as queries
from server.console.queries.inspections import InspectionFilter
from server.console.queries.places import districts, suggested_properties
from server.console.requests import is_fragment, page_number, search_day, search_text
from server.database import is_uuid, snapshot, transaction
from server.inspections.rules import INSPECTED_WORKS, LEVELS, STEPS_MAX
from server.inspections.services import make_inspection, prepare
from server.inspections.standards import (
    keep_required_levels,
    keep_sampling_table,
    required_levels,
    sampling_table,
)
from server.local_time import local_day
from server.people.models import Organisation, Person
from server.places.models import Building
from server.review.permission import find

blueprint = Blueprint("inspections", __name__, url_prefix="/inspections")

_Answer = Response | tuple[str, int]
_AHEAD = timedelta(days=90)


@blueprint.get("/")
def page() -> str:
    """A page of inspections."""
    wanted = _filter(request.args)
    with snapshot() as session:
        return render_template(
            "pages/inspections.html",
            wanted=wanted,
            found=queries.page_of(session, viewer(), wanted, page_number()),
            page_size=queries.PAGE_SIZE,
            districts=districts(session, viewer()),
            organisations=queries.organisations_inspected(session, viewer()),
        )


@blueprint.get("/results")
def results() -> str:
    """How own staff and companies did, in a span of days."""
    wanted = _filter(request.args)
    with snapshot() as session:
        return render_template(
            "pages/inspection_results.html",
            wanted=wanted,
            results=queries.results(session, viewer(), wanted),
            one_decimal=_one_decimal,
            districts=districts(session, viewer()),
        )


@blueprint.get("/standards")
def standards() -> str:
    """The sampling table and the required levels."""
    _require_landlord()
    with snapshot() as session:
        values = filled_standards(sampling_table(session), required_levels(session))
        return _standards(Form(values))


@blueprint.post("/standards")
def keep_standards() -> _Answer:
    """Change them: for the landlord's admin, since they hold everywhere."""
    if not viewer().sees_everything:
        abort(403)
    form = Form(request.form)
    sampling, levels = read_sampling(form), read_levels(form)
    if not form.is_good:
        return _standards(form), 422
    with transaction() as session:
        keep_sampling_table(session, sampling)
        keep_required_levels(session, levels)
    flash(_("Saved. Inspections made from now on follow it."))
    return redirect(url_for(".standards"))


@blueprint.get("/new")
def new() -> str:
    """First where, then the form with what would be drawn."""
    _require_inspecting()
    text = search_text(request.args, "place")
    with snapshot() as session:
        building = find(session, viewer(), Building, request.args.get("building", ""))
        if building is not None:
            today = local_day(datetime.now(UTC)).isoformat()
            values = {"work": "maintenance_cleaning", "on": today, "inspector": viewer().person_id}
            return _form(session, Form(values), building)
        found = suggested_properties(session, viewer(), text)
        template = "parts/suggested_buildings.html" if is_fragment() else "pages/new_inspection_place.html"
        return render_template(template, text=text, found=found)


@blueprint.post("/new")
def create() -> _Answer:
    """Draw the spaces and give them to the inspector."""
    _require_inspecting()
    form, now = Form(request.form), datetime.now(UTC)
    with transaction() as session:
        building = find(session, viewer(), Building, form.value("building"))
        if building is None:
            abort(404)
        offered = {person.id: person for person in queries.inspectors(session, building)}
        work = form.choice("work", INSPECTED_WORKS)
        inspector = form.choice("inspector", offered)
        on = read_day(form, "on")
        today = local_day(now)
        if on is not None and not today <= on <= today + _AHEAD:
            form.refuse("on", _("Choose today, or a day of the next three months."))
        if form.is_good and not prepare(session, building, work or "", today).lot:
            form.refuse("work", _("The building has no spaces that are inspected."))
        if not form.is_good or work is None or inspector is None or on is None:
            return _form(session, form, building), 422
        by = session.get_one(Person, viewer().person_id)
        key = make_inspection(session, building, work, on, offered[inspector], now, by=by).id
    flash(_("The spaces are drawn. They come to the inspector's phone at its next sync."))
    return redirect(url_for("console.inspection.page", key=key))


def _form(session: Session, form: Form, building: Building) -> str:
    today = local_day(datetime.now(UTC))
    people = {person.id: person.name for person in queries.inspectors(session, building)}
    return render_template(
        "pages/new_inspection.html",
        form=form,
        building=building,
        inspectors=people,
        works=INSPECTED_WORKS,
        prepared=[_preview(session, building, work, today) for work in INSPECTED_WORKS],
    )


def _preview(session: Session, building: Building, work: str, on: date) -> tuple[str, str, int, int]:
    """(work, whose, lot, sample)"""
    prepared = prepare(session, building, work, on)
    name = session.get_one(Organisation, prepared.organisation_id).name
    return work, name, len(prepared.lot), prepared.sample


def _standards(form: Form) -> str:
    return render_template(
        "pages/inspection_standards.html",
        form=form,
        levels={str(level): str(level) for level in LEVELS},
        steps=range(STEPS_MAX),
        may_change=viewer().sees_everything,
    )


def _one_decimal(value: float) -> str:
    return str(format_decimal(value, format="0.0"))


def _filter(values: MultiDict[str, str]) -> InspectionFilter:
    state, organisation = values.get("state"), values.get("organisation", "")
    return InspectionFilter(
        state=state if state in {"open", "finished"} else None,
        has_failed=values.get("failed") == "1",
        organisation_id=organisation if is_uuid(organisation) else None,
        place=search_text(values, "place"),
        district_code=search_text(values, "district") or None,
        from_day=search_day(values, "from"),
        to_day=search_day(values, "to"),
    )


def _require_landlord() -> None:
    if not viewer().is_landlord:
        abort(404)


def _require_inspecting() -> None:
    _require_landlord()
    if not viewer().may_decide:
        abort(403)
