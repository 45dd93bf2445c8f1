"""Rounds: a district's week by person, what is late or missed, and who covers whom."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from server.console import labels
from server.console.access import viewer
from server.console.forms import Form
from server.console.plan_form import read_day
from server.console.queries import rounds as queries
from server.console.queries.places import districts
from server.console.requests import search_text
from server.database import snapshot, transaction
from server.local_time import local_day
from server.people.models import Person
from server.review.permission import find
from server.rounds.covers import CoverError, CoverOfOneself, NewCover, end_cover, make_cover
from server.rounds.models import Cover, RoundPlan

blueprint = Blueprint("rounds", __name__, url_prefix="/rounds")


@blueprint.get("/")
def page() -> str:
    """A week."""
    now = datetime.now(UTC)
    today = local_day(now)
    monday = _monday(today)
    name = search_text(request.args, "worker")
    with snapshot() as session:
        offered = districts(session, viewer())
        code = search_text(request.args, "district")
        district = next((row for row in offered if row.code == code), offered[0] if offered else None)
        weeks = (
            queries.week_of(session, viewer(), monday, district.code, name, now)
            if district is not None
            else []
        )
        return render_template(
            "pages/rounds.html",
            today=today,
            monday=monday,
            days=[monday + timedelta(days=n) for n in range(7)],
            district=district,
            districts=offered,
            worker=name,
            weeks=weeks,
            late=queries.late_and_missed(session, viewer(), now),
        )


@blueprint.get("/covers")
def covers() -> str:
    """Who covers whom, and the form for another cover."""
    plan, absent = request.args.get("plan", ""), request.args.get("absent", "")
    today = local_day(datetime.now(UTC)).isoformat()
    return _covers(Form({"plan": plan, "absent": absent, "starts_on": today, "ends_on": today}))


@blueprint.post("/covers")
def cover() -> Response | tuple[str, int]:
    """Make a cover."""
    form = Form(request.form)
    try:
        with transaction() as session:
            new = _read_cover(session, form)
            if new is not None:
                make_cover(session, new, viewer().person_id, datetime.now(UTC))
    except CoverOfOneself:
        form.refuse("taker", _("Nobody stands in for themselves."))
    except CoverError:
        form.refuse("ends_on", _("Choose days from today on, a year at most."))
    if not form.is_good:
        return _covers(form), 422
    flash(_("The rounds of these days are handed over."))
    return redirect(url_for(".covers"))


@blueprint.post("/covers/<key>/end")
def end(key: str) -> Response:
    """End a cover: what nobody has begun goes back."""
    with transaction() as session:
        found = find(session, viewer(), Cover, key)
        if found is None:
            abort(404)
        try:
            end_cover(session, found, datetime.now(UTC))
        except CoverError:
            flash(_("It was over already."))
        else:
            flash(_("The cover has ended. Rounds that nobody had begun went back."))
    return redirect(url_for(".covers"))


def _read_cover(session: Session, form: Form) -> NewCover | None:
    plan = find(session, viewer(), RoundPlan, form.value("plan")) if form.value("plan") else None
    absent = find(session, viewer(), Person, form.value("absent")) if form.value("absent") else None
    if plan is None and absent is None:
        form.refuse("absent", _("Choose who is away."))
    people = {f"person:{person.id}": person for person in queries.workers(session, viewer())}
    organisations = {
        f"organisation:{row.id}": row for row in queries.organisations_to_send(session, viewer())
    }
    taker = form.choice("taker", {**people, **organisations}) or ""
    starts_on, ends_on = read_day(form, "starts_on"), read_day(form, "ends_on")
    reason = form.choice("reason", labels.COVER_REASONS)
    if not form.is_good or starts_on is None or ends_on is None or reason is None:
        return None
    person = people.get(taker)
    return NewCover(
        plan=plan,
        absent=absent if plan is None else None,
        starts_on=starts_on,
        ends_on=ends_on,
        person=person,
        organisation_id=person.organisation_id if person is not None else organisations[taker].id,
        reason=reason,
    )


def _covers(form: Form) -> str:
    with snapshot() as session:
        key = form.value("plan")
        return render_template(
            "pages/covers.html",
            form=form,
            today=local_day(datetime.now(UTC)),
            covers=queries.covers(session, viewer(), local_day(datetime.now(UTC))),
            plan=queries.find_plan(session, viewer(), key) if key else None,
            people=queries.workers(session, viewer()),
            organisations=queries.organisations_to_send(session, viewer()),
        )


def _monday(today: date) -> date:
    try:
        wanted = date.fromisoformat(request.args.get("week", ""))
    except ValueError:
        wanted = today
    try:
        return wanted - timedelta(days=wanted.weekday())
    except OverflowError:
        return today - timedelta(days=today.weekday())
