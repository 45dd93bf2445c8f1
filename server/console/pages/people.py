"""People and their phones: the list, and somebody new."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from server.console import labels
from server.console.access import viewer
from server.console.forms import Form
from server.console.queries import people as queries
from server.console.queries.people import PeopleFilter
from server.console.queries.places import districts
from server.console.requests import page_number, search_text
from server.database import snapshot, transaction
from server.people import staff
from server.people.models import Organisation

blueprint = Blueprint("people", __name__, url_prefix="/people")


@blueprint.before_request
def _require_sight() -> None:
    if not viewer().sees_people:
        abort(404)


@blueprint.get("/")
def page() -> str:
    """A page of people."""
    wanted = _filter(request.args)
    with snapshot() as session:
        return render_template(
            "pages/people.html",
            now=datetime.now(UTC),
            wanted=wanted,
            found=queries.page_of(session, viewer(), wanted, page_number()),
            page_size=queries.PAGE_SIZE,
            organisations=queries.organisations(session, viewer()),
            districts=districts(session, viewer()),
        )


@blueprint.get("/new")
def new() -> str:
    """The form for a new worker of one's own organisation."""
    if not viewer().may_decide:
        abort(403)
    with snapshot() as session:
        return _form(session, Form(), [])


@blueprint.post("/new")
def create() -> Response | tuple[str, int]:
    """Take the worker on and go to their page, where the phone is invited."""
    form = Form(request.form)
    chosen = request.form.getlist("districts")
    with transaction() as session:
        offered = {district.code for district in districts(session, viewer())}
        name = form.text("name", staff.NAME_CHARACTERS_MAX)
        phone = form.text("phone", staff.PHONE_CHARACTERS_MAX, is_required=False)
        role = form.choice("role", staff.WORKER_ROLES)
        language = form.choice("language", labels.LANGUAGES)
        if not chosen or not offered.issuperset(chosen):
            form.refuse("districts", _("Choose one at least: it decides what the phone gets."))
        if not form.is_good or role is None or language is None:
            return _form(session, form, chosen), 422
        wanted = staff.NewWorker(name, role, viewer().organisation_id, language, phone or None, chosen)
        key = staff.take_on(session, wanted).id
    flash(_("%(name)s is here. Invite the phone next.", name=name))
    return redirect(url_for("console.person.page", key=key))


def _form(session: Session, form: Form, chosen: list[str]) -> str:
    return render_template(
        "pages/new_person.html",
        form=form,
        chosen=chosen,
        roles=staff.WORKER_ROLES,
        organisation=session.get_one(Organisation, viewer().organisation_id),
        districts=districts(session, viewer()),
    )


def _filter(values: MultiDict[str, str]) -> PeopleFilter:
    role, devices = values.get("role"), values.get("devices")
    return PeopleFilter(
        text=search_text(values, "text"),
        role=role if role in labels.ROLES else None,
        organisation_id=search_text(values, "organisation") or None,
        district_code=search_text(values, "district") or None,
        devices=devices if devices in {"unsent", "none"} else None,
        is_active=values.get("access") != "ended",
    )
